"""The heartbeat: APScheduler asks what is due now; the database is the memory.

A few interval jobs from the memory store in every replica, never a job per ticket. May import crowds, the engine,
the desk, the door and APScheduler.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Connection

from bot import crowds
from bot.desk.alerting import auditing, breaches, episodes, gathering, lost, outages
from bot.desk.claims import leasing, unclaimed
from bot.desk.desk import Desk
from bot.desk.escalation import all_at_once, climbing
from bot.desk.followups import silence, visits
from bot.desk.measures import weekly
from bot.desk.moments import milliseconds
from bot.desk.privacy import retention
from bot.desk.recovery import digests, tasks, timing
from bot.desk.refusals import Refusal
from bot.desk.relationship import asking as relationship
from bot.desk.relationship import choosing
from bot.desk.rota import watching
from bot.desk.service_levels import figures, promises
from bot.desk.surveys import asking
from bot.desk.tickets import floods, handling, pauses, placing, sending, status_lines
from bot.door import AlreadyTaken, Door
from bot.engine import lanes, leases, ledger, timers
from bot.engine.clock import SteadyClock, shared_now
from bot.engine.faults import DatabaseAway
from bot.signals import Fired, now, since

log = structlog.get_logger()

ACTS: dict[str, Callable[[Desk, int], None]] = {
    "ticket.expire": handling.expire,
    "message.release": sending.release,
    "customer.place": placing.place_unasked,
    "promise.warn": promises.warn,
    "promise.judge": promises.judge,
    retention.SLOT: retention.sweep,
    "customer.catch_up": floods.catch_up,
    "escalation.act": climbing.act,
    "telling.take": all_at_once.take_more,
    watching.SLOT: watching.look,
    breaches.SLOT: gathering.gather,
    "episode.review": episodes.review,
    "ticket.remind": leasing.remind,
    "ticket.return": leasing.give_back,
    "ticket.call_out": unclaimed.call_out,
    "ticket.hold_over": pauses.hold_over,
    "ticket.snooze_over": pauses.snooze_over,
    "statusline.turn": status_lines.turn,
    figures.SLOT: figures.measure,
    weekly.SLOT: weekly.tell,
    "silence.act": silence.act,
    "followup.act": visits.act,
    "survey.ask": asking.ask,
    "survey.remind": asking.remind,
    "survey.expire": asking.expire,
    "recovery.call": timing.remind,
    "recovery.overdue": timing.fall_due,
    digests.SLOT: digests.gather,
    choosing.SLOT: choosing.choose,
    "nps.ask": relationship.ask,
    "nps.expire": relationship.expire,
}
"""What is done when a deadline comes: the kind of thing, and the deadline's name."""
HOLDS: dict[str, Callable[[Desk, int], object]] = {
    "ticket": Desk.ticket,
    "message": Desk.message,
    "customer": Desk.customer,
    "promise": promises.held,
    "escalation": climbing.lock,
    "episode": episodes.held,
    "statusline": status_lines.held,
    "silence": silence.held,
    "followup": visits.held,
    "survey": asking.held,
    "recovery": tasks.held,
    "nps": relationship.held,
}
"""How the things that own deadlines are locked."""

BATCH = 500
SHARE = 250
"""Of a crowd, in one transaction: who waits for what it holds waits for so many."""
MOST_DOUBLINGS = 12
"""A deadline that fails comes back after a second, for that may have been a deadlock, and then ever later: 68 min."""
AT_ONCE = 1000
REMEMBERED = timedelta(days=14)
"""How long a delivery's key is kept: well above the longest that a platform redelivers."""

BEAT_MS = 20_000
"""A fraction of the shortest outage that counts as one."""

SET_BACK = 1_000
"""Milliseconds by which a clock may lag without having been set back."""

Act = Callable[[], Awaitable[object]]


