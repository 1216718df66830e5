"""What supervisors and operators are told of: broken promises, on posts that stay true; outages; steps that wait.

May import the engine and the desk. Never here: how a post looks, and what the operators' sentences say.
"""
