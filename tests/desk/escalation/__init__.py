"""Who is told when something is missed, and until when."""
