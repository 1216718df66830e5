"""The courier: takes the heads of ready lanes, has them sent, and records at once what came of each.

One send at a time for each lane keeps its order; lanes go side by side. A lease keeps others away while a send lasts:
whoever dies with one is replaced when it runs out, and `Attempt.number` tells the sender to look before it repeats.
"""

import asyncio
import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

import structlog
from pydantic import ValidationError
from sqlalchemy import Connection

from bot.delivery.verdicts import Again, Attempt, GiveUp, NotYet, Record, Sender, Sent, SlowDown, Uncertain, Verdict
from bot.desk import outgoing as out
from bot.desk.desk import Desk
from bot.desk.tickets import replies
from bot.door import AlreadyTaken, Door
from bot.engine import buckets, dead_letters, lanes
from bot.engine.faults import DatabaseAway

log = structlog.get_logger()

LEASE_MS = 45_000
"""Well above the longest that a send may last, which is a client's time-out."""
AT_ONCE = 16
MOST_ATTEMPTS = 200
"""For what passes by itself: several hours, at the longest wait."""
MOST_UNCERTAIN = 6
LONGEST_WAIT = timedelta(minutes=1)

TakeOff = Callable[[Connection, int, lanes.Head, int], bool]
"""Takes a row off its lane by the claim's token, at that moment (ms). False: the lease ran out."""


class Courier:
    def __init__(
        self, door: Door, senders: Mapping[out.Bucket, Sender], at_once: int = AT_ONCE, lease_ms: int = LEASE_MS
    ) -> None:
        self._door = door
        self._senders = senders
        self._at_once = at_once
        self._lease_ms = lease_ms
        self._poked = asyncio.Event()
        self._turned = asyncio.Event()
        self._going: set[asyncio.Task[None]] = set()

    def poke(self) -> None:
        """Something may be ready: look now."""
        self._poked.set()

    async def run(self) -> None:
        """Until cancelled; then what is being sent is finished and nothing new is begun."""
        try:
            while True:
                await self._poked.wait()
                self._poked.clear()
                await self._turn()
                self._turned.set()
        finally:
            if self._going:
                await asyncio.wait(self._going)

    async def _turn(self) -> None:
        free = self._at_once - len(self._going)
        if free <= 0:
            return
        try:
            claims = await self._door.database.do(_claim, free, self._lease_ms, self._door.machine())
        except DatabaseAway as away:
            log.warning("no lanes: the database is away", why=str(away))
            return
        for bucket, claim in claims:
            for head in claim.heads:
                task = asyncio.create_task(self._carry(out.Bucket(bucket), claim.token, head))
                self._going.add(task)
                task.add_done_callback(self._carried)

    def _carried(self, task: asyncio.Task[None]) -> None:
        self._going.discard(task)
        self.poke()
        if not task.cancelled() and (fault := task.exception()):
            log.error("a send was left to its lease", exc_info=fault)

    async def _carry(self, bucket: out.Bucket, token: int, head: lanes.Head) -> None:
        attempt = Attempt(key=f"{head.lane_id}:{head.seq}", number=head.strikes)
        try:
            row = out.read(head.payload)
        except ValidationError as unknown:
            verdict: Verdict = GiveUp(f"this version cannot read it: {unknown.errors()[0]['msg']}")
            await self._settle(bucket, token, head, verdict, "")
            return
        verdict = _enough(await self._sent(bucket, head, row, attempt), row, attempt)
        log.info("outgoing", key=row.cause, lane=head.key, row=attempt.key, attempt=attempt.number, **_said(verdict))
        await self._settle(bucket, token, head, verdict, row.cause)

    async def _sent(self, bucket: out.Bucket, head: lanes.Head, row: out.Outgoing, attempt: Attempt) -> Verdict:
        """What nobody foresaw counts as perhaps sent: soon given up, so that it stays in nobody's way for long."""
        try:
            return await self._senders[bucket](row, attempt)
        except DatabaseAway as away:
            return Again(str(away))
        except Exception as fault:
            log.error("a send failed", lane=head.key, row=attempt.key, exc_info=fault)
            return Uncertain(f"it could not be drawn or sent ({type(fault).__name__})")

    async def _settle(self, bucket: out.Bucket, token: int, head: lanes.Head, verdict: Verdict, cause: str) -> None:
        now = self._door.machine()
        match verdict:
            case Sent(record):
                await self._finish(token, head, _complete, record, cause)
            case GiveUp(why, record):
                await self._finish(token, head, partial(_bury, why=why), record, cause)
            case NotYet(after, _):
                await self._door.database.do(lanes.defer, token, head.lane_id, now + _ms(after))
            case SlowDown(after, _):
                await self._door.database.do(_hold, bucket, token, head, now + _ms(after))
            case Again() | Uncertain():
                await self._door.database.do(lanes.retry, token, head.lane_id, now + _ms(backoff(head.strikes)))

    async def _finish(self, token: int, head: lanes.Head, take_off: TakeOff, record: Record | None, cause: str) -> None:
        """What follows from it has the same cause as the row itself."""

        def recorded(desk: Desk) -> None:
            desk.cause = cause
            if record:
                record(desk)

        try:
            await self._door.do_if(lambda connection, now: take_off(connection, token, head, now), recorded)
        except AlreadyTaken:
            log.warning("a lease ran out while its row was being sent")
        except DatabaseAway:
            raise
        except Exception as fault:  # left to its lease, it would be sent again and again
            log.error("what came of a send could not be recorded", lane=head.key, exc_info=fault)
            why = f"what came of it could not be recorded ({type(fault).__name__})"
            await self._door.database.do(_bury, token, head, self._door.machine(), why)

    async def drained(self) -> None:
        """Returns when nothing is being sent and nothing waits, not even for its time."""
        while self._going or await self._waiting():
            self._turned.clear()
            await self._turned.wait()

    async def _waiting(self) -> int:
        return (await self._door.database.read(lanes.waiting, self._door.machine())).count


