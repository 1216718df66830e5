"""What can be sent, by where it goes. `outgoing` has it all."""
