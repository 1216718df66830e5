"""The desk that every story of this room starts with."""

import pytest

from bot.engine.database import Database
from tests.desk.world import World


@pytest.fixture
async def desk(database: Database) -> World:
    return await World(database).opens()
