"""What goes wrong on demand: a plan that both platforms ask before every call and every delivery."""

import asyncio
import random
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Literal, Protocol

from aiohttp import web

Kind = Literal["rate_limited", "server_error", "drop_before", "drop_after", "slow", "duplicate", "reorder"]

ON_CALLS: tuple[Kind, ...] = ("rate_limited", "server_error", "drop_before", "drop_after", "slow")
ON_DELIVERIES: tuple[Kind, ...] = ("duplicate", "reorder")
ANY = "*"
"""The method of a fault that waits for whatever call comes next."""
DELIVERY = "delivery"
"""The method of a fault that waits for an event on its way to the product, and not for a call from it."""


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong. `retry_after` and `seconds` are seconds; `status` is an HTTP status.

    A slow answer comes after `seconds`, or when `until` is set if there is one.
    """

    kind: Kind
    retry_after: int = 1
    status: int = 500
    seconds: float = 0.05
    until: asyncio.Event | None = None


class Platform(Protocol):
    """How a platform words the two faults that have an answer."""

    def too_many(self, retry_after: int) -> web.StreamResponse: ...
    def broken(self, status: int) -> web.StreamResponse: ...


class Faults:
    """Planned faults come first, each once per `times`; then chance, if `randomly` was asked for."""

    def __init__(self) -> None:
        self.done: list[tuple[str, Fault]] = []
        self._planned: dict[str, deque[Fault]] = defaultdict(deque)
        self._lasting: dict[str, Fault] = {}
        self._rate = 0.0
        self._kinds: Collection[Kind] = ()
        self._chance = random.Random(0)

    def next(
        self,
        method: str,
        kind: Kind,
        times: int = 1,
        *,
        retry_after: int = 1,
        status: int = 500,
        seconds: float = 0.05,
        until: asyncio.Event | None = None,
    ) -> None:
        """Plan a fault for the next calls of a method, any call (`ANY`) or for deliveries (`DELIVERY`)."""
        if (kind in ON_DELIVERIES) != (method == DELIVERY):
            raise ValueError(f"{kind} cannot happen to {method}")
        self._planned[method].extend([Fault(kind, retry_after, status, seconds, until)] * times)

    def always(self, method: str, kind: Kind, *, status: int = 500, seconds: float = 0.05) -> None:
        """Every call of a method goes wrong in that way, after what was planned for it, until `clear`."""
        if kind in ON_DELIVERIES:
            raise ValueError(f"{kind} cannot happen to {method}")
        self._lasting[method] = Fault(kind, status=status, seconds=seconds)

    def randomly(self, rate: float, seed: int, kinds: Collection[Kind] = (*ON_CALLS, *ON_DELIVERIES)) -> None:
        """From now on that share of calls and deliveries goes wrong, the same ones for the same seed."""
        self._rate = rate
        self._kinds = kinds
        self._chance = random.Random(seed)

    def clear(self) -> None:
        """Nothing more goes wrong."""
        self._planned.clear()
        self._lasting.clear()
        self._rate = 0.0

    def on_call(self, method: str) -> Fault | None:
        """What happens to this call, used up by asking."""
        return self._taken(method, self._planned[method] or self._planned[ANY], ON_CALLS)

    def on_delivery(self) -> Fault | None:
        """What happens to this delivery, used up by asking."""
        return self._taken(DELIVERY, self._planned[DELIVERY], ON_DELIVERIES)

    async def applied(
        self,
        platform: Platform,
        request: web.Request,
        method: str,
        act: Callable[[], Awaitable[web.StreamResponse]],
    ) -> web.StreamResponse:
        """Do the call, or do to it what was planned.

        A dropped call ends with the connection cut: `drop_before` without doing it, `drop_after` having done
        it, which its caller cannot tell apart. A slow one is done at once and answered late.
        """
        fault = self.on_call(method)
        if fault is None:
            return await act()
        if fault.kind == "rate_limited":
            return platform.too_many(fault.retry_after)
        if fault.kind == "server_error":
            return platform.broken(fault.status)
        if fault.kind == "drop_before":
            return cut(request)
        answer = await act()
        if fault.kind == "drop_after":
            return cut(request)
        await (fault.until.wait() if fault.until else asyncio.sleep(fault.seconds))
        return answer

    def _taken(self, method: str, planned: deque[Fault], by_chance: tuple[Kind, ...]) -> Fault | None:
        if planned:
            fault = planned.popleft()
        elif method in self._lasting:
            fault = self._lasting[method]
        elif (kinds := [kind for kind in by_chance if kind in self._kinds]) and self._chance.random() < self._rate:
            fault = Fault(self._chance.choice(kinds))
        else:
            return None
        self.done.append((method, fault))
        return fault


def cut(request: web.Request) -> web.StreamResponse:
    """Close the connection without a word; the answer returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
