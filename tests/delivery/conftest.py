"""The customer's side of a desk, which many of these tests try; those of Slack's side make their own."""

from collections.abc import AsyncIterator

import pytest

from bot.engine.database import Database
from bot.sandbox.faults import Faults
from bot.sandbox.telegram.people import Person
from tests.telegram_desk import TelegramDesk, telegram_desk


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
async def desk(database: Database, faults: Faults) -> AsyncIterator[TelegramDesk]:
    async with telegram_desk(database, faults=faults) as desk:
        yield desk


@pytest.fixture
async def ada(desk: TelegramDesk) -> Person:
    ada = desk.server.person("Ada")
    await ada.says("/start")
    return ada
