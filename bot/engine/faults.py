"""What the machine room cannot do. The docstring of each is its message when nothing better is known."""

from math import inf
from time import monotonic

LATELY = 30.0
"""Seconds: whoever finds the database away tries again within that time."""


class DatabaseAway(Exception):
    """The database cannot be reached, or cannot write now: acknowledge nothing and try later."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason or str(self.__doc__))


class Trouble:
    """When a write last found the database away: it may be readable all the same, as with a full disk."""

    def __init__(self) -> None:
        self._last = -inf

    def noted(self) -> None:
        self._last = monotonic()

    def within(self, seconds: float) -> bool:
        return monotonic() - self._last < seconds


class DatabaseBusy(Exception):
    """Another process holds this SQLite file for itself."""


class UnusableAddress(ValueError):
    """A database address we cannot open."""
