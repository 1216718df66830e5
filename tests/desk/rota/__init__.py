"""Who is on duty, and when nobody is."""
