"""Whether what is due is done: a step that waits, or fails, for a minute is a trouble; one that was lost is set again.

A step is lost where a thing has a deadline and the timer for it is gone: an older version may have cleared it.
"""

from datetime import timedelta

from sqlalchemy import Connection

from bot.desk import alerts
from bot.desk.alerting.lost import TABLES
from bot.desk.desk import Desk
from bot.desk.events import OperatorsAlerted
from bot.desk.moments import milliseconds
from bot.desk.troubles import episodes
from bot.desk.troubles.tables import STEPS
from bot.engine import timers

LATE = timedelta(minutes=1)
LATE_MS = 60_000
IN_TIME_MS = 10_000
"""Nothing is due for longer than that when the trouble is over."""
FAILING = 6
"""Attempts, each twice as long after the one before, that have failed for a minute together."""


def overdue(connection: Connection, now: int) -> timers.Overdue:
    """What has been due for a minute, or has failed for as long, and how late the latest is."""
    due = timers.overdue(connection, now, LATE_MS)
    return timers.Overdue(due.count + timers.failing(connection, FAILING, now - LATE_MS), due.oldest_age_ms)


def restart(desk: Desk, kind: str, number: int) -> None:
    """Its timers are written anew when the desk closes."""
    thing = desk.session.get(TABLES[kind], number, with_for_update=True)
    if thing:
        thing.armed = {}


def look(desk: Desk, restarted: int) -> None:
    """The operators hear once when steps begin to wait, once when none does any more, and of those that were lost.

    What was set again is due since long, and is done by the next look.
    """
    connection, now = desk.session.connection(), milliseconds(desk.moment)
    if restarted:
        desk.happened(OperatorsAlerted(sentence=alerts.restarted(restarted)))
    elif overdue(connection, now).count:
        episodes.begins(desk, STEPS, "late")
    elif not timers.overdue(connection, now, IN_TIME_MS).count:
        episodes.over(desk, [STEPS])
