"""End to end: people, both platforms over real HTTP, the whole product, on each database."""
