"""Whether, and when, somebody may be written to who did not ask. Their row is locked by the caller."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, delete, select

from bot.desk.desk import Desk
from bot.desk.followups.tables import Contact
from bot.desk.people.tables import Customer

WEEK = timedelta(days=7)


class Unwanted(StrEnum):
    """Why somebody is not written to at all: they asked for quiet, we blocked them, or nothing reaches them."""

    QUIET = "quiet"
    BLOCKED = "blocked"
    AWAY = "away"


def unwanted(customer: Customer) -> Unwanted | None:
    if customer.blocked_at:
        return Unwanted.BLOCKED
    if customer.quiet_since:
        return Unwanted.QUIET
    return Unwanted.AWAY if customer.unreachable_since else None


def allowed(desk: Desk, customer: Customer, moment: datetime) -> datetime:
    """The first moment from then on that is outside their quiet hours."""
    return desk.practice.courtesy.allowed(moment, desk.practice.zone_of(customer.language))


def earliest(desk: Desk, customer: Customer) -> datetime:
    """Now, or when they have slept, and have not heard from us so often in seven days."""
    return allowed(desk, customer, free(desk, customer))


def free(desk: Desk, customer: Customer) -> datetime:
    """Now, or when they have not heard from us so often in seven days, by night or by day."""
    most = desk.practice.courtesy.most_a_week
    lately = select(Contact.at).where(Contact.customer_id == customer.id, col(Contact.at) > desk.moment - WEEK)
    times = desk.session.exec(lately.order_by(col(Contact.at).desc()).limit(most)).all()
    return times[-1] + WEEK if len(times) >= most else desk.moment


def note(desk: Desk, customer: Customer) -> None:
    """It counts for a week, and is forgotten then."""
    old = delete(Contact).where(col(Contact.customer_id) == customer.id, col(Contact.at) <= desk.moment - WEEK)
    desk.session.exec(old)
    desk.session.add(Contact(customer_id=customer.id, at=desk.moment))


def moments(session: Session, customer: int) -> list[datetime]:
    """When we last wrote to them unasked, as far as that is kept."""
    theirs = select(Contact.at).where(Contact.customer_id == customer).order_by(col(Contact.at))
    return list(session.exec(theirs).all())
