"""Socket Mode: WebSockets the app opened, and envelopes acknowledged on them."""

import asyncio
import json
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import uuid4

from aiohttp import WSMsgType, web

from bot.sandbox.changes import PATIENCE
from bot.sandbox.slack.envelopes import Envelope, NotAcked
from bot.sandbox.slack.refusals import Refused

Json = dict[str, Any]

MOST_CONNECTIONS = 10
GOODBYE = 1.0
"""Seconds the app has to answer the closing of a socket."""


@dataclass(eq=False)
class Connection:
    socket: web.WebSocketResponse
    number: int
    leaving: bool = False  # told to come back on a new one


class Sockets:
    """Every envelope goes to one of the open connections, each in turn."""

    def __init__(self, app_id: str) -> None:
        self.app_id = app_id
        self.connections: list[Connection] = []
        self.given: list[tuple[int, str]] = []  # (number of the connection, envelope id), for tests of fairness
        self._tickets: set[str] = set()
        self._waiting: dict[str, asyncio.Future[Json | None]] = {}
        self._opened = asyncio.Condition()
        self._numbers = count(1)
        self._turn = 0

    def ticket(self) -> str:
        """What makes an address of a socket good for one connection."""
        if len(self._usable()) >= MOST_CONNECTIONS:
            raise Refused("too_many_websockets")
        ticket = uuid4().hex
        self._tickets.add(ticket)
        return ticket

    async def handle(self, request: web.Request) -> web.StreamResponse:
        ticket = request.match_info["ticket"]
        if ticket not in self._tickets:
            return web.Response(status=404, text="this ticket was used or never given")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(timeout=GOODBYE, max_msg_size=0)
        await socket.prepare(request)
        connection = Connection(socket, next(self._numbers))
        await self._open(connection)
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    self._acked(json.loads(message.data))
        finally:
            self.connections.remove(connection)
        return socket

    async def carry(self, envelope: Envelope, within: float) -> Json | None:
        """Waits for a connection if there is none. Raises NotAcked after `within` seconds."""
        envelope_id = str(uuid4())
        self._waiting[envelope_id] = answer = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(within):
                while not await self._handed(await self._next(), envelope, envelope_id):
                    pass
                given: Json | None = await answer
                return given
        except TimeoutError as failure:
            raise NotAcked("timeout") from failure
        finally:
            del self._waiting[envelope_id]

    async def _handed(self, connection: Connection, envelope: Envelope, envelope_id: str) -> bool:
        """False where the app has just left it: whoever is told so takes another."""
        try:
            await connection.socket.send_json(_frame(envelope, envelope_id))
        except ConnectionError:
            connection.leaving = True
            return False
        self.given.append((connection.number, envelope_id))
        return True

    async def refresh(self) -> None:
        """Tells the oldest connection to come back on a new one, as Slack does every few hours."""
        connection = self._usable()[0]
        connection.leaving = True
        facts = {"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "sandbox"}}
        await connection.socket.send_json(facts)

    async def cut(self) -> None:
        """Every connection ends without a word."""
        await asyncio.gather(*(connection.socket.close(code=1001) for connection in self.connections))

    async def close(self) -> None:
        await self.cut()

    async def connected(self, number: int, within: float = PATIENCE) -> None:
        """Returns when so many connections can be used. Raises TimeoutError."""
        async with asyncio.timeout(within), self._opened:
            await self._opened.wait_for(lambda: len(self._usable()) >= number)

    def _usable(self) -> list[Connection]:
        return [one for one in self.connections if not one.leaving and not one.socket.closed]

    async def _open(self, connection: Connection) -> None:
        hello = {
            "type": "hello",
            "num_connections": len(self._usable()) + 1,
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
            "connection_info": {"app_id": self.app_id},
        }
        await connection.socket.send_json(hello)
        self.connections.append(connection)
        async with self._opened:
            self._opened.notify_all()

    async def _next(self) -> Connection:
        if not self._usable():
            async with self._opened:
                await self._opened.wait_for(self._usable)
        usable = self._usable()
        self._turn += 1
        return usable[self._turn % len(usable)]

    def _acked(self, frame: Json) -> None:
        answer = self._waiting.get(frame.get("envelope_id", ""))
        if answer is not None and not answer.done():
            answer.set_result(frame.get("payload"))


def _frame(envelope: Envelope, envelope_id: str) -> Json:
    frame: Json = {"envelope_id": envelope_id, "payload": envelope.payload, "type": envelope.kind}
    if envelope.kind == "events_api":
        reason = envelope.attempts[-1] if envelope.attempts else ""
        retried = {"retry_attempt": len(envelope.attempts), "retry_reason": reason}
        return frame | retried | {"accepts_response_payload": False}
    return frame | {"accepts_response_payload": True}
