"""What the machine room cannot do. The docstring of each is its message when nothing better is known."""


class DatabaseAway(Exception):
    """The database cannot be reached, or cannot write now: acknowledge nothing and try later."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason or str(self.__doc__))


class DatabaseBusy(Exception):
    """Another process holds this SQLite file for itself."""


class UnusableAddress(ValueError):
    """A database address we cannot open."""
