"""The desk in Slack that every story here starts with."""

from collections.abc import AsyncIterator

import pytest

from bot.engine.database import Database
from tests.handlers.slack.bench import Bench


@pytest.fixture
async def bench(database: Database) -> AsyncIterator[Bench]:
    """On each kind of database; whatever the story does, Slack must have had nothing to correct."""
    async with Bench(database) as bench:
        yield bench
        bench.blameless()
