"""What we promise: business calendars, policies, deadlines and how they were kept.

May import the engine and the desk. Never here: how an alert looks, over which channel it goes, what time it is.
"""
