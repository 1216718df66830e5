"""Questions about the relationship: what it takes to draw one, and what a customer was asked."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session, col, select

from bot.desk.people.tables import Customer
from bot.desk.relationship.tables import Nps


class Asked(NamedTuple):
    """The question, and who was asked it."""

    nps: Nps
    customer: Customer


def asked(session: Session, nps: int) -> Asked:
    found = select(Nps, Customer).join(Customer, col(Customer.id) == col(Nps.customer_id)).where(Nps.id == nps)
    return Asked(*session.exec(found).one())


def of_customer(session: Session, customer: int) -> Sequence[Nps]:
    """All that they were asked, oldest first."""
    theirs = select(Nps).where(Nps.customer_id == customer, col(Nps.asked_at).is_not(None))
    return session.exec(theirs.order_by(col(Nps.id))).all()
