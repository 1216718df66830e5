"""Opening a database, or saying in a sentence why it cannot be."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

CURE = "see that the database runs and that this address is right"


class Unreachable(Exception):
    """The database cannot be opened; `why` is what its driver said."""

    def __init__(self, url: URL, error: Exception) -> None:
        self.why = str(getattr(error, "orig", None) or error)
        super().__init__(f"database.url: {_shown(url)} cannot be opened: {self.why}; {CURE}")


@contextmanager
def opened(engine: Engine) -> Iterator[Connection]:
    """Raises Unreachable."""
    try:
        connection = engine.connect()
    except DBAPIError as error:
        raise Unreachable(engine.url, error) from error
    with connection:
        yield connection


@asynccontextmanager
async def opened_elsewhere(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """On a server. Raises Unreachable."""
    try:
        connection = await engine.connect()
    except (OSError, DBAPIError) as error:
        raise Unreachable(engine.url, error) from error
    try:
        yield connection
    finally:
        await connection.close()


def _shown(url: URL) -> str:
    """As people write it, without what may be a secret."""
    kind = url.drivername.partition("+")[0]
    return url.set(drivername=kind, password=None, query={}).render_as_string()