def heartbeat(jobs: list[tuple[Act, float]], *first: Act) -> AsyncIOScheduler:
    """A scheduler, not yet started, that calls each act every so many seconds; one that still runs is not doubled.

    What is to be done first is done once, when it starts.
    """
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    for act, seconds in jobs:
        scheduler.add_job(_calm(act), "interval", seconds=seconds)
    for act in first:
        scheduler.add_job(_calm(act))
    return scheduler


def stop(scheduler: AsyncIOScheduler) -> None:
    """Paused first: a tick that it began and cancelled at once would be reported as an error."""
    scheduler.pause()
    scheduler.shutdown(wait=False)


def _calm(act: Act) -> Act:
    async def tick() -> None:
        try:
            await act()
        except asyncio.CancelledError:
            log.debug("a tick was cut short by the end")  # its own scheduler would report it as an error
        except DatabaseAway as away:
            log.warning("a tick found no database", why=str(away))

    return tick


async def promise_anew(door: Door) -> int:
    """Bring every open ticket under the policies of this configuration; gives how many were under others."""
    done, ids = 0, await door.ask(promises.outdated, door.practice.promises, 0, BATCH)
    while ids:
        for ticket in ids:
            await door.do(promises.catch_up, ticket)
        done += len(ids)
        ids = await door.ask(promises.outdated, door.practice.promises, ids[-1], BATCH)
    return done


async def fire(door: Door) -> int:
    """Do everything that is due by now, about in the order in which it fell due; gives how many deadlines that was.

    What comes in crowds is done together; where somebody holds what it is about, it waits for them at the end.
    While nothing is due it only reads.
    """
    fired, some = 0, int(await door.database.read(timers.any_due, milliseconds(door.clock())))
    while some:
        seen, some = await _through(door, _fire_together)
        if seen and not some:
            _, some = await _through(door, _fire_each)
        fired += some
    return fired


async def _through(door: Door, act: Callable[[Door, list[timers.Timer]], Awaitable[int]]) -> tuple[int, int]:
    """Page by page, past what is left; gives how many were seen, and acted on."""
    seen, fired, more = 0, 0, True
    while more:
        due = await door.database.do(timers.due, milliseconds(door.clock()), BATCH, seen - fired)
        seen, fired, more = seen + len(due), fired + await act(door, due), len(due) == BATCH
    return seen, fired


async def _fire_each(door: Door, due: Iterable[timers.Timer]) -> int:
    return sum([await _fire_one(door, timer) for timer in due])


async def _fire_together(door: Door, due: Iterable[timers.Timer]) -> int:
    return sum([await _fire_crowd(door, crowd) for crowd in crowds.grouped(due)])


async def _fire_crowd(door: Door, crowd: crowds.Crowd) -> int:
    """In shares, which are done at the same time: one is judged while PostgreSQL writes the other."""
    shares = [crowd[at : at + SHARE] for at in range(0, len(crowd), SHARE)]
    fired = await asyncio.gather(*[_fire_share(door, share) for share in shares], return_exceptions=True)
    for fault in fired:
        if isinstance(fault, BaseException):
            raise fault
    return sum(done for done in fired if isinstance(done, int))


async def _fire_share(door: Door, crowd: crowds.Crowd) -> int:
    """In one transaction; if that fails it is undone, and each has its own."""
    if len(crowd) > 1:
        try:
            return await crowds.fire(door, ACTS[crowd[0].kind], crowd)
        except DatabaseAway:
            raise
        except Exception as fault:
            log.info("a crowd of deadlines is done one by one", kind=crowd[0].kind, why=type(fault).__name__)
    return await _fire_each(door, crowd)


async def _fire_one(door: Door, timer: timers.Timer) -> bool:
    """Fired and rewritten in one transaction; one that fails comes back later and stops no other.

    A transaction each: what a deadline touches may be held by somebody who is writing to its timers.
    """
    began, late, cause = now(), crowds.late(door, timer), crowds.cause(timer)
    outcome = await _outcome(door, timer, cause)
    if outcome != "taken":
        door.noticed(Fired(timer.kind, outcome, late, since(began), cause))
    return outcome != "taken"


