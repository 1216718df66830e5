"""The measures of the service: numbers with their definitions, from what the other rooms have kept.

May import the engine and the desk. Never here: a picture, a markup, a row that is changed because somebody looked.
"""
