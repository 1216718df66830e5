"""The time that leases and paces go by: it passes evenly, whatever is done to the clock of the machine meanwhile.

A clock that was set back by an hour would keep every lane waiting for an hour, and one that was set forward would end
the lease of whoever is just sending.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import BigInteger, Connection, cast, func, select

NS_PER_MS = 1_000_000

SHARED_NOW = select(cast(func.extract("epoch", func.clock_timestamp()) * 1000, BigInteger))


class SteadyClock:
    """Milliseconds since the epoch: it starts with a moment that it is given and goes on by itself."""

    def __init__(self, now: int, steady_ns: Callable[[], int] = time.monotonic_ns) -> None:
        self._steady_ns = steady_ns
        self._ahead_ms = now - steady_ns() // NS_PER_MS

    def __call__(self) -> int:
        return self._steady_ns() // NS_PER_MS + self._ahead_ms

    def follow(self, now: int) -> int:
        """It is that moment; gives how far that is from what we took it for."""
        moved = now - self()
        self._ahead_ms += moved
        return moved


def shared_now(connection: Connection) -> int | None:
    """The moment by the clock that all replicas can see, the server's; None on SQLite, where there is one process."""
    if connection.dialect.name == "sqlite":
        return None
    return connection.execute(SHARED_NOW).scalar_one()