async def _outcome(door: Door, timer: timers.Timer, cause: str) -> str:
    """In one word: "taken" is by another replica."""
    try:
        await door.do_if(partial(_taken, timer), cause, ACTS[timer.kind], int(timer.payload or 0))
    except AlreadyTaken:
        return "taken"
    except Refusal as stale:
        await door.database.do(timers.clear, timer.id)
        log.info("a deadline had no point any more", kind=timer.kind, thing=timer.payload, why=type(stale).__name__)
        return "pointless"
    except DatabaseAway:
        raise
    except Exception as fault:
        later = milliseconds(door.clock()) + 1_000 * 2 ** min(timer.strikes, MOST_DOUBLINGS)
        await door.database.do(timers.postpone, timer.id, later)
        log.error("a deadline failed", kind=timer.kind, thing=timer.payload, exc_info=fault)
        return "failed"
    return "done"


def _taken(timer: timers.Timer, desk: Desk) -> bool:
    """Ours to fire; the verb sets it anew where it is still wanted. What it is about is held first, as it is by
    whoever rewrites its timers."""
    if hold := HOLDS.get(timer.owner.partition(":")[0]):
        hold(desk, int(timer.payload))
    connection = desk.session.connection()
    desk.fired.add((timer.owner, timer.key))
    return timers.hold(connection, timer.id, milliseconds(desk.moment)) and timers.clear(connection, timer.id)


async def in_step(door: Door, machine: SteadyClock) -> None:
    """Replicas go by the clock of the database they share. If that was set back, what was told to wait is let go."""
    shared = await door.database.read(shared_now)
    moved = machine.follow(shared) if shared else 0
    if moved < -SET_BACK:
        log.warning("the clock of the database was set back", by_ms=-moved)
        for let_go in (lanes.bring_near, leases.let_go):
            await door.database.do(let_go, machine(), -moved // 2)


def on_time(door: Door, wall: SteadyClock, now: Callable[[], int]) -> Act:
    """Looks whether the machine's clock was set back: an answer waits for its undo window and no hour longer."""

    async def look() -> None:
        moved = wall.follow(now())
        if moved < -SET_BACK:
            log.warning("the clock of the machine was set back", by_ms=-moved)
            latest = milliseconds(door.clock() + door.practice.undo)
            await door.database.do(timers.bring_near, "message.release", latest)

    return look


def late(connection: Connection, door: Door) -> timers.Overdue:
    """Deadlines that nobody has acted on for a minute: something is wrong with the heartbeat."""
    return auditing.overdue(connection, milliseconds(door.clock()))


async def audit(door: Door) -> int:
    """Look whether all that is due is done, and set going what was lost; gives how much that was."""
    found = await door.ask(lost.lost, door.practice, door.clock(), auditing.LATE)
    for kind, number in found:
        log.warning("a step that was due had been lost; it runs now", kind=kind, thing=number)
        await door.do(auditing.restart, kind, number)
    await door.do(auditing.look, len(found))
    return len(found)


def beats(door: Door) -> Act:
    """Notes in the database that the desk runs, at once and then every so often, so that an outage is known as one."""
    known: int | None = None

    async def beat() -> None:
        nonlocal known
        now = door.machine()
        if known is None or now - known >= BEAT_MS:
            await door.do(outages.beat, now)
            known = now

    return beat


async def tidy(door: Door) -> int:
    """Forget deliveries that no platform will repeat any more; gives how many. A transaction for every so many."""
    before, forgotten = door.machine() - milliseconds_in(REMEMBERED), 0
    while some := await door.database.do(ledger.forget, before, AT_ONCE):
        forgotten += some
    return forgotten


def milliseconds_in(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)
