"""What is due is done, once and in time, whatever else goes on."""
