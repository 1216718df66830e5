"""How long words are kept: each team's own time after a ticket was closed, and then they are erased, night by night."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, select

from bot.desk.desk import HELD, Desk
from bot.desk.events import DESK
from bot.desk.moments import milliseconds
from bot.desk.people.tables import Customer
from bot.desk.practice import Practice
from bot.desk.privacy.erasing import erase_person, erase_ticket
from bot.desk.tickets.tables import Message, Ticket
from bot.engine import timers

SLOT = "desk.retention"
AT_ONCE = 20
"""Tickets in one transaction, which nobody else has to wait for long."""
BETWEEN = timedelta(seconds=30)
"""Until the next of them, while there are more."""
HOUR = 3
"""When it begins, in the desk's own time zone: at night, since it keeps Slack busy too."""


def begins(desk: Desk) -> None:
    """A slot of its own, if any team keeps words for a time only; one that is there keeps its moment."""
    if any(team.keep for team in desk.practice.teams):
        timers.ensure_slot(desk.session.connection(), "retention", SLOT, milliseconds(desk.moment))


def sweep(desk: Desk, _nothing: int = 0) -> None:
    """Erase some of what is too old; the slot comes back soon while there is more, else the next night."""
    rules = list(_too_old(desk.practice, desk.moment))
    if not rules:
        return
    erased = _erase_some(desk, or_(*rules))
    soon = desk.moment + BETWEEN
    due = soon if len(erased) == AT_ONCE else next_night(desk.moment, desk.practice.timezone)
    timers.set_timer(desk.session.connection(), "retention", milliseconds(due), SLOT)
    for customer in sorted({ticket.customer_id for ticket in erased}):
        _erase_who_is_left(desk, customer)


def _too_old(practice: Practice, moment: datetime) -> Iterator[ColumnElement[bool]]:
    """As long as each team keeps them. What belongs to a team that is no more goes with the first."""
    names = [team.name for team in practice.teams]
    for place, team in enumerate(practice.teams):
        if team.keep:
            theirs = col(Ticket.team) == team.name
            lost = col(Ticket.team).not_in(names)
            yield and_(or_(theirs, lost) if place == 0 else theirs, col(Ticket.closed_at) <= moment - team.keep)


def _erase_some(desk: Desk, rule: ColumnElement[bool]) -> Sequence[Ticket]:
    free = (col(Ticket.erased_at).is_(None), col(Ticket.hold_since).is_(None), col(Ticket.closed_at).is_not(None))
    old = select(Ticket, Customer).join(Customer, col(Customer.id) == col(Ticket.customer_id)).where(*free, rule)
    oldest = old.order_by(col(Ticket.closed_at)).limit(AT_ONCE)
    found = desk.session.exec(oldest.with_for_update(**HELD, skip_locked=True, of=[Customer, Ticket])).all()
    tickets = [ticket for ticket, _ in found]
    for ticket in tickets:
        erase_ticket(desk, desk.watched(ticket), DESK)
    return tickets


def _erase_who_is_left(desk: Desk, customer: int) -> None:
    """Of somebody of whom no word is kept any more, no name is either."""
    with_words = select(Ticket.id).where(Ticket.customer_id == customer, col(Ticket.erased_at).is_(None))
    unplaced = select(Message.id).where(Message.customer_id == customer, col(Message.ticket_id).is_(None))
    desk.session.flush()
    if not any(desk.session.exec(found.limit(1)).first() for found in (with_words, unplaced)):
        erase_person(desk, desk.customer(customer))


def next_night(moment: datetime, timezone: str) -> datetime:
    """The next time that it is three o'clock there."""
    there = moment.astimezone(ZoneInfo(timezone))
    tonight = there.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return (tonight if tonight > there else tonight + timedelta(days=1)).astimezone(moment.tzinfo)
