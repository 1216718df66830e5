"""Whether customers would recommend us: asked of a few of those we served, now and then, and about no ticket.

May import the engine and the desk. Never here: how the question looks, or what is made of the scores.
"""
