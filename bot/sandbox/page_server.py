"""The page's own server: its files, the state pushed whenever something changes, and the acts of the person there.

Only a browser on this machine may use it: another site's page, or a name that merely resolves to loopback, is
refused by its Origin and Host.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from aiohttp import WSCloseCode, web

from bot.sandbox import phone_acts, slack_acts, trouble
from bot.sandbox.acting import Asked, CannotBeDone, Json, Platforms
from bot.sandbox.changes import Changes
from bot.sandbox.slack.interactions import Unanswered
from bot.sandbox.trouble import Mischief

FOLDER = Path(str(files("bot.sandbox").joinpath("page")))
DEBOUNCE = 0.03  # seconds in which many changes become one push
HEARTBEAT = 5.0  # seconds after which the state is pushed even if nothing changed
PICTURES = ("image/png", "image/jpeg", "image/gif")
LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})
NOBODY_ANSWERED = "Slack waited three seconds and no program answered. Is the desk running?"

Act = Callable[[Platforms, Asked], Awaitable[Json]]

ACTS: dict[str, Act] = {
    "phone.add": phone_acts.add,
    "phone.says": phone_acts.says,
    "phone.edits": phone_acts.edits,
    "phone.presses": phone_acts.presses,
    "phone.deletes_topic": phone_acts.deletes_topic,
    "phone.reacts": phone_acts.reacts,
    "phone.forwards": phone_acts.forwards,
    "phone.blocks": phone_acts.blocks,
    "phone.unblocks": phone_acts.unblocks,
    "slack.says": slack_acts.says,
    "slack.edits": slack_acts.edits,
    "slack.deletes": slack_acts.deletes,
    "slack.reacts": slack_acts.reacts,
    "slack.uses": slack_acts.uses,
    "slack.submits": slack_acts.submits,
    "slack.closes": slack_acts.closes,
    "slack.opens_home": slack_acts.opens_home,
    "slack.shortcut": slack_acts.shortcut,
    "clock.forward": trouble.forward,
}


class PageServer:
    def __init__(self, there: Platforms, name: str, host: str = "127.0.0.1", port: int = 0) -> None:
        self.there = there
        self.name = name
        self.host = host
        self.port = port
        self._mischief = Mischief(there)
        self._acts = ACTS | {"trouble.make": self._mischief.make, "trouble.end": self._mischief.end}
        self._changes = Changes()
        self._watchers: list[asyncio.Task[None]] = []
        self._sockets: set[web.WebSocketResponse] = set()
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}/"

    async def start(self) -> None:
        app = web.Application(middlewares=[_guarded(LOCAL | {self.host})])
        app.add_routes([web.get("/", self._index), web.get("/live", self._live), web.post("/act", self._act)])
        app.add_routes([web.get("/slack/files/{file}", self._file)])
        app.router.add_static("/page", FOLDER)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, self.host, self.port).start()
        self.port = self._runner.addresses[0][1]
        watched = (self.there.telegram.changes.beyond, self.there.slack.changes.beyond)
        self._watchers = [asyncio.create_task(self._watch(beyond)) for beyond in watched]

    async def stop(self) -> None:
        for watcher in self._watchers:
            watcher.cancel()
        await asyncio.gather(*self._watchers, return_exceptions=True)
        for socket in list(self._sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)
        if self._runner:
            await self._runner.cleanup()

    def picture(self) -> Json:
        """All there is to see on the page."""
        there = self.there
        app = there.slack.app
        return {
            "name": self.name,
            "clock": {"now": there.clock.now().isoformat(), "offset": there.clock.offset.total_seconds()},
            "telegram": there.telegram.snapshot(),
            "slack": there.slack.snapshot(),
            "app": {"commands": sorted(app.commands or ()), "shortcuts": sorted(app.shortcuts or ()), "home": app.home},
            "connected": len(there.slack.sockets.connections),
            "trouble": self._mischief.pictured(),
        }

    async def _watch(self, beyond: Callable[[int], Awaitable[int]]) -> None:
        version = 0
        while True:
            version = await beyond(version)
            self._changes.happened()

    async def _index(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(FOLDER / "index.html")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """A picture in Slack, for the page alone; of any other kind nothing is shown here."""
        file = self.there.slack.workspace.files.get(request.match_info["file"])
        if file is None or file.body["mimetype"] not in PICTURES:
            raise web.HTTPNotFound
        return web.Response(body=file.content, content_type=file.body["mimetype"])

    async def _live(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        self._sockets.add(socket)
        showing = asyncio.create_task(self._show(socket))
        try:
            async for _ in socket:
                pass
        finally:
            self._sockets.discard(socket)
            showing.cancel()
            await asyncio.gather(showing, return_exceptions=True)
        return socket

    async def _show(self, socket: web.WebSocketResponse) -> None:
        while True:
            version = self._changes.version
            await socket.send_json(self.picture())
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(HEARTBEAT):
                    await self._changes.beyond(version)
            await asyncio.sleep(DEBOUNCE)

    async def _act(self, request: web.Request) -> web.Response:
        try:
            asked = await _asked(request)
            act = self._acts.get(asked.text("act"))
            if act is None:
                raise CannotBeDone("The page asked for something this sandbox cannot do.")
            return web.json_response(await act(self.there, asked))
        except Unanswered:
            return _no(NOBODY_ANSWERED)
        except (CannotBeDone, AssertionError) as refusal:
            return _no(str(refusal))
        finally:
            self._changes.happened()


async def _asked(request: web.Request) -> Asked:
    try:
        given: Any = await request.json()
    except ValueError:
        raise CannotBeDone("An act is a JSON object.") from None
    if not isinstance(given, dict):
        raise CannotBeDone("An act is a JSON object.")
    return Asked(given)


def _no(sentence: str) -> web.Response:
    return web.json_response({"error": sentence[:1].upper() + sentence[1:]}, status=400)


def _guarded(hosts: frozenset[str]) -> Any:
    """Lets in only this page in a browser on this machine, and tells the browser to fetch nothing from elsewhere."""

    @web.middleware
    async def guard(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        reason = _stranger(request, hosts)
        if reason:
            return web.json_response({"error": reason}, status=403)
        request_answer = await handler(request)
        if not request_answer.prepared:
            request_answer.headers.update(_headers(request.host))
        return request_answer

    return guard


def _stranger(request: web.Request, hosts: frozenset[str]) -> str | None:
    if (request.url.host or "") not in hosts:
        return "This page answers only to the address it was started on."
    origin = request.headers.get("Origin")
    needs_origin = request.method != "GET" or request.path == "/live"
    if needs_origin and origin != f"{request.scheme}://{request.host}":
        return "Only the sandbox's own page may act here."
    return None


def _headers(host: str) -> dict[str, str]:
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        f"connect-src 'self' ws://{host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-cache",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
