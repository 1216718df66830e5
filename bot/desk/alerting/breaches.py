"""Promises that were not kept are noted one by one and gathered a moment later: many in a second are one thing."""

from collections.abc import Sequence
from datetime import timedelta

from bot.desk.alerting.outages import during
from bot.desk.alerting.tables import Breach
from bot.desk.desk import Desk
from bot.desk.moments import milliseconds
from bot.desk.service_levels.tables import Promise
from bot.desk.tickets.tables import Ticket

SLOT = "alerting.gather"
WINDOW = timedelta(seconds=2)
"""In which misses come together before anybody is told."""
AT_ONCE = timedelta(seconds=10)
"""Judged within that of its moment, so it was no outage."""


def note(desk: Desk, ticket: Ticket, late: Sequence[Promise]) -> bool:
    """What of the ticket has just become late. Gives whether all of it was due while nothing ran."""
    lapsed = [_note(desk, ticket, promise) for promise in late]
    desk.slots[SLOT] = milliseconds(desk.moment + WINDOW)
    return all(lapsed)


def _note(desk: Desk, ticket: Ticket, promise: Promise) -> bool:
    due = promise.due_at or desk.moment
    lapsed = desk.moment - due > AT_ONCE and during(desk, due)
    missed = {"promise_id": promise.id, "target": promise.target, "due_at": due}
    desk.written.setdefault(Breach, []).append(missed | {"ticket_id": ticket.id, "team": ticket.team, "lapsed": lapsed})
    return lapsed
