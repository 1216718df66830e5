"""Everything that is due by now, about in the order in which it fell due: crowds together, the others one by one."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

import structlog

from bot.desk.desk import Desk
from bot.desk.moments import milliseconds
from bot.desk.refusals import Refusal
from bot.door import AlreadyTaken, Door
from bot.engine import timers
from bot.engine.faults import DatabaseAway
from bot.signals import Fired, now, since
from bot.wakeups import crowds
from bot.wakeups.acts import ACTS, HOLDS

log = structlog.get_logger()

BATCH = 2000


class Shares(NamedTuple):
    """So many of a crowd in one transaction, for whose end whoever wants what it holds waits; so many `at_once`."""

    size: int
    at_once: int


SHARES = {"sqlite": Shares(200, 1), "postgresql": Shares(250, 4)}
"""On SQLite everything else waits meanwhile. On PostgreSQL one is judged while it writes the others."""
MOST_DOUBLINGS = 12
"""A deadline that fails comes back after a second, for that may have been a deadlock, and then ever later: 68 min."""


async def fire(door: Door) -> int:
    """Do everything that is due by now, about in the order in which it fell due; gives how many deadlines that was.

    What comes in crowds is done together; where somebody holds what it is about, it waits for them at the end.
    While nothing is due it only reads.
    """
    fired, some = 0, int(await door.database.glance(timers.any_due, milliseconds(door.clock())))
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
    size, at_once = SHARES[door.database.dialect]
    shares = iter([crowd[at : at + size] for at in range(0, len(crowd), size)])
    fired = await asyncio.gather(*[_fire_shares(door, shares) for _ in range(at_once)], return_exceptions=True)
    for fault in fired:
        if isinstance(fault, BaseException):
            raise fault
    return sum(done for done in fired if isinstance(done, int))


async def _fire_shares(door: Door, shares: Iterator[crowds.Crowd]) -> int:
    """One after another, of those that nobody has begun."""
    return sum([await _fire_share(door, share) for share in shares])


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
    began, late, cause = now(), crowds.late(timer, milliseconds(door.clock())), crowds.cause(timer)
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
