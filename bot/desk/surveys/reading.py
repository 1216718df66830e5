"""Questions about surveys: what it takes to draw one, and what they said."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session, col, select

from bot.desk.people.tables import Customer
from bot.desk.surveys.tables import Survey
from bot.desk.tickets.life import LIVE
from bot.desk.tickets.tables import Message, Ticket

LATELY = timedelta(days=14)
"""For so long a ticket that is over stands in what its customer reads of theirs."""
MOST_LATELY = 3


class Asked(NamedTuple):
    """A survey with its ticket and customer."""

    survey: Survey
    ticket: Ticket
    customer: Customer


class Said(NamedTuple):
    """What came of a ticket's last survey, for its card; `comment` is empty where they wrote nothing."""

    survey: Survey
    comment: str = ""


class Over(NamedTuple):
    """A ticket that is over, and what was asked about its last solve."""

    ticket: Ticket
    survey: Survey | None


def asked(session: Session, survey: int) -> Asked:
    found = (
        select(Survey, Ticket, Customer)
        .join(Ticket, col(Ticket.id) == col(Survey.ticket_id))
        .join(Customer, col(Customer.id) == col(Survey.customer_id))
        .where(Survey.id == survey)
    )
    return Asked(*session.exec(found).one())


def said(session: Session, survey: int) -> Said:
    kept = session.get_one(Survey, survey)
    comment = session.get(Message, kept.comment_id) if kept.comment_id else None
    return Said(kept, comment.text if comment else "")


def of_tickets(session: Session, tickets: Sequence[int]) -> dict[int, Survey]:
    """The surveys about those tickets' last solves, by the tickets' numbers."""
    theirs = select(Ticket.id, Survey).join(Survey, col(Survey.id) == col(Ticket.survey_id))
    return dict(session.exec(theirs.where(col(Ticket.id).in_(tickets))).all())


def over_lately(session: Session, customer: int, moment: datetime) -> list[Over]:
    """The last that were solved for them, newest first."""
    solved = (
        select(Ticket, Survey)
        .join(Survey, col(Survey.id) == col(Ticket.survey_id), isouter=True)
        .where(Ticket.customer_id == customer, col(Ticket.solved_at) > moment - LATELY)
        .where(col(Ticket.status).not_in(LIVE), col(Ticket.spam).is_(False))
        .where(col(Ticket.merged_into).is_(None), col(Ticket.erased_at).is_(None))
    )
    newest = solved.order_by(col(Ticket.solved_at).desc(), col(Ticket.id).desc()).limit(MOST_LATELY)
    return [Over(ticket, survey) for ticket, survey in session.exec(newest).all()]


def of_customer(session: Session, customer: int) -> Sequence[Survey]:
    """All that they were asked, oldest first."""
    theirs = select(Survey).where(Survey.customer_id == customer, col(Survey.asked_at).is_not(None))
    return session.exec(theirs.order_by(col(Survey.id))).all()
