"""Promises that were not kept are noted one by one and gathered a moment later: many in a second are one thing."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Boolean, Connection, bindparam, insert, select
from sqlmodel import col

from bot.desk.alerting.outages import during
from bot.desk.alerting.tables import Breach
from bot.desk.desk import Desk
from bot.desk.moments import milliseconds
from bot.desk.service_levels.tables import Promise
from bot.desk.tickets.tables import Ticket
from bot.engine.statements import among

SLOT = "alerting.gather"
WINDOW = timedelta(seconds=2)
"""In which misses come together before anybody is told."""
AT_ONCE = timedelta(seconds=10)
"""Judged within that of its moment, so it was no outage."""

_LAPSED = bindparam("lapsed", type_=Boolean)
_COPIED: Any = [Promise.id, Promise.ticket_id, Ticket.team, Promise.target, Promise.due_at, _LAPSED]
_OF_PROMISES: Any = (
    select(*_COPIED)
    .join(Ticket, col(Ticket.id) == col(Promise.ticket_id))
    .where(among(col(Promise.id), "promises"))
    .order_by(col(Promise.due_at), col(Promise.id))
)
_WRITE = insert(Breach).from_select(["promise_id", "ticket_id", "team", "target", "due_at", "lapsed"], _OF_PROMISES)


def note(desk: Desk, late: Sequence[Promise]) -> bool:
    """What of the ticket has just become late. Gives whether all of it was due while nothing ran."""
    lapsed = [_note(desk, promise) for promise in late]
    desk.slots[SLOT] = milliseconds(desk.moment + WINDOW)
    return all(lapsed)


def _note(desk: Desk, promise: Promise) -> bool:
    due = promise.due_at or desk.moment
    desk.missed[promise.id] = lapsed = desk.moment - due > AT_ONCE and during(desk, due)
    return lapsed


def write_down(desk: Desk, connection: Connection) -> None:
    """What was noted, as promises and tickets still are stored; one statement for what lapsed, and one for the rest."""
    for lapsed in set(desk.missed.values()):
        promises = [promise for promise, each in desk.missed.items() if each is lapsed]
        connection.execute(_WRITE, {"promises": promises, "lapsed": lapsed})
