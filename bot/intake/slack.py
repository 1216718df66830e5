"""What Slack has for us, over sockets or signed requests: acknowledged when it is written down, and not before.

Events of one channel are handled one after another. Nothing is acknowledged while the database is away: Slack sends an
event again, and shows whoever pressed something that it did not work.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any, NamedTuple
from weakref import WeakValueDictionary

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.tickets.threads import NotThereYet
from bot.door import Arrival, Door
from bot.engine.faults import DatabaseAway
from bot.intake.slack_payloads import Asker, Json, acted_at, asker, by_ourselves, key
from bot.intake.slack_replies import Reply
from bot.intake.slack_requests import carried, is_signed
from bot.intake.storable import storable
from bot.intake.taking import park, take

SOCKETS = 2
"""Slack refreshes a connection every few hours: the other one carries on meanwhile."""
PING = 3
"""Seconds between two looks at a connection: one that is lost is opened again within that time."""

PATIENCE = (0.05, 0.2, 0.5, 1.0)
"""Seconds between looks; all of it within the three that Slack waits for an acknowledgement."""

COME_BACK = "5"
"""Seconds after which Slack may try again."""

Handler = Callable[[Json], Awaitable[Json | None]]
Tell = Callable[[Json, str], Awaitable[Json | None]]
Listener = Callable[..., Awaitable[None]]


class Ourselves(NamedTuple):
    """Ids that Slack gave the app, as `auth.test` says them, and the bot's token."""

    team: str
    user: str
    bot: str
    token: str


