"""Who must hear of what, by what it is about. `announcements` has it all."""
