"""One transaction in which tables may be changed, on either database."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.engine.address import read_address
from migrations.opening import opened, opened_elsewhere

T = TypeVar("T")

MIGRATING = 0x72656C61  # the key of the lock: any number that is always the same
PATIENCE = "10s"
"""For a table that somebody holds: whoever waits for it makes everybody else wait behind it."""
LOCK_NOT_AVAILABLE = "55P03"
DEADLOCK = "40P01"
ATTEMPTS = 5
"""At a migration that met a transaction which holds what it wants and wants what it holds: nothing is left of it."""


class DanglingReference(Exception):
    """A migration left rows that point at rows that are gone."""


class Blocked(Exception):
    """Somebody holds a table that is to be changed, such as a backup or a long query: nothing was changed. Run
    `relaydesk migrate` again when it has ended."""

    def __init__(self) -> None:
        super().__init__(" ".join(str(self.__doc__).split()))


def inside(address: str, body: Callable[[Connection], T]) -> T:
    """Run the body in one transaction that no other migration shares, and commit it.

    Not to be called on a running event loop: give it a thread. Raises Unreachable, DanglingReference, Blocked.
    """
    url = read_address(address)
    return _in_sqlite(url, body) if url.get_backend_name() == "sqlite" else _in_postgresql(url, body)


def look(address: str, body: Callable[[Connection], T]) -> T:
    """Run a body that only reads, whoever else is at work there. Not to be called on a running event loop.

    Raises Unreachable.
    """
    url = read_address(address)
    if url.get_backend_name() == "sqlite":
        with opened(create_engine(url, poolclass=NullPool)) as connection:
            return body(connection)

    async def alone() -> T:
        async with opened_elsewhere(create_async_engine(url, poolclass=NullPool)) as connection:
            return await connection.run_sync(body)

    return asyncio.run(alone())


def _in_sqlite(url: URL, body: Callable[[Connection], T]) -> T:
    """With foreign keys off: SQLite changes a table by dropping it, which would delete what cascades."""
    engine = create_engine(url, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("busy_timeout=30000", "foreign_keys=OFF", "synchronous=FULL", "journal_mode=WAL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with opened(engine) as connection, connection.begin():
        result = body(connection)
        _refuse_dangling(connection)
    return result


def _refuse_dangling(connection: Connection) -> None:
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if rows:
        raise DanglingReference(f"{DanglingReference.__doc__} The first is in {rows[0][0]}.")


def _in_postgresql(url: URL, body: Callable[[Connection], T]) -> T:
    async def alone() -> T:
        engine = create_async_engine(url, poolclass=NullPool)
        async with opened_elsewhere(engine) as connection, connection.begin():
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
            await connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}'"))
            return await connection.run_sync(body)

    for left in reversed(range(ATTEMPTS)):
        try:
            return asyncio.run(alone())
        except DBAPIError as error:
            why = getattr(error.orig, "sqlstate", None)
            if why == LOCK_NOT_AVAILABLE or (why == DEADLOCK and not left):
                raise Blocked from error
            if why != DEADLOCK:
                raise
    raise AssertionError("the last attempt returns or raises")
