"""The courier: takes the heads of ready lanes, has them sent, and records together what came of them.

One send at a time for each lane keeps its order; lanes go side by side. A lease keeps others away while a send lasts:
whoever dies with one is replaced when it runs out, and `Attempt` tells the sender to look before it repeats.

One transaction at a time records every send that has ended meanwhile and claims as many lanes as there are places: the
busier the desk, the more share it.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext
from datetime import timedelta

import structlog
from pydantic import ValidationError
from sqlalchemy import Connection

from bot.delivery.settling import Outcome, Overtaken, enough, hopeless, set_aside, settle
from bot.delivery.verdicts import Again, Attempt, Behind, GiveUp, NotYet, Sender, Verdict
from bot.desk import outgoing as out
from bot.door import Door
from bot.engine import buckets, lanes
from bot.engine.faults import DatabaseAway
from bot.signals import Carried, now, since

log = structlog.get_logger()

LEASE_MS = 45_000
"""Well above the longest that a send may last, which is a client's time-out."""
AT_ONCE = 16
MOST_FAULTS = 6
"""Attempts at what our own code cannot draw or send: it must not stand long before what comes after it."""
UPGRADE = timedelta(minutes=10)
"""For which old and new desks may be at work side by side: so long an old one leaves to them what it cannot read."""
REST = 1.0
"""Seconds: as long as another replica may leave what it has pushed, or an operator's command what it has revived."""
LEFT = timedelta(seconds=2)
BEHIND = timedelta(seconds=2)
"""A lane whose head has waited so long is behind: what can go together, does."""
LOOKED_AT = 100
"""Rows behind a head that are looked through for those which can go with it."""
BUCKETS = tuple(bucket.value for bucket in out.Bucket)
"""Who waits for a place gets it in this order."""

Claims = dict[str, lanes.Claim]
"""By the bucket they are from."""


