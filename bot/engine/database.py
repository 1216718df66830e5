"""The only door to the data: `do` changes, `read` looks, on either database with the same bodies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection

from bot.engine.address import read_address
from bot.engine.faults import LATELY, DatabaseAway, DatabaseBusy, UnusableAddress
from bot.engine.postgresql import PostgresDatabase
from bot.engine.sqlite import SqliteDatabase

__all__ = ["Database", "DatabaseAway", "DatabaseBusy", "UnusableAddress", "open_database"]

P = ParamSpec("P")
T = TypeVar("T")


class Database(Protocol):
    """A body is a plain function of a `Connection`. It must not commit, roll back, or change anything
    but the database: it is run again from the start after a deadlock on PostgreSQL, and on SQLite where a body
    that was to share its commit failed. It runs on the loop's thread, so the loop waits for it."""

    @property
    def dialect(self) -> str:
        """ "sqlite" or "postgresql"."""
        ...

    async def do(self, body: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run the body in one transaction and return its value once that is committed.

        What the body raises undoes the body alone and comes out here. A cancelled caller leaves the body
        done whole or not at all. Raises DatabaseAway when nothing could be written.
        """
        ...

    def lately_away(self, seconds: float = LATELY) -> bool:
        """Whether within that time nothing could be written, although it may be read."""
        ...

    async def read(self, body: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a body that only looks, on one snapshot on SQLite, without waiting for any writer.

        Raises DatabaseAway, or the driver's error when the body tries to write.
        """
        ...

    async def glance(self, body: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `read`, for a few rows by key: on SQLite a thread for it would cost more than the look."""
        ...

    async def close(self) -> None:
        """Finish what was asked for before, then let go. Closing twice is closing once."""
        ...


async def open_database(address: str, *, durable: bool = True, alone: bool = False) -> Database:
    """Open the database without touching its tables.

    `durable=False` trades the last commits before a power cut for speed. `alone=True` claims a SQLite file
    for this process (DatabaseBusy if another has it); on PostgreSQL any number may run, so it says nothing.
    Raises UnusableAddress, and when `alone` DatabaseBusy, or DatabaseAway if the lock cannot be written.
    Whether a server answers is seen at the first use.
    """
    url = read_address(address)
    if url.get_backend_name() == "sqlite":
        return SqliteDatabase(url, durable=durable, alone=alone)
    return PostgresDatabase(url, durable=durable)
