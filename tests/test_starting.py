"""What can be in the way when the desk starts: each is said with its cure."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from typing import Any

import pytest
from aiohttp.test_utils import unused_port
from telegram import Bot

from bot.app.running import running
from bot.config import checked
from bot.delivery.reaching import NotReached
from bot.delivery.telegram_request import telegram_bot
from bot.desk.practice import UNPACED
from bot.intake.telegram_webhook import AnotherWebhook
from bot.manifest import manifest
from bot.sandbox.sandbox import Sandbox
from bot.trying_out import sandbox as open_sandbox
from bot.web.listening import PortTaken
from tests.databases import Fresh

OURS = "https://desk.example.com/telegram"
THEIRS = "https://other.example.com/hook"


@pytest.fixture
async def town() -> AsyncIterator[Sandbox]:
    here = Sandbox()
    await here.start()
    here.slack.install(manifest("Acme Support", "socket", None))
    yield here
    await here.stop()


@asynccontextmanager
async def client(town: Sandbox) -> AsyncIterator[Bot]:
    bot = telegram_bot(town.telegram.token, town.telegram.url)
    yield bot
    await bot.request.shutdown()


def _settings(town: Sandbox, database: str, **changed: dict[str, Any]) -> dict[str, Any]:
    written = town.settings() | {"database": {"url": database}}
    return written | {section: written.get(section, {}) | keys for section, keys in changed.items()}


async def starts(town: Sandbox, database: str, **changed: dict[str, Any]) -> None:
    async with running(checked(_settings(town, database, **changed)), town.clock.now, UNPACED):
        pass


@pytest.mark.parametrize(("section", "named"), [("slack", "Slack"), ("telegram", "Telegram")])
async def test_a_platform_that_cannot_be_reached_is_named_with_its_address(
    town: Sandbox, fresh_sqlite: Fresh, section: str, named: str
) -> None:
    address = f"http://127.0.0.1:{unused_port()}"
    with pytest.raises(NotReached) as told:
        await starts(town, fresh_sqlite(), **{section: {"api_url": address}})
    assert str(told.value).startswith(f"{named} cannot be reached at {address}")
    assert str(told.value).endswith("run `relaydesk check` to see what is wrong")


async def test_a_platform_that_refuses_is_quoted(town: Sandbox, fresh_sqlite: Fresh) -> None:
    with pytest.raises(NotReached, match=r"Slack at http.* refuses: invalid_auth; run `relaydesk check`"):
        await starts(town, fresh_sqlite(), slack={"bot_token": "xoxb-somebody-else"})


async def test_a_port_that_is_taken_is_named(town: Sandbox, fresh_sqlite: Fresh) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken) as told:
            await starts(town, fresh_sqlite(), http={"port": port})
        assert str(told.value) == (
            f"port {port} of 127.0.0.1 is taken: stop what listens there, or set http.port to another one"
        )


async def test_a_port_that_is_taken_is_named_for_the_sandbox_too() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=r"is taken: stop what listens there, or choose another one with --port"):
            await asyncio.wait_for(open_sandbox(port, None), 30)


async def test_the_desks_own_webhook_goes_when_it_polls(town: Sandbox, fresh_sqlite: Fresh) -> None:
    async with client(town) as bot:
        await bot.set_webhook(OURS)
        await starts(town, fresh_sqlite(), telegram={"webhook_url": OURS})
        assert (await bot.get_webhook_info()).url == ""


async def test_a_webhook_of_another_program_is_left_and_told(town: Sandbox, fresh_sqlite: Fresh) -> None:
    async with client(town) as bot:
        await bot.set_webhook(THEIRS)
        with pytest.raises(AnotherWebhook, match=f"Telegram calls {THEIRS} for this bot"):
            await starts(town, fresh_sqlite(), telegram={"webhook_url": OURS})
        assert (await bot.get_webhook_info()).url == THEIRS