def backoff(attempts: int) -> timedelta:
    """Doubled at every attempt, up to a minute, with jitter so that many do not come back together."""
    longest = min(2.0 ** min(attempts, 10), LONGEST_WAIT.total_seconds())
    return timedelta(seconds=longest * random.uniform(0.5, 1))


def _enough(verdict: Verdict, row: out.Outgoing, attempt: Attempt) -> Verdict:
    """Given up after so many attempts; of an answer, the agent is told in the thread."""
    most = MOST_UNCERTAIN if isinstance(verdict, Uncertain) else MOST_ATTEMPTS
    if not isinstance(verdict, Again | Uncertain) or attempt.number < most:
        return verdict
    why = f"it was tried {attempt.number} times ({verdict.why})"
    failed = partial(replies.failed, message=row.message, why=why) if isinstance(row, out.RelayToCustomer) else None
    return GiveUp(why, failed)


def _said(verdict: Verdict) -> dict[str, str]:
    """Why it was given up is a sentence for an agent, with a customer's name in it: kept with the dead letter."""
    why = "" if isinstance(verdict, GiveUp) else getattr(verdict, "why", "")
    return {"outcome": type(verdict).__name__} | ({"why": why} if why else {})


def _claim(connection: Connection, free: int, lease_ms: int, now: int) -> list[tuple[str, lanes.Claim]]:
    claims = []
    for bucket in out.Bucket:
        claim = lanes.claim(connection, bucket, free, lease_ms, now)
        free -= len(claim.heads)
        claims.append((bucket.value, claim))
        if free <= 0:
            break
    return claims


def _complete(connection: Connection, token: int, head: lanes.Head, now: int) -> bool:
    return lanes.complete(connection, token, head.lane_id, head.seq, now)


def _bury(connection: Connection, token: int, head: lanes.Head, now: int, why: str) -> bool:
    return dead_letters.bury(connection, token, head.lane_id, head.seq, why, now) is not None


def _hold(connection: Connection, bucket: str, token: int, head: lanes.Head, until: int) -> None:
    buckets.hold_bucket(connection, bucket, until)
    lanes.defer(connection, token, head.lane_id, until)


def _ms(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)
