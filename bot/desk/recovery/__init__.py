"""Customers who were let down: a task for each, for somebody who did not handle the ticket, until it has an outcome.

May import the engine and the rest of the desk. Never here: how a task looks, or who of the supervisors reads what.
"""
