"""Customers and the roster."""
