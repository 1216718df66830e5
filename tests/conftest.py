"""Fixtures every room's tests may ask for."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

from bot.engine.database import Database, open_database
from tests.databases import Fresh, postgresql_copies, postgresql_server, sqlite_copies

# How long an example takes says how busy the machine is.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: to look through it again and again took a tenth of all time."""
    gc.collect()
    gc.freeze()


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: a desk waits for its platforms half of the time."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session", autouse=True)
def _compiled_for_all() -> Iterator[None]:
    """What is compiled for the database of one test serves those of all others: it was half of what a test does."""
    compiled: Any = LRUCache(5_000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Engine, "_compiled_cache", property(lambda _: compiled, lambda _, __: None), raising=False)
        patch.setattr(DefaultDialect, "__eq__", lambda mine, other: type(mine) is type(other))
        patch.setattr(DefaultDialect, "__hash__", lambda mine: hash(type(mine)))
        yield


@pytest.fixture(scope="session")
def fresh_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    return sqlite_copies(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def fresh_postgresql() -> Iterator[Fresh]:
    """In a place of its own: pytest shuts its own to other users whenever it starts, and the server is one."""
    with (
        tempfile.TemporaryDirectory(prefix="relaydesk-postgresql-", ignore_cleanup_errors=True) as place,
        postgresql_server(Path(place)) as server,
        postgresql_copies(server) as fresh,
    ):
        yield fresh


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a new database with the schema: the test runs once on each kind."""
    fresh: Fresh = request.getfixturevalue(f"fresh_{request.param}")
    with fresh.lent() as url:
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = await open_database(database_url, durable=False)  # nobody pulls the plug on a test
    yield opened
    await opened.close()
