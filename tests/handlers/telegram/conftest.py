"""A desk that hears what the people of a local Telegram do."""

from collections.abc import AsyncIterator

import pytest

from bot.engine.database import Database
from bot.sandbox.telegram.people import Person
from tests.telegram_desk import TelegramDesk, polling, telegram_desk


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[TelegramDesk]:
    async with telegram_desk(database) as desk, polling(desk):
        yield desk


@pytest.fixture
def ada(desk: TelegramDesk) -> Person:
    return desk.server.person("Ada", username="ada_l")
