"""The methods of the Bot API, by family: each is a plain function of the world and the call's parameters.

May import: the server's own modules beside this package. Never belongs here: HTTP, waiting, faults.
"""
