"""The revisions, oldest first by name: `<date>_<change>`, at most 32 characters."""
