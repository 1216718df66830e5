"""Asking whether they would recommend us: once, by day, when nothing else of theirs is going on."""

from datetime import datetime

from sqlmodel import Session, col, select

from bot.desk.desk import HELD, Desk
from bot.desk.events import NpsAsked, NpsStale
from bot.desk.followups import contacting
from bot.desk.followups.contacting import Unwanted, unwanted
from bot.desk.people.tables import Customer
from bot.desk.relationship.choosing import has_open_ticket
from bot.desk.relationship.rules import APART
from bot.desk.relationship.tables import Nps, Passed
from bot.desk.surveys.tables import Survey


def deadlines(nps: Nps) -> dict[str, datetime]:
    if nps.over_at:
        return {}
    if nps.asked_at is None:
        return {"ask": nps.ask_at}
    return {"expire": nps.expires_at} if nps.expires_at else {}


def held(desk: Desk, nps: int) -> Nps:
    """Locked, behind its customer."""
    desk.customer(desk.session.exec(select(Nps.customer_id).where(Nps.id == nps)).one())
    return desk.session.get_one(Nps, nps, with_for_update=HELD)


def ask(desk: Desk, nps: int) -> None:
    """Its moment has come. What has changed since they were chosen counts as if it had been so then."""
    asked = held(desk, nps)
    if "ask" not in deadlines(asked):
        return
    customer = desk.customer(asked.customer_id)
    asked.passed = _passed(desk, asked, customer)
    when = contacting.earliest(desk, customer)
    if asked.passed:
        asked.over_at = desk.moment
    elif when > desk.moment:
        asked.ask_at = when
    else:
        asked.asked_at = desk.moment
        asked.expires_at = desk.moment + desk.practice.nps.open_for
        contacting.note(desk, customer)
        desk.happened(NpsAsked(nps=nps))


def _passed(desk: Desk, nps: Nps, customer: Customer) -> Passed | None:
    """Why they are not asked, if they are not."""
    why = unwanted(customer)
    reasons = {
        Passed.OFF: not desk.practice.nps.most_a_day,
        Passed.ERASED: customer.erased_at is not None,
        Passed.CANNOT_BE_REACHED: why in (Unwanted.BLOCKED, Unwanted.AWAY),
        Passed.WANTS_QUIET: why is Unwanted.QUIET,
        Passed.TICKET_OPEN: has_open_ticket(desk.session, customer.id),
        Passed.ASKED_LATELY: _asked_lately(desk, customer.id),
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def _asked_lately(desk: Desk, customer: int) -> bool:
    since = desk.moment - desk.practice.nps.every
    about_a_ticket = select(Survey.id).where(Survey.customer_id == customer, col(Survey.asked_at) > desk.moment - APART)
    found = desk.session.exec(about_a_ticket.limit(1)).first()
    return found is not None or asked_since(desk.session, customer, since)


def asked_since(session: Session, customer: int, since: datetime) -> bool:
    lately = select(Nps.id).where(Nps.customer_id == customer, col(Nps.asked_at) > since)
    return session.exec(lately.limit(1)).first() is not None


def expire(desk: Desk, nps: int) -> None:
    """What they said stays, and can no longer be changed."""
    asked = held(desk, nps)
    if "expire" in deadlines(asked):
        asked.over_at = desk.moment
        desk.happened(NpsStale(nps=nps))


def wanted(nps: Nps, customer: Customer) -> bool:
    """Whether it is still to be sent: they may have gone, or asked for quiet, while it waited for that."""
    return nps.is_open and nps.score is None and not nps.numbers and not (unwanted(customer) or customer.erased_at)


def delivered(desk: Desk, nps: int, number: int) -> None:
    """The question is with the customer, as that message of their chat; what they pressed meanwhile is drawn on it."""
    asked = held(desk, nps)
    asked.delivered_at = asked.delivered_at or desk.moment
    known_as(asked, number)
    if asked.score is not None:
        desk.happened(NpsStale(nps=nps))


def known_as(nps: Nps, number: int) -> None:
    if number not in nps.numbers:
        nps.numbers = [*nps.numbers, number]
