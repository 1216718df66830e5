"""What can happen, by what it is about. `events` has it all."""
