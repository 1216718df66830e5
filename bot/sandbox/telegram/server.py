"""The server: HTTP in front of the world, faults in between, and a record of what was asked."""

import copy
import inspect
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from aiohttp import web

from bot.sandbox.changes import PATIENCE, Changes
from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.telegram import refusals
from bot.sandbox.telegram.checks import Json, Params, Upload
from bot.sandbox.telegram.methods.table import METHODS, SPELLED
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.phones import pictured
from bot.sandbox.telegram.refusals import Refusal
from bot.sandbox.telegram.updates import Updates
from bot.sandbox.telegram.webhook import Webhook
from bot.sandbox.telegram.world import Chat, World

BOT_ID = 4200000042
FIRST_PERSON = 5_000_001
LARGEST_BODY = 60 << 20  # bytes


@dataclass(frozen=True)
class Call:
    """A call that was done. `params` as sent; `at` is time.monotonic(), `moment` the sandbox's clock."""

    method: str
    params: Mapping[str, Any]
    result: Any
    at: float
    moment: datetime


@dataclass(frozen=True)
class Rejected:
    """A call that was refused."""

    method: str
    params: Mapping[str, Any]
    code: int
    description: str


class TelegramServer:
    """A Telegram of one bot.

    `refused` holds the invalid requests: whoever never sends one finds it empty. `declined` holds those that
    were in order and met the world as it is: a bot that was blocked (403), a second poller (409), a topic that was
    deleted, a token that was revoked. What `faults` did is in neither.
    """

    def __init__(
        self,
        clock: Clock,
        faults: Faults,
        *,
        token: str = f"{BOT_ID}:sandbox-token-of-thirty-five-letter",
        host: str = "127.0.0.1",
        port: int = 0,
        topics: bool = False,
        webhook_pause: float = 2.0,
    ) -> None:
        self.token = token
        self.clock = clock
        self.faults = faults
        self.changes = Changes()
        self.calls: list[Call] = []
        self.refused: list[Rejected] = []
        self.declined: list[Rejected] = []
        self.people: list[Person] = []
        self.revoked = False
        self._host, self._port = host, port
        self._updates = Updates(faults)
        self._webhook = Webhook(clock, self._updates, faults, webhook_pause)
        self._world = World(clock, self.changes, self._updates, self._webhook, _bot(token, topics))
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"http://{self._host}:{self._port}"

    async def start(self) -> None:
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_route("*", "/bot{token}/{method}", self._called)
        app.router.add_get("/file/bot{token}/{path:.+}", self._fetched)
        # A call whose caller has died ends with it: a killed bot's poll must not look like a bot that listens.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        await self._webhook.stop()
        self._updates.end_polls("")
        if self._runner:
            await self._runner.cleanup()

    def person(self, name: str, language: str | None = "en", username: str | None = None) -> Person:
        """Someone with a phone, who has not written to the bot yet. `language` is IETF, None if not told."""
        user: Json = {"id": FIRST_PERSON + len(self.people), "is_bot": False, "first_name": name}
        user |= {"username": username} if username else {}
        user |= {"language_code": language} if language else {}
        chat = Chat(user)
        self._world.chats[chat.id] = chat
        self.people.append(Person(self._world, chat))
        self.changes.happened()
        return self.people[-1]

    def threaded(self, on: bool) -> None:
        """The bot's owner switches Threaded Mode on or off. No update tells of it."""
        self._world.had_topics = self._world.topics
        self._world.bot["has_topics_enabled"] = on
        self.changes.happened()

    def inject(self, raw: Json) -> int:
        """Queue an update of any shape; it gets an `update_id` if it has none. Answers with the id."""
        return self._updates.put(raw)

    def pending(self) -> int:
        """How many updates were not confirmed yet."""
        return len(self._updates.queued)

    async def quiet(self, timeout: float = PATIENCE) -> None:  # noqa: ASYNC109 - the story says how long it would wait
        """Wait until every update queued so far was confirmed; TimeoutError after `timeout` seconds."""
        await self._updates.quiet(timeout)

    async def listened_to(self, timeout: float = PATIENCE) -> None:  # noqa: ASYNC109 - as in quiet
        """Wait until the bot is there: a long poll waits or a webhook is set; TimeoutError if it is not."""
        await self._updates.listened_to(timeout)

    def called(self, method: str) -> list[Call]:
        """The calls of one method that were done, oldest first."""
        return [call for call in self.calls if call.method == method]

    def snapshot(self) -> Json:
        """All people and their phones, as JSON knows it."""
        people = [pictured(self._world, chat) for chat in self._world.chats.values()]
        now = self.clock.now().isoformat()
        return copy.deepcopy({"version": self.changes.version, "now": now, "bot": self._world.bot, "people": people})

    def too_many(self, retry_after: int) -> web.StreamResponse:
        return _answer(refusals.too_many(retry_after))

    def broken(self, status: int) -> web.StreamResponse:
        return _answer(Refusal(status, "Internal Server Error" if status == 500 else "Bad Gateway"))

    def revokes_token(self) -> None:
        """As @BotFather does: every call is refused, also the poll that waits now, until `restores_token`."""
        self.revoked = True
        self._updates.end_polls("")

    def restores_token(self) -> None:
        self.revoked = False

    async def _called(self, request: web.Request) -> web.StreamResponse:
        method = SPELLED.get(request.match_info["method"].lower(), "")
        try:
            params = await _params(request)
            if request.match_info["token"] != self.token or self.revoked:
                raise Refusal(401, "Unauthorized")
            if not method:
                raise Refusal(404, "Not Found: method not found")
        except Refusal as refusal:
            return self._no(method or request.match_info["method"], Params({}, {}), refusal)
        return await self.faults.applied(self, request, method, partial(self._done, method, params))

    async def _done(self, method: str, params: Params) -> web.StreamResponse:
        try:
            result = METHODS[method](self._world, params)
            if inspect.isawaitable(result):
                result = await result
        except Refusal as refusal:
            return self._no(method, params, refusal)
        answer = web.json_response({"ok": True, "result": result})
        moment = self.clock.now()
        self.calls.append(Call(method, params.given, copy.deepcopy(result), time.monotonic(), moment))
        return answer

    def _no(self, method: str, params: Params, refusal: Refusal) -> web.StreamResponse:
        kept = self.declined if refusal.in_order or self.revoked else self.refused
        kept.append(Rejected(method, params.given, refusal.code, refusal.description))
        return _answer(refusal)

    async def _fetched(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        file = next((file for file in self._world.files.values() if file.path == path), None)
        if request.match_info["token"] != self.token or file is None:
            return _answer(Refusal(404, "Not Found"))
        return web.Response(body=file.content, content_type="application/octet-stream")


def _answer(refusal: Refusal) -> web.StreamResponse:
    return web.json_response(refusal.body(), status=refusal.code)


def _bot(token: str, topics: bool) -> Json:
    return {
        "id": int(token.partition(":")[0]),
        "is_bot": True,
        "first_name": "Relaydesk",
        "username": "relaydesk_sandbox_bot",
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": topics,
        "allows_users_to_create_topics": False,
    }


async def _params(request: web.Request) -> Params:
    """From the address, then from a JSON, form or multipart body; what comes as a file is an upload."""
    given: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        given |= await _object(request)
    else:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                uploads[name] = Upload(value.filename, value.content_type, value.file.read())
            else:
                given[name] = value
    return Params(given, uploads)


async def _object(request: web.Request) -> Json:
    try:
        body = await request.json()
    except ValueError:
        raise refusals.bad("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise refusals.bad("object expected")
    return body
