"""What support is: tables, pure rules and verbs, a folder for each capability.

May import the engine, SQLModel and number, language or calendar libraries. A verb is a plain function of a `Desk`:
it never awaits, never calls a network, never reads the wall clock, and knows no platform's markup or ids' format.
"""
