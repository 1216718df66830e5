"""The desk of these tests asks whether its customers would recommend it."""

import pytest

from bot.engine.database import Database
from tests.desk.relationship.world import practice
from tests.desk.world import World


@pytest.fixture
async def desk(database: Database) -> World:
    return await World(database, practice()).opens()
