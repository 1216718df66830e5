"""The rota: who is on duty when, and when nobody is.

May import the engine and the desk. Never here: what somebody on duty is told, how it looks, what time it is.
"""
