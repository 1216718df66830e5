"""The world of a story, on each database."""

from collections.abc import AsyncIterator

import pytest

from tests.stories.world import World
from tests.stories.world import world as begun

BOTH_WAYS = pytest.mark.parametrize("topics", [False, True], ids=["one-chat", "topics"])
"""For a story that is the same whether each ticket has a topic or not."""


@pytest.fixture
def topics() -> bool:
    return False


@pytest.fixture
async def world(database_url: str, topics: bool) -> AsyncIterator[World]:
    async with begun(database_url, topics=topics) as here:
        yield here
        here.sound()
