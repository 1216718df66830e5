"""What people read in files: a ticket's transcript, and what a customer is told we keep about them.

May import the desk. Written piece by piece, so that a long conversation is never all in memory.
"""
