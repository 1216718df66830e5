"""The audit trail as it is handed out: every change of a ticket, and every look at what somebody said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from bot.desk.privacy.tables import Audit
from bot.desk.tickets.tables import Entry, Ticket

PAGE = 1000
"""Lines read at a time."""


class Line(NamedTuple):
    """`number` is the line's own in its table. Lines come as they were written down."""

    number: int
    at: datetime
    who: str
    what: str
    ticket: int | None
    customer: int | None
    detail: dict[str, Any]


def changes(session: Session, since: datetime, until: datetime, after: int) -> Sequence[Line]:
    """The page behind the line `after` of what happened to tickets from `since` until before `until`."""
    page = (
        select(Entry, Ticket.customer_id)
        .join(Ticket, col(Ticket.id) == col(Entry.ticket_id))
        .where(col(Entry.id) > after, col(Entry.at) >= since, col(Entry.at) < until)
        .order_by(col(Entry.id))
        .limit(PAGE)
    )
    return [
        Line(entry.id, entry.at, entry.actor, entry.what, entry.ticket_id, customer, entry.detail)
        for entry, customer in session.exec(page).all()
    ]


def looks(session: Session, since: datetime, until: datetime, after: int) -> Sequence[Line]:
    """The same of what was read, sent and erased."""
    page = select(Audit).where(col(Audit.id) > after, col(Audit.at) >= since, col(Audit.at) < until)
    return [
        Line(row.id, row.at, row.who, row.what, row.ticket_id, row.customer_id, row.detail)
        for row in session.exec(page.order_by(col(Audit.id)).limit(PAGE)).all()
    ]
