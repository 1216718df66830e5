"""What one replica does for all of them, such as polling: under a lease in the database, while the others stand by.

A lease spares the platforms rivals; it is not what keeps things right. A replica that was stopped for a while and goes
on without knowing that another has its duty does no harm: what it takes finds its key in the ledger.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable

import structlog

from bot.door import Door
from bot.engine import leases
from bot.engine.faults import DatabaseAway

log = structlog.get_logger()

RENEWALS = 3
"""In the time of a lease, so that a single one that fails costs nothing."""
OF_A_PERIOD = 0.9
"""For which a chore counts as done: ticks are not as punctual as periods."""

Act = Callable[[], Awaitable[object]]


class Duty:
    """`ours`, by this machine's clock, as the database last confirmed it."""

    def __init__(
        self, door: Door, name: str, lease_ms: int, wait: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._door = door
        self._name = name
        self._lease_ms = lease_ms
        self._wait = wait
        self._token = secrets.randbits(62)
        self._until = 0

    @property
    def ours(self) -> bool:
        return self._door.machine() < self._until

    async def run(self, work: Act) -> None:
        """Until cancelled: do the work whenever the duty is ours. Ended cleanly, it is the next one's at once."""
        try:
            while True:
                if await self._renewed():
                    await self._at_work(work)
                await self._pause()
        finally:
            await self._left()

    async def _at_work(self, work: Act) -> None:
        log.info("on duty", duty=self._name)
        doing = asyncio.ensure_future(work())
        try:
            while not doing.done() and await self._renewed():
                await self._pause()
        finally:
            doing.cancel()
            [fault] = await asyncio.gather(doing, return_exceptions=True)
            if isinstance(fault, Exception):
                log.error("a duty failed; it is begun again", duty=self._name, exc_info=fault)
        log.info("off duty", duty=self._name)

    async def _pause(self) -> None:
        await self._wait(self._lease_ms / RENEWALS / 1000)

    async def _renewed(self) -> bool:
        """While the database is away it stays whose it was until its time is over: nobody can take it."""
        now = self._door.machine()
        until = now + self._lease_ms
        try:
            taken = await self._door.database.do(leases.take, self._name, self._token, now, until)
        except DatabaseAway:
            return self.ours
        self._until = until if taken else 0
        return taken

    async def _left(self) -> None:
        self._until = 0
        try:
            await self._door.database.do(leases.end, self._name, self._token)
        except DatabaseAway as away:
            log.warning("a duty was left to its lease: the database is away", duty=self._name, why=str(away))


def by_one(door: Door, name: str, seconds: float, act: Act) -> Act:
    """The act, done by one of all replicas in each period of so many seconds."""

    async def chore() -> None:
        now = door.machine()
        until = now + int(seconds * OF_A_PERIOD * 1000)
        if await door.database.do(leases.take, name, secrets.randbits(62), now, until):
            await act()

    return chore
