"""What agents see: nouns of the desk as Block Kit, modals and the Home.

May import the desk and Slack's own models. Pure: no I/O and no clock. Never belongs here: a customer's words as markup.
"""