class Courier:
    def __init__(
        self,
        door: Door,
        senders: Mapping[out.Bucket, Sender],
        at_once: int = AT_ONCE,
        lease_ms: int = LEASE_MS,
        behind: timedelta = BEHIND,
    ) -> None:
        self._door = door
        self._senders = senders
        self._at_once = at_once
        self._lease_ms = lease_ms
        self._behind = behind
        self._poked = asyncio.Event()
        self._turned = asyncio.Event()
        self._turns_begun = 0
        self._rests_until = 0.0
        self._going: set[asyncio.Task[Outcome]] = set()
        self._outcomes: list[Outcome] = []
        self._ending = False

    def poke(self) -> None:
        """Something may be ready: look now."""
        self._poked.set()

    async def look(self) -> None:
        """A poke, if something is ready that nobody told of: it was to wait, or is another replica's.

        Only reads, and not even that before something can be ready, as far as is known here.
        """
        if time.monotonic() < self._rests_until:
            return
        begun, soonest = self._turns_begun, await self._door.database.glance(buckets.soonest, BUCKETS)
        left = REST if soonest is None else (soonest - self._door.machine()) / 1000
        if left <= 0 or self._outcomes:
            self.poke()
        elif begun == self._turns_begun:
            self._rests_until = time.monotonic() + min(left, REST)

    async def run(self) -> None:
        """Until cancelled; then what is being sent is finished and recorded, and nothing new is begun."""
        turning = asyncio.create_task(self._turns())
        try:
            await asyncio.shield(turning)
        finally:
            self._ending = True
            self.poke()
            await turning

    async def _turns(self) -> None:
        while self._going or self._outcomes or not self._ending:
            await self._poked.wait()
            self._poked.clear()
            await self._turn()
            self._turned.set()

    async def _turn(self) -> None:
        """While what came of sends cannot be recorded, it is kept, and no other is begun that could not be either."""
        self._turns_begun, self._rests_until = self._turns_begun + 1, 0.0
        outcomes, self._outcomes = self._outcomes, []
        places = 0 if self._ending else self._at_once - len(self._going)
        try:
            claims = await self._door.database.do(self._carried_on, outcomes, places)
        except Overtaken as late:
            self._outcomes += self._not_taken_over(outcomes, late)
            self.poke()
        except DatabaseAway as away:
            log.warning("no lanes: the database is away", why=str(away))
            self._outcomes += [] if self._ending else outcomes  # while their leases last, nobody repeats them
        except Exception as fault:  # the next poke tries again: nothing may end the courier
            log.error("no lanes", exc_info=None if outcomes else fault)
            for outcome in outcomes:
                await self._alone(outcome)
            self.poke()
        else:
            await self._begin(claims)

    def _not_taken_over(self, outcomes: Sequence[Outcome], late: Overtaken) -> list[Outcome]:
        for outcome in late.outcomes:
            log.warning("a lease ran out while its row was being sent", lane=outcome.head.key)
        return [outcome for outcome in outcomes if outcome not in late.outcomes]

    def _carried_on(self, connection: Connection, outcomes: Sequence[Outcome], places: int) -> Claims:
        """What has ended is recorded, and all places that are free then are filled."""
        settle(connection, self._door, outcomes)
        if not places:
            return {}
        return lanes.claim_first(connection, BUCKETS, places, self._lease_ms, self._door.machine())

    async def _alone(self, outcome: Outcome) -> None:
        """One of several could not be recorded: it must not take the others with it."""
        try:
            await self._door.database.do(settle, self._door, [outcome])
        except Overtaken as late:
            self._not_taken_over([outcome], late)
        except DatabaseAway as away:
            log.warning("what came of a send could not be recorded yet", lane=outcome.head.key, why=str(away))
            self._outcomes.append(outcome)
        except Exception as fault:
            log.error("what came of a send could not be recorded", lane=outcome.head.key, exc_info=fault)
            why = f"what came of it could not be recorded ({type(fault).__name__})"
            await self._door.database.do(set_aside, outcome, why, self._door.machine())

    async def _begin(self, claims: Claims) -> None:
        """After the end nothing is begun: what was claimed meanwhile is given back."""
        for bucket, claim in claims.items():
            if self._ending:
                held = [head.lane_id for head in sorted(claim.heads, key=lambda head: head.key)]
                await self._door.database.do(lanes.release, claim.token, held, self._door.machine())
                continue
            for head in claim.heads:
                task = asyncio.create_task(self._carry(out.Bucket(bucket), claim.token, head))
                self._going.add(task)
                task.add_done_callback(self._carried)

    def _carried(self, task: asyncio.Task[Outcome]) -> None:
        self._going.discard(task)
        if task.cancelled() or (fault := task.exception()):
            log.error("a send was left to its lease", exc_info=None if task.cancelled() else fault)
        else:
            self._outcomes.append(task.result())
        self.poke()

    async def _carry(self, bucket: out.Bucket, token: int, head: lanes.Head) -> Outcome:
        try:
            row = out.read(head.payload)
        except ValidationError as unknown:
            return Outcome(bucket, token, head, self._unread(head, unknown), None)
        began, waited = now(), self._waited(head)
        async with self._renewing(token, head) if _may_last(row, head) else nullcontext():
            verdict = enough(await self._sent(bucket, head, row, waited), row, waited, head)
        span, outcome = since(began), type(verdict).__name__
        lasted = waited.total_seconds() + span.seconds
        self._door.noticed(Carried(bucket, row.kind, row.cause, head.strikes, outcome, lasted, span))
        log.info("outgoing", key=row.cause, lane=head.key, row=_key(head), attempt=head.strikes, **_said(verdict))
        return Outcome(bucket, token, head, verdict, row)

    def _waited(self, head: lanes.Head) -> timedelta:
        return timedelta(milliseconds=self._door.machine() - head.pushed_at)

    def _unread(self, head: lanes.Head, unknown: ValidationError) -> NotYet | GiveUp:
        """A newer desk has written it, that may be at work beside this one and can send it."""
        why = f"this version cannot read it: {unknown.errors()[0]['msg']}"
        if self._waited(head) >= UPGRADE:
            return GiveUp(why)
        log.warning("a row is left to a newer desk", lane=head.key, row=_key(head), why=why)
        return NotYet(LEFT, why)

    async def _sent(self, bucket: out.Bucket, head: lanes.Head, row: out.Outgoing, waited: timedelta) -> Verdict:
        try:
            behind = await self._waiting_behind(head) if self._joins(row, head, waited) else ()
            return await self._senders[bucket](row, Attempt(_key(head), head.strikes, behind, head.doubts))
        except DatabaseAway as away:
            return Again(str(away))
        except Exception as fault:
            log.error("a send failed", lane=head.key, row=_key(head), exc_info=fault)
            why = f"it could not be drawn or sent ({type(fault).__name__})"
            return hopeless(why, row, head.doubts) if head.strikes >= MOST_FAULTS else Again(why)

    def _joins(self, row: out.Outgoing, head: lanes.Head, waited: timedelta) -> bool:
        """Whoever tries again has to know what may have gone with it."""
        if isinstance(row, out.TOGETHER_WHEN_BEHIND):
            return head.strikes > 1 or waited >= self._behind
        return isinstance(row, out.TOGETHER)

    async def _waiting_behind(self, head: lanes.Head) -> tuple[Behind[out.Outgoing], ...]:
        """As far as this version can read it."""
        found = await self._door.database.glance(lanes.behind, head.lane_id, head.seq, LOOKED_AT)
        rows = []
        for parcel in found:
            try:
                rows.append(Behind(parcel.seq, out.read(parcel.payload)))
            except ValidationError:
                break
        return tuple(rows)

    @asynccontextmanager
    async def _renewing(self, token: int, head: lanes.Head) -> AsyncIterator[None]:
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

    async def drained(self) -> None:
        """Returns when nothing is being sent and nothing waits, not even for its time."""
        while True:
            self._turned.clear()
            if not (self._going or self._outcomes or await self._waiting()):
                return
            await self._turned.wait()

    async def _waiting(self) -> int:
        return (await self._door.database.read(lanes.waiting, self._door.machine())).count


def _may_last(row: out.Outgoing, head: lanes.Head) -> bool:
    """Longer than a lease: a large file, or a busy channel in which another attempt looks for what came of the last."""
    return isinstance(row, out.CARRIES_BYTES) or head.strikes > 1


def _key(head: lanes.Head) -> str:
    return f"{head.lane_id}:{head.seq}"


def _said(verdict: Verdict) -> dict[str, str]:
    """Why it was given up is a sentence for an agent, with a customer's name in it: kept with the dead letter."""
    why = "" if isinstance(verdict, GiveUp) else getattr(verdict, "why", "")
    return {"outcome": type(verdict).__name__} | ({"why": why} if why else {})
