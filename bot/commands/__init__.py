"""The commands an operator types. Each reads the configuration and hands over. No logic lives here.

What a command needs is imported within it, so that a wrong configuration or a --help is answered at once.
"""
