"""The world of a story, on each database."""

from collections.abc import AsyncIterator

import pytest

from tests.stories.world import World
from tests.stories.world import world as begun


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    async with begun(database_url) as here:
        yield here
        here.sound()
