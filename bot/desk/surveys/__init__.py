"""How it went: each solve is asked about once, in its customer's chat, and what they say stands on the card.

May import the engine and the desk. Never here: how the question looks, or what is made of the ratings.
"""
