"""Mirrors the tree. `stories` go end to end; nothing of ours is mocked."""
