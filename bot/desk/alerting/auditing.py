"""Whether what is due is done: a step that waits, or fails, for a minute is a trouble; one that was lost is set again.

A step is lost where a thing has a deadline and the timer for it is gone: an older version may have cleared it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection
from sqlmodel import Session, col, select

from bot.desk import alerts
from bot.desk.alerting.tables import Episode
from bot.desk.desk import Desk
from bot.desk.events import OperatorsAlerted
from bot.desk.moments import milliseconds
from bot.desk.service_levels.tables import Outcome, Promise
from bot.desk.tickets.tables import Message, State
from bot.desk.troubles import episodes
from bot.desk.troubles.tables import STEPS
from bot.engine import timers

LATE = timedelta(minutes=1)
LATE_MS = 60_000
IN_TIME_MS = 10_000
"""Nothing is due for longer than that when the trouble is over."""
FAILING = 6
"""Attempts, each twice as long after the one before, that have failed for a minute together."""
MOST = 100
"""Set again in one go."""

_WHERE: dict[str, tuple[type[Promise | Message | Episode], str, tuple[Any, ...], Any]] = {
    "promise": (Promise, "judge", (Promise.outcome == Outcome.RUNNING, ~col(Promise.late)), col(Promise.due_at)),
    "message": (Message, "release", (Message.state == State.WAITING,), col(Message.send_at)),
    "episode": (Episode, "review", (col(Episode.over_at).is_(None),), col(Episode.review_at)),
}
"""Things that are found by what they wait for: their deadline's name, which of them have it, and when it is."""


def overdue(connection: Connection, now: int) -> timers.Overdue:
    """What has been due for a minute, or has failed for as long, and how late the latest is."""
    due = timers.overdue(connection, now, LATE_MS)
    return timers.Overdue(due.count + timers.failing(connection, FAILING, now - LATE_MS), due.oldest_age_ms)


def lost(session: Session, moment: datetime) -> list[tuple[str, int]]:
    """The kind and the id of what should have happened a minute ago, and that no timer stands for."""
    return list(_lost(session, moment - LATE))


def _lost(session: Session, before: datetime) -> Iterator[tuple[str, int]]:
    for kind, (table, key, waits, due_at) in _WHERE.items():
        due = select(table.id).where(*waits, due_at < before).order_by(due_at).limit(MOST)
        for number in session.exec(due).all():
            if key not in timers.keys(session.connection(), f"{kind}:{number}"):
                yield kind, number


def restart(desk: Desk, kind: str, number: int) -> None:
    """Its timers are written anew when the desk closes."""
    thing = desk.session.get(_WHERE[kind][0], number, with_for_update=True)
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
