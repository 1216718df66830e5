"""What must not be kept, or not for ever."""
