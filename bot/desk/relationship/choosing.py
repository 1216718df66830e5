"""Who is asked today: a few, by chance, of those of whom something was solved some days ago.

By chance, so that they speak for the others; a few, so that what they say can be answered. Who is not chosen is no
backlog: their turn may come with another ticket. One timer row is everybody's turn, however many replicas there are.
"""

from collections.abc import Sequence
from random import Random
from typing import Any

from sqlalchemy import exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from bot.desk.desk import Desk
from bot.desk.moments import milliseconds
from bot.desk.people.tables import Customer
from bot.desk.relationship.rules import APART, first_turn, served, tomorrows_turn
from bot.desk.relationship.tables import Nps
from bot.desk.surveys.tables import Survey
from bot.desk.tickets.life import LIVE
from bot.desk.tickets.tables import Ticket
from bot.engine import timers

SLOT = "desk.nps"
MOST = 5000
"""Customers of one day that are looked at."""

Chosen = tuple[int, int]
"""A customer, and the last ticket of theirs that was solved on that day."""


def begins(desk: Desk) -> None:
    """A slot of its own, where anybody is to be asked; one that is there keeps its moment."""
    if desk.practice.nps.most_a_day:
        first = milliseconds(first_turn(desk.moment, desk.practice.timezone))
        timers.ensure_slot(desk.session.connection(), "nps", SLOT, first)


def choose(desk: Desk, _nothing: int = 0) -> None:
    """Today's are asked from now on, each when it suits them; the slot comes back tomorrow."""
    if not desk.practice.nps.most_a_day:
        return
    tomorrow = tomorrows_turn(desk.moment, desk.practice.timezone)
    timers.set_timer(desk.session.connection(), "nps", milliseconds(tomorrow), SLOT)
    for customer, ticket in _by_chance(desk, candidates(desk)):
        desk.session.add(Nps(customer_id=customer, ticket_id=ticket, ask_at=desk.moment))


def _by_chance(desk: Desk, found: Sequence[Chosen]) -> Sequence[Chosen]:
    """The same on every replica, and however often the day's turn is taken."""
    chance = Random(desk.moment.toordinal())
    return chance.sample(found, min(len(found), desk.practice.nps.most_a_day))


def candidates(desk: Desk) -> Sequence[Chosen]:
    """Those who may be asked, of whom something was solved on the day in question: what was solved then is all that is
    gone through, and the rest is looked up for each of them.
    """
    nps = desk.practice.nps
    day = served(desk.moment, nps.after, desk.practice.timezone)
    solved = (col(Ticket.solved_at) >= day.begins, col(Ticket.solved_at) < day.ends)
    found = (
        select(col(Ticket.customer_id), func.max(Ticket.id))
        .join(Customer, col(Customer.id) == col(Ticket.customer_id))
        .where(*solved, *_served_by_a_person(Ticket), *_may_be_written_to())
        .where(col(Customer.since) <= desk.moment - nps.known_for, _solved_of() >= nps.solved_tickets)
        .where(~_open_ticket(), ~_asked(desk), ~_surveyed(desk))
        .group_by(col(Ticket.customer_id))
        .order_by(col(Ticket.customer_id))
        .limit(MOST)
    )
    return [(customer, ticket) for customer, ticket in desk.session.exec(found).all()]


def _served_by_a_person(ticket: Any) -> tuple[Any, ...]:
    """What is open, or discarded, has no moment at which it was solved. To ask for the state as well would have SQLite
    go through all that was ever closed.
    """
    ours = (col(ticket.spam).is_(False), col(ticket.merged_into).is_(None), col(ticket.erased_at).is_(None))
    return col(ticket.solved_at).is_not(None), col(ticket.first_reply_at).is_not(None), *ours


def _may_be_written_to() -> tuple[Any, ...]:
    return tuple(
        col(why).is_(None)
        for why in (Customer.blocked_at, Customer.quiet_since, Customer.unreachable_since, Customer.erased_at)
    )


def _solved_of() -> Any:
    theirs = aliased(Ticket)
    of_them = select(func.count()).select_from(theirs).where(theirs.customer_id == Customer.id)
    return of_them.where(*_served_by_a_person(theirs)).correlate(Customer).scalar_subquery()


def _open_ticket() -> Any:
    theirs = aliased(Ticket)
    return exists().where(col(theirs.customer_id) == col(Customer.id), col(theirs.status).in_(LIVE)).correlate(Customer)


def _asked(desk: Desk) -> Any:
    """Within the time in which nobody is asked twice; or chosen, and not asked yet."""
    lately = col(Nps.asked_at) > desk.moment - desk.practice.nps.every
    waits = col(Nps.asked_at).is_(None) & col(Nps.over_at).is_(None)
    return exists().where(col(Nps.customer_id) == col(Customer.id), lately | waits).correlate(Customer)


def _surveyed(desk: Desk) -> Any:
    lately = col(Survey.asked_at) > desk.moment - APART
    return exists().where(col(Survey.customer_id) == col(Customer.id), lately).correlate(Customer)


def has_open_ticket(session: Session, customer: int) -> bool:
    live = select(Ticket.id).where(Ticket.customer_id == customer, col(Ticket.status).in_(LIVE))
    return session.exec(live.limit(1)).first() is not None
