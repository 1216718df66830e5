"""The courier: takes the heads of ready lanes, has them sent, and records at once what came of each.

One send at a time for each lane keeps its order; lanes go side by side. A lease keeps others away while a send lasts:
whoever dies with one is replaced when it runs out, and `Attempt.number` tells the sender to look before it repeats.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, nullcontext
from datetime import timedelta
from functools import partial

import structlog
from pydantic import ValidationError
from sqlalchemy import Connection

from bot.delivery.verdicts import Again, Attempt, GiveUp, NotYet, Record, Sender, Sent, SlowDown, Uncertain, Verdict
from bot.desk import alerts
from bot.desk import outgoing as out
from bot.desk.desk import Desk
from bot.desk.events import OperatorsAlerted
from bot.desk.files.refusing import not_passed
from bot.desk.tickets import changes, deliveries
from bot.door import AlreadyTaken, Door
from bot.engine import buckets, dead_letters, lanes
from bot.engine.faults import DatabaseAway

log = structlog.get_logger()

LEASE_MS = 45_000
"""Well above the longest that a send may last, which is a client's time-out."""
AT_ONCE = 16
PATIENCE = timedelta(days=1)
"""For what passes by itself, or an operator puts right: an outage of a night loses nothing."""
PATIENCE_IN_DOUBT = timedelta(hours=1)
"""For a message to a customer that may have arrived already: each attempt may repeat it."""
MOST_FAULTS = 6
"""Attempts at what our own code cannot draw or send: it must not stand long before what comes after it."""
LONGEST_WAIT = timedelta(minutes=1)
BUCKETS = tuple(bucket.value for bucket in out.Bucket)
"""Who waits for a place gets it in this order."""
GRAVE = (out.PostCard, out.PostRecap, out.PostWords, out.PostHeld, out.PostFailed)
"""What agents would never hear of if it were given up in silence: the operators are told."""

Claims = dict[str, lanes.Claim]
"""By the bucket they are from."""

TakeOff = Callable[[Connection, int, lanes.Head, int], bool]
"""Takes a row off its lane by the claim's token, at that moment (ms). False: the lease ran out."""


class Courier:
    def __init__(
        self, door: Door, senders: Mapping[out.Bucket, Sender], at_once: int = AT_ONCE, lease_ms: int = LEASE_MS
    ) -> None:
        self._door = door
        self._senders = senders
        self._lease_ms = lease_ms
        self._poked = asyncio.Event()
        self._turned = asyncio.Event()
        self._going: set[asyncio.Task[None]] = set()
        self._free = at_once
        self._ending = False

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
            self._ending = True
            if self._going:
                await asyncio.wait(self._going)

    async def _turn(self) -> None:
        places = self._taken()
        try:
            claims = await self._door.database.do(self._claimed, places)
        except DatabaseAway as away:
            log.warning("no lanes: the database is away", why=str(away))
            return
        except Exception as fault:  # the next poke tries again: nothing may end the courier
            log.error("no lanes", exc_info=fault)
            return
        finally:
            self._free += places
        await self._begin(claims)

    def _taken(self) -> int:
        """All places that are free: nobody else can fill them until they are given back."""
        places, self._free = max(0, self._free), 0
        return places

    def _claimed(self, connection: Connection, places: int) -> Claims:
        if not places:
            return {}
        return lanes.claim_first(connection, BUCKETS, places, self._lease_ms, self._door.machine())

    async def _begin(self, claims: Claims) -> None:
        """After the end nothing is begun: what was claimed meanwhile is given back."""
        for bucket, claim in claims.items():
            if self._ending:
                held = [head.lane_id for head in claim.heads]
                await self._door.database.do(lanes.release, claim.token, held, self._door.machine())
                continue
            for head in claim.heads:
                task = asyncio.create_task(self._carry(out.Bucket(bucket), claim.token, head))
                self._free -= 1
                self._going.add(task)
                task.add_done_callback(self._carried)

    def _carried(self, task: asyncio.Task[None]) -> None:
        self._free += 1
        self._going.discard(task)
        self._turned.set()
        if not task.cancelled() and (fault := task.exception()):
            log.error("a send was left to its lease", exc_info=fault)

    async def _carry(self, bucket: out.Bucket, token: int, head: lanes.Head) -> None:
        attempt = Attempt(key=f"{head.lane_id}:{head.seq}", number=head.strikes)
        try:
            row = out.read(head.payload)
        except ValidationError as unknown:
            unreadable = GiveUp(f"this version cannot read it: {unknown.errors()[0]['msg']}")
            await self._settle(bucket, token, head, unreadable, None)
            return
        async with self._renewing(token, head) if isinstance(row, out.CARRIES_BYTES) else nullcontext():
            verdict = _enough(await self._sent(bucket, head, row, attempt), row, self._waited(head))
        log.info("outgoing", key=row.cause, lane=head.key, row=attempt.key, attempt=attempt.number, **_said(verdict))
        await self._settle(bucket, token, head, verdict, row)

    async def _sent(self, bucket: out.Bucket, head: lanes.Head, row: out.Outgoing, attempt: Attempt) -> Verdict:
        try:
            return await self._senders[bucket](row, attempt)
        except DatabaseAway as away:
            return Again(str(away))
        except Exception as fault:
            log.error("a send failed", lane=head.key, row=attempt.key, exc_info=fault)
            why = f"it could not be drawn or sent ({type(fault).__name__})"
            return _hopeless(why, row) if attempt.number >= MOST_FAULTS else Again(why)

    def _waited(self, head: lanes.Head) -> timedelta:
        return timedelta(milliseconds=self._door.machine() - head.pushed_at)

    @asynccontextmanager
    async def _renewing(self, token: int, head: lanes.Head) -> AsyncIterator[None]:
        """A large file may take longer than a lease lasts."""
        task = asyncio.create_task(self._renew(token, head))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _renew(self, token: int, head: lanes.Head) -> None:
        while True:
            await asyncio.sleep(self._lease_ms / 3000)
            until = self._door.machine() + self._lease_ms
            await self._door.database.do(lanes.renew, token, head.lane_id, until)

    async def _settle(
        self, bucket: out.Bucket, token: int, head: lanes.Head, verdict: Verdict, row: out.Outgoing | None
    ) -> None:
        now, cause = self._door.machine(), row.cause if row else ""
        match verdict:
            case Sent(record):
                await self._finish(token, head, _complete, record, cause)
                return
            case GiveUp(why, record):
                letters: list[int] = []
                told = _alerted(record, row, head, letters)
                await self._finish(token, head, partial(_bury, why=why, letters=letters), told, cause)
                return
            case NotYet(after, _):
                await self._door.database.do(lanes.defer, token, head.lane_id, now + _ms(after))
            case SlowDown(after, _):
                await self._door.database.do(_hold, bucket, token, head, now + _ms(after))
            case Again() | Uncertain():
                await self._door.database.do(lanes.retry, token, head.lane_id, now + _ms(backoff(head.strikes)))
        self.poke()

    async def _finish(self, token: int, head: lanes.Head, take_off: TakeOff, record: Record | None, cause: str) -> None:
        """Taken off its lane, with what is to be remembered of it; and what is ready then is claimed with it."""

        def finished(connection: Connection, places: int) -> Claims:
            if not take_off(connection, token, head, self._door.machine()):
                raise AlreadyTaken
            if record:
                self._door.within(connection, partial(_recorded, record, cause))
            return self._claimed(connection, places)

        try:
            await self._go_on(finished)
        except AlreadyTaken:
            log.warning("a lease ran out while its row was being sent")
            self.poke()
        except DatabaseAway:
            raise
        except Exception as fault:  # left to its lease, it would be sent again and again
            log.error("what came of a send could not be recorded", lane=head.key, exc_info=fault)
            why = f"what came of it could not be recorded ({type(fault).__name__})"
            await self._door.database.do(_bury, token, head, self._door.machine(), why, [])
            self.poke()

    async def _go_on(self, finished: Callable[[Connection, int], Claims]) -> None:
        """The place of what was sent, and all that are free, are filled in the same transaction."""
        places = self._taken()
        try:
            claims = await self._door.database.do(finished, 0 if self._ending else places + 1)
        finally:
            self._free += places
        await self._begin(claims)
        if self._free < 0:
            self.poke()

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


