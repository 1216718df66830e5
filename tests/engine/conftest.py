"""A database that stories share, because each leaves it as it was."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.engine.database import Database, open_database
from tests.databases import Fresh


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def shared_database_url(request: pytest.FixtureRequest) -> str:
    fresh: Fresh = request.getfixturevalue(f"fresh_{request.param}")
    return fresh()


@pytest.fixture
async def shared_database(shared_database_url: str) -> AsyncIterator[Database]:
    opened = await open_database(shared_database_url)
    yield opened
    await opened.close()
