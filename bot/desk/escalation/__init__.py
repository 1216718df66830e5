"""Escalation: who is told, one after the other, when a promise is missed or a customer asks for a manager.

May import the engine and the desk. Never here: how a post looks, what is promised, what time it is.
"""
