"""What Slack sends to the app: once each if all goes well, again if an event is not acknowledged."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from bot.sandbox.faults import Faults

Json = dict[str, Any]
Kind = Literal["events_api", "interactive", "slash_commands"]

HELD_BACK = 0.5
"""Seconds after which a reordered event goes out even if nothing overtook it."""


@dataclass(frozen=True)
class Patience:
    """Seconds of real time. `retries` are the pauses before the second, third and fourth attempt."""

    ack: float = 3.0
    retries: tuple[float, ...] = (0.0, 60.0, 300.0)
    trigger: float = 3.0


class NotAcked(Exception):
    """The app did not answer in time, or said it could not. The argument is Slack's word for it."""

    def __init__(self, reason: str, again: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again


@dataclass(eq=False)
class Envelope:
    kind: Kind
    payload: Json
    attempts: list[str] = field(default_factory=list)  # why each attempt before failed


class Road(Protocol):
    """How envelopes reach the app: a socket it opened, or requests to its address."""

    async def carry(self, envelope: Envelope, within: float) -> Json | None:
        """What came back with the acknowledgement. Raises NotAcked after `within` seconds at the latest."""
        ...

    async def close(self) -> None: ...


class Deliveries:
    """All that is on its way. Reordering and duplicating happen to events only, as at Slack."""

    def __init__(self, road: Road, patience: Patience, faults: Faults) -> None:
        self.road = road
        self.patience = patience
        self.faults = faults
        self.given_up: list[Envelope] = []
        self._under_way: set[asyncio.Task[Any]] = set()
        self._held: list[asyncio.Event] = []

    def event(self, payload: Json) -> None:
        """Sent in the background, and again after each pause until it is acknowledged or given up.

        Raises RuntimeError outside a running loop: something happened before anybody could hear of it.
        """
        asyncio.get_running_loop()
        self._start(self._insist(Envelope("events_api", payload)))

    async def ask(self, kind: Kind, payload: Json) -> Json | None:
        """Sent once; the app's answer. Raises NotAcked."""
        return await self._start(self.road.carry(Envelope(kind, payload), self.patience.ack))

    async def turn_to(self, road: Road) -> None:
        """From now on everything goes that way; what is on the other comes back unacknowledged."""
        old, self.road = self.road, road
        await old.close()

    def pending(self) -> int:
        return len(self._under_way)

    async def quiet(self, within: float) -> None:
        """Returns when all that was under way is acknowledged or given up. Raises TimeoutError."""
        waiting = list(self._under_way)
        if waiting and (await asyncio.wait(waiting, timeout=within))[1]:
            raise TimeoutError(f"{self.pending()} envelopes are not acknowledged")

    async def stop(self) -> None:
        """What is under way is abandoned."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self.road.close()

    def _start(self, work: Coroutine[Any, Any, Json | None]) -> asyncio.Task[Json | None]:
        task = asyncio.get_running_loop().create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def _insist(self, envelope: Envelope) -> None:
        fault = self.faults.on_delivery()
        if fault and fault.kind == "reorder":
            await self._let_another_pass()
        elif fault and fault.kind == "duplicate":
            self._start(self._repeat(Envelope(envelope.kind, envelope.payload)))
        await self._repeat(envelope)

    async def _repeat(self, envelope: Envelope) -> None:
        for pause in (*self.patience.retries, None):
            try:
                await self._carried(envelope)
                return
            except NotAcked as failure:
                envelope.attempts.append(failure.reason)
                if pause is None or not failure.again:
                    break
                await asyncio.sleep(pause)
        self.given_up.append(envelope)

    async def _carried(self, envelope: Envelope) -> None:
        passing, self._held = self._held, []
        try:
            await self.road.carry(envelope, self.patience.ack)
        finally:
            for held in passing:
                held.set()

    async def _let_another_pass(self) -> None:
        held = asyncio.Event()
        self._held.append(held)
        try:
            async with asyncio.timeout(HELD_BACK):
                await held.wait()
        except TimeoutError:
            if held in self._held:  # else one is passing it just now
                self._held.remove(held)
