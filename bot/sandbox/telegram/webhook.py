"""The other way to the bot: each update posted to its address, per queue one at a time, until it says 2xx."""

import asyncio
import contextlib
import re
from dataclasses import dataclass, field
from datetime import datetime

import aiohttp
from yarl import URL

from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.telegram.checks import Json, Params
from bot.sandbox.telegram.refusals import bad
from bot.sandbox.telegram.updates import Queued, Updates

SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}\Z")
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
LONGEST_PAUSE = 60.0  # seconds
HELD_BACK = 0.2  # seconds a reordered update waits for another queue to go first


@dataclass(frozen=True)
class Address:
    url: str
    secret: str
    connections: int


@dataclass
class Failure:
    at: datetime
    message: str


@dataclass
class Webhook:
    """`pause` is the wait in seconds before a second retry; the first is at once, each later one doubles it."""

    clock: Clock
    updates: Updates
    faults: Faults
    pause: float = 2.0
    address: Address | None = None
    failure: Failure | None = None
    _busy: set[str] = field(default_factory=set)
    _task: asyncio.Task[None] | None = None

    def set(self, params: Params) -> None:
        """Set, change or (with an empty url) remove the address."""
        url = params.text("url")
        address = _address(params, url) if url else None
        if params.flag("drop_pending_updates"):
            self.updates.clear()
        if "allowed_updates" in params.given:
            self.updates.allowed = [str(kind) for kind in params.array("allowed_updates")]
        self._leave()
        self.address, self.failure, self.updates.webhook_url = address, None, url
        self._busy = set()
        if address:
            self.updates.end_polls("terminated by setWebhook request")
            self._task = asyncio.create_task(self._run(address))

    async def stop(self) -> None:
        """End the deliveries, and wait until they have ended."""
        task = self._leave()
        if task:
            await asyncio.gather(task, return_exceptions=True)

    def _leave(self) -> asyncio.Task[None] | None:
        task, self._task = self._task, None
        if task:
            task.cancel()
        return task

    def info(self) -> Json:
        info: Json = {
            "url": self.address.url if self.address else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates.queued),
        }
        if self.updates.allowed:
            info["allowed_updates"] = self.updates.allowed
        if self.address:
            info["max_connections"] = self.address.connections
        if self.failure:
            info["last_error_date"] = int(self.failure.at.timestamp())
            info["last_error_message"] = self.failure.message
        return info

    async def _run(self, address: Address) -> None:
        timeout = aiohttp.ClientTimeout(total=60)
        async with aiohttp.ClientSession(timeout=timeout) as session, asyncio.TaskGroup() as deliveries:
            while True:
                queued = await self.updates.moved.until(lambda: self._next(address.connections))
                self._busy.add(queued.queue)
                deliveries.create_task(self._deliver(session, address, queued))

    def _next(self, connections: int) -> Queued | None:
        if len(self._busy) >= connections:
            return None
        return next((queued for queued in self.updates.queued if queued.queue not in self._busy), None)

    async def _deliver(self, session: aiohttp.ClientSession, address: Address, queued: Queued) -> None:
        fault = self.faults.on_delivery()
        if fault and fault.kind == "reorder":
            await self._let_another_pass()
        pause = 0.0
        while (asked := await self._posted(session, address, queued)) is not None:
            await asyncio.sleep(max(pause, asked))
            pause = min(pause * 2 or self.pause, LONGEST_PAUSE)
        if fault and fault.kind == "duplicate":
            await self._posted(session, address, queued)
        self._busy.discard(queued.queue)
        self.updates.drop(queued.id)

    async def _let_another_pass(self) -> None:
        delivered = self.updates.delivered
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(HELD_BACK):
                await self.updates.moved.until(lambda: self.updates.delivered > delivered)

    async def _posted(self, session: aiohttp.ClientSession, address: Address, queued: Queued) -> float | None:
        """None when the bot took it, else the seconds it asked to be left alone."""
        headers = {SECRET_HEADER: address.secret} if address.secret else {}
        try:
            async with session.post(address.url, json=queued.raw, headers=headers) as answer:
                if answer.ok:
                    return None
                self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                asked = answer.headers.get("Retry-After", "")
                return min(float(asked), 3600.0) if asked.isdigit() else 0.0
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._failed(str(error) or type(error).__name__)
            return 0.0

    def _failed(self, message: str) -> None:
        self.failure = Failure(self.clock.now(), message)


def _address(params: Params, url: str) -> Address:
    """Plain http is taken for loopback only; the real server wants https everywhere."""
    try:
        parsed = URL(url)
    except ValueError:
        raise bad("bad webhook: invalid URL") from None
    if parsed.scheme != "https" and parsed.host not in {"127.0.0.1", "localhost", "::1"}:
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if not SECRET.match(params.text("secret_token")):
        raise bad("secret token contains unallowed characters")
    connections = params.integer("max_connections", 40)
    if not 1 <= connections <= 100:
        raise bad("max_connections must be between 1 and 100")
    return Address(url, params.text("secret_token"), connections)
