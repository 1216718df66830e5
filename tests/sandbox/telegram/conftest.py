"""A server on a clock that stands still, the library the product uses, and plain HTTP."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.telegram.server import TelegramServer
from tests.sandbox.telegram.calls import Calls

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock(fixed=NOON)


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
async def server(clock: Clock, faults: Faults) -> AsyncIterator[TelegramServer]:
    server = TelegramServer(clock, faults, webhook_pause=0.01)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def api(server: TelegramServer) -> AsyncIterator[Calls]:
    async with Calls(server.url, server.token) as calls:
        yield calls


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with library_bot(server) as bot:
        yield bot


def library_bot(server: TelegramServer) -> Bot:
    """python-telegram-bot pointed at the server, deaf to the proxies of the machine."""

    def transport() -> HTTPXRequest:
        return HTTPXRequest(httpx_kwargs={"trust_env": False, "verify": False})

    return Bot(
        server.token,
        base_url=f"{server.url}/bot",
        base_file_url=f"{server.url}/file/bot",
        request=transport(),
        get_updates_request=transport(),
    )
