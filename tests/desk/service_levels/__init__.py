"""What is promised, and when it is due."""
