"""The Web API, one module per family of methods; table.py names them all with their scopes and arguments.

May import: the workspace and what judges payloads.
Never belongs here: HTTP, sockets, what members do.
"""
