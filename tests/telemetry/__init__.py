"""Figures and traces."""
