import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import Bot
from telegram.error import BadRequest

from bot.sandbox.changes import Changes
from bot.sandbox.faults import DELIVERY, Faults
from bot.sandbox.telegram.server import TelegramServer
from bot.sandbox.telegram.webhook import SECRET_HEADER
from tests.sandbox.telegram.calls import Json


class Hook:
    """The bot's end of a webhook: takes what comes, or says what it was told to say first."""

    def __init__(self) -> None:
        self.url = ""
        self.taken: list[str] = []
        self.secrets: set[str] = set()
        self.statuses: list[int] = []  # said to the next posts, before 200
        self.gate = asyncio.Event()  # a text that starts with "wait" waits for it
        self.moved = Changes()

    async def posted(self, request: web.Request) -> web.Response:
        update: Json = await request.json()
        text = str(update["message"]["text"]) if "message" in update else next(iter(set(update) - {"update_id"}))
        self.secrets.add(request.headers.get(SECRET_HEADER, ""))
        if self.statuses:
            self.moved.happened()
            return web.Response(status=self.statuses.pop(0))
        if text.startswith("wait"):
            await self.gate.wait()
        self.taken.append(text)
        self.moved.happened()
        return web.Response()

    async def has(self, *texts: str) -> None:
        async with asyncio.timeout(30):
            await self.moved.until(lambda: self.taken == list(texts))


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.posted)
    server = TestServer(app)
    await server.start_server()
    hook.url = str(server.make_url("/hook"))
    yield hook
    hook.gate.set()
    await server.close()


async def test_updates_are_posted_with_the_secret_and_2xx_confirms(
    server: TelegramServer, bot: Bot, hook: Hook
) -> None:
    ada = server.person("Ada")
    await ada.says("before")
    await bot.set_webhook(hook.url, secret_token="s3cret_-")
    await ada.says("after")
    await hook.has("before", "after")
    await server.quiet(5)
    assert server.pending() == 0
    assert hook.secrets == {"s3cret_-"}
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == (hook.url, 0, 40)


async def test_an_update_not_taken_comes_again_before_the_next_of_its_chat(
    server: TelegramServer, bot: Bot, hook: Hook
) -> None:
    hook.statuses = [500, 503, 400]
    ada = server.person("Ada")
    await ada.says("one")
    await ada.says("two")
    await bot.set_webhook(hook.url)
    await hook.has("one", "two")
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 400 Bad Request"


async def test_a_slow_chat_holds_up_itself_only(server: TelegramServer, bot: Bot, hook: Hook) -> None:
    ada, ben = server.person("Ada"), server.person("Ben")
    await bot.set_webhook(hook.url)
    await ada.says("wait")
    await ada.says("then")
    await ben.says("meanwhile")
    await hook.has("meanwhile")
    hook.gate.set()
    await hook.has("meanwhile", "wait", "then")


async def test_one_connection_posts_one_update_at_a_time(server: TelegramServer, bot: Bot, hook: Hook) -> None:
    ada, ben = server.person("Ada"), server.person("Ben")
    await ada.says("wait")
    await ben.says("next")
    await bot.set_webhook(hook.url, max_connections=1)
    hook.gate.set()
    await hook.has("wait", "next")


async def test_deliveries_can_come_twice_and_out_of_order_between_chats(
    server: TelegramServer, bot: Bot, hook: Hook, faults: Faults
) -> None:
    ada, ben = server.person("Ada"), server.person("Ben")
    await ada.says("a1")
    await ben.says("b1")
    faults.next(DELIVERY, "reorder")
    await bot.set_webhook(hook.url)
    await hook.has("b1", "a1")
    faults.next(DELIVERY, "duplicate")
    await ada.says("a2")
    await hook.has("b1", "a1", "a2", "a2")


async def test_a_removed_webhook_leaves_what_waits_to_the_poll_or_drops_it(
    server: TelegramServer, bot: Bot, hook: Hook
) -> None:
    await bot.set_webhook(hook.url)
    await bot.delete_webhook()
    await server.person("Ada").says("one")
    assert [update.message.text for update in await bot.get_updates() if update.message] == ["one"]
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()
    assert hook.taken == []


@pytest.mark.parametrize(
    ("url", "params", "complaint"),
    [
        ("http://x.test/hook", {}, "(?i)an https url must be provided"),
        ("https://x.test/hook", {"secret_token": "no spaces"}, "(?i)secret token contains"),
        ("https://x.test/hook", {"max_connections": 101}, "(?i)max_connections"),
    ],
)
async def test_a_bad_webhook_is_refused(bot: Bot, url: str, params: dict[str, str], complaint: str) -> None:
    with pytest.raises(BadRequest, match=complaint):
        await bot.set_webhook(url, **params)  # type: ignore[arg-type]
