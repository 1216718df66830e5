"""The wiring: the one room that may import every other. No logic lives here.

Here: what is made and joined (`joining`), what runs and how it ends (`running`), and what was set aside, once more
(`replaying`). Never: a rule, a sentence, a payload.
"""
