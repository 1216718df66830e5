"""After the answer: customers who say nothing, and return visits that ask whether what was solved is still fixed.

May import the engine and the rest of the desk. What makes us write to somebody who did not ask belongs here, with what
keeps that bearable: quiet hours, so many times a week, and never to those who want none of it.
"""
