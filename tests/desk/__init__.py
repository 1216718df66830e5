"""The desk's rules and verbs, on both databases, with a clock that the test moves."""
