"""Customers, agents and who may act. May import the desk's own modules; never a platform's."""