def _enough(verdict: Verdict, row: out.Outgoing, waited: timedelta) -> Verdict:
    """Given up after so long; of an answer, the agent is told in the thread."""
    doubtful = isinstance(verdict, Uncertain) and isinstance(row, out.ToCustomer)
    longest = PATIENCE_IN_DOUBT if doubtful else PATIENCE
    if not isinstance(verdict, Again | Uncertain) or waited < longest:
        return verdict
    return _hopeless(f"it was tried for {longest // timedelta(hours=1)} h ({verdict.why})", row)


def _hopeless(why: str, row: out.Outgoing) -> GiveUp:
    return GiveUp(why, _given_up(row, why))


def _alerted(record: Record | None, row: out.Outgoing | None, head: lanes.Head, letters: list[int]) -> Record:
    """The record, and a word to the operators where nobody else would hear of it. `letters` is known by then."""

    def recorded(desk: Desk) -> None:
        if record:
            record(desk)
        if row is None or isinstance(row, GRAVE):
            what = row.kind if row else "unreadable"
            desk.happened(OperatorsAlerted(sentence=alerts.given_up(what, head.key, letters[-1])))

    return recorded


def _given_up(row: out.Outgoing, why: str) -> Record | None:
    match row:
        case out.RelayToCustomer() | out.RelayFile():
            return partial(deliveries.failed, message=row.message, why=why)
        case out.EditRelayed() | out.DeleteRelayed():
            return partial(changes.kept, message=row.message, why=why, deleted=isinstance(row, out.DeleteRelayed))
        case out.PostFile():
            return partial(not_passed, attachment=row.attachment, why=why)
        case _:
            return None


def _said(verdict: Verdict) -> dict[str, str]:
    """Why it was given up is a sentence for an agent, with a customer's name in it: kept with the dead letter."""
    why = "" if isinstance(verdict, GiveUp) else getattr(verdict, "why", "")
    return {"outcome": type(verdict).__name__} | ({"why": why} if why else {})


def _recorded(record: Record, cause: str, desk: Desk) -> None:
    """What follows from it has the same cause as the row itself."""
    desk.cause = cause
    record(desk)


def _complete(connection: Connection, token: int, head: lanes.Head, now: int) -> bool:
    return lanes.complete(connection, token, head.lane_id, head.seq, now)


def _bury(connection: Connection, token: int, head: lanes.Head, now: int, why: str, letters: list[int]) -> bool:
    """Notes down the dead letter's number."""
    letter = dead_letters.bury(connection, token, head.lane_id, head.seq, why, now)
    letters += [letter] if letter else []
    return letter is not None


def _hold(connection: Connection, bucket: str, token: int, head: lanes.Head, until: int) -> None:
    buckets.hold_bucket(connection, bucket, until)
    lanes.defer(connection, token, head.lane_id, until)


def _ms(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)
