"""Who has a ticket, and for how long: a claim is a lease, and what nobody has taken is called out.

May import the engine and the desk. Never here: how the question or the list looks.
"""
