"""A ticket's life, the conversation in it, and what agents do with it."""
