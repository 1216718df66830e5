"""What is done every so often besides: look whether anything was lost, note that the desk runs, forget what is old."""

from datetime import timedelta

import structlog
from sqlalchemy import Connection

from bot.desk.alerting import auditing, lost, outages
from bot.desk.moments import milliseconds
from bot.desk.service_levels import promises
from bot.door import Door
from bot.engine import ledger, timers
from bot.wakeups.firing import BATCH
from bot.wakeups.heartbeat import Act

log = structlog.get_logger()

AT_ONCE = 1000
REMEMBERED = timedelta(days=14)
"""How long a delivery's key is kept: well above the longest that a platform redelivers."""

BEAT_MS = 20_000
"""A fraction of the shortest outage that counts as one."""


async def promise_anew(door: Door) -> int:
    """Bring every open ticket under the policies of this configuration; gives how many were under others."""
    done, ids = 0, await door.ask(promises.outdated, door.practice.promises, 0, BATCH)
    while ids:
        for ticket in ids:
            await door.do(promises.catch_up, ticket)
        done += len(ids)
        ids = await door.ask(promises.outdated, door.practice.promises, ids[-1], BATCH)
    return done


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
