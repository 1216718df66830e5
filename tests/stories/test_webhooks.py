"""The same desk where the platforms call it: Telegram's webhook and Slack's requests over HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import unused_port

from tests.stories.world import World
from tests.stories.world import world as begun

SECRET = "a-secret-of-at-least-16"


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    port = unused_port()
    settings: dict[str, Any] = {
        "http": {"port": port},
        "telegram": {
            "mode": "webhook",
            "webhook_url": f"http://127.0.0.1:{port}/telegram",
            "webhook_secret": SECRET,
        },
        "slack": {"mode": "http"},
    }
    async with begun(database_url, **settings) as here:
        yield here
        here.sound()


async def test_the_main_job_is_the_same(world: World) -> None:
    ada, ben = world.customer("Ada"), world.agent("Ben")
    await ada.says("My invoice is wrong")
    card = await world.card()
    await ben.clicks("Claim", card)
    await world.settles()
    await ben.says("support", "Which one?", card.ts)
    await world.passes()
    await ada.sees("Which one?")
    await ben.clicks("More…", card)
    await ben.sees_modal("Hand over")


async def test_strangers_are_told_nothing(world: World) -> None:
    address = f"http://127.0.0.1:{world.product.port}"
    update = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}}
    async with aiohttp.ClientSession() as session:
        for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "a-secret-of-at-least-17"}):
            async with session.post(f"{address}/telegram", json=update, headers=headers) as answer:
                assert answer.status == 401
        known = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        for body in (b"{", b"[]", b'{"update_id": "x"}'):
            async with session.post(f"{address}/telegram", data=body, headers=known) as answer:
                assert answer.status == 400
        signed = {"X-Slack-Signature": "v0=00", "X-Slack-Request-Timestamp": "1"}
        async with session.post(f"{address}/slack", json={"type": "event_callback"}, headers=signed) as answer:
            assert answer.status == 401
        async with session.get(f"{address}/healthz") as answer:
            assert (await answer.json())["well"]
