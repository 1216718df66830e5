"""What can be set, section by section, and what is said of what is wrong."""