class SlackIntake:
    """`app` takes listeners that `taken` makes. `calls` opens the sockets; without an app token there are none."""

    def __init__(
        self,
        door: Door,
        ourselves: Ourselves,
        calls: AsyncWebClient,
        app_token: str | None = None,
        signing_secret: str | None = None,
    ) -> None:
        self.app = _app(ourselves, calls)
        self._door = door
        self._signatures = SignatureVerifier(signing_secret) if signing_secret else None
        self._source = f"slack:{ourselves.team}"
        self._ourselves = ourselves
        self._calls = calls
        self._app_token = app_token
        self._sockets: list[AsyncSocketModeHandler] = []
        self._connecting: list[asyncio.Task[None]] = []
        self._going: set[asyncio.Task[Json]] = set()
        self._orders: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def start(self) -> None:
        """Begin to connect. Where Slack is away this goes on trying, and `connected` says so."""
        for _ in range(SOCKETS if self._app_token else 0):
            socket = AsyncSocketModeHandler(self.app, self._app_token, web_client=self._calls, ping_interval=PING)
            socket.client.proxy = self._calls.proxy
            socket.client.socket_mode_request_listeners = [self._from_socket]
            self._sockets.append(socket)
            self._connecting.append(asyncio.create_task(socket.connect_async()))  # type: ignore[no-untyped-call]

    async def stop(self) -> None:
        """Take nothing more, and let what was taken be finished."""
        for task in self._connecting:
            task.cancel()
        await asyncio.gather(*self._connecting, return_exceptions=True)
        for socket in self._sockets:
            await socket.close_async()  # type: ignore[no-untyped-call]
        self._sockets, self._connecting = [], []
        if self._going:
            await asyncio.wait(self._going)

    async def connected(self) -> bool:
        """Whether anything can reach us now, as far as we know: over http, only Slack knows."""
        return not self._app_token or any([await socket.client.is_connected() for socket in self._sockets])

    def _begin(self, work: Coroutine[Any, Any, Json]) -> asyncio.Task[Json]:
        task = asyncio.create_task(work)
        self._going.add(task)
        task.add_done_callback(self._going.discard)
        return task

    async def http(self, request: web.Request) -> web.StreamResponse:
        """Slack's request to our address, its signature checked. Without a secret anybody could have sent it."""
        if self._signatures is None:
            raise web.HTTPNotFound
        given = await request.read()
        if not is_signed(self._signatures, given, request.headers):
            return web.Response(status=401)
        body = carried(given)
        if body is None:
            return web.Response(status=400)
        return await to_aiohttp_response(await self.heard(body))

    async def _from_socket(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        await send_async_response(client, request, await self.heard(request.payload), time.time())

    async def heard(self, body: Json) -> BoltResponse:
        """What Slack sent, handled by whoever listens for it. Whoever sent it is known already.

        What the framework can make nothing of is parked: sent again, it would be no clearer. What we did ourselves is
        most of what Slack tells us; the framework would pass it over too, but only after all it does for any event.
        """
        if by_ourselves(body, self._ourselves.user, self._ourselves.bot):
            return BoltResponse(status=200, body="")
        body, payload = storable(body)
        try:
            request = AsyncBoltRequest(mode="socket_mode", body=body, context={"as_text": payload})
            return await self.app.async_dispatch(request)
        except (DatabaseAway, NotThereYet):
            return _come_back()
        except Exception as fault:
            return await self._set_aside(body, payload, fault)

    async def _set_aside(self, body: Json, payload: str, fault: Exception) -> BoltResponse:
        try:
            await park(self._door, self._arrival(body, payload), fault, Reply(asker(body)).apologise)
        except DatabaseAway:
            return _come_back()
        return BoltResponse(status=200, body="")

    async def replay(self, payload: str, reference: str) -> str:
        """A parked payload once more; gives what came of it."""
        body = json.loads(payload)
        context = {"as_text": payload, "replays": reference}
        try:
            request = AsyncBoltRequest(mode="socket_mode", body=body, context=context)
            await self.app.async_dispatch(request)
        except (DatabaseAway, NotThereYet):
            raise
        except Exception as fault:
            return await park(self._door, self._arrival(body, payload, reference), fault, Reply(Asker()).apologise)
        return str(request.context.get("outcome", "unheard"))

    def taken(self, handle: Handler, tell: Tell | None = None) -> Listener:
        """A listener that takes the payload once. What `handle` gives goes back with the acknowledgement.

        Where there is no channel to say a sentence in, `tell` shows it, or gives what goes back instead.
        """

        async def listener(body: Json, ack: AsyncAck, context: AsyncBoltContext) -> None:
            await ack(**await asyncio.shield(self._begin(self._take(body, handle, tell, context))))

        return listener

    async def _take(self, body: Json, handle: Handler, tell: Tell | None, context: AsyncBoltContext) -> Json:
        """What goes back with the acknowledgement. Raises `DatabaseAway`, and `NotThereYet` after some patience."""
        arrival = self._arrival(body, context["as_text"], context.get("replays"))
        reply = Reply(asker(body))

        async def handled() -> None:
            reply.given = await handle(body) or {}

        async with self._in_order(body):
            context["outcome"] = await self._patiently(
                lambda: take(self._door, arrival, handled(), reply.refuse, reply.apologise)
            )
        if reply.unsaid and tell:
            return await tell(body, reply.unsaid) or {}
        return reply.given

    def _arrival(self, body: Json, payload: str, replays: str | None = None) -> Arrival:
        return Arrival(self._source, key(body, payload), payload, acted_at(body), replays)

    async def _patiently(self, taken: Callable[[], Awaitable[str]]) -> str:
        """What Slack shows before we know of it ourselves is there in a moment; else Slack is to send it again."""
        for pause in PATIENCE:
            try:
                return await taken()
            except NotThereYet:
                await asyncio.sleep(pause)
        return await taken()

    def _in_order(self, body: Json) -> AbstractAsyncContextManager[object]:
        """Events of one channel one after another: an edit never overtakes what it edits."""
        channel = asker(body).channel if "event" in body else None
        return self._orders.setdefault(channel, asyncio.Lock()) if channel else nullcontext()


def _come_back() -> BoltResponse:
    return BoltResponse(status=503, headers={"Retry-After": COME_BACK})


def _app(ourselves: Ourselves, calls: AsyncWebClient) -> AsyncApp:
    """Given a client with a token, Bolt would ask Slack who we are before every payload, and lose those it cannot ask
    about; given none, it asks our `authorize`, which knows."""
    known = AuthorizeResult(
        enterprise_id=None,
        team_id=ourselves.team,
        bot_user_id=ourselves.user,
        bot_id=ourselves.bot,
        bot_token=ourselves.token,
    )

    async def authorize() -> AuthorizeResult:
        return known

    app = AsyncApp(
        name="relaydesk",
        client=AsyncWebClient(base_url=calls.base_url),
        authorize=authorize,
        signing_secret="",
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        request_verification_enabled=False,  # `http` has done it: the framework fails on what is no signature at all
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    app.error(_raised)
    return app


async def _raised(error: Exception) -> None:
    """The framework would keep it to itself, and write what somebody typed into the log."""
    raise error
