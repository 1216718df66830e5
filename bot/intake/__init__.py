"""The way in: written down before it is acknowledged.

May import the desk, the door and the platforms' frameworks. Knows keys and acknowledgements; never what the work is.
"""
