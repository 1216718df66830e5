"""What the customers of some tickets may expect now, read from what was promised and measured."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from bot.desk.people.tables import Customer
from bot.desk.practice import Practice
from bot.desk.service_levels import figures
from bot.desk.service_levels.calendars import Calendar
from bot.desk.service_levels.expectations import Expectation, expectation
from bot.desk.service_levels.policies import Target
from bot.desk.service_levels.tables import Outcome, Promise
from bot.desk.tickets.life import LIVE
from bot.desk.tickets.tables import Ticket

AN_ANSWER = (Target.FIRST_RESPONSE, Target.NEXT_RESPONSE)


def expected(session: Session, tickets: Sequence[Ticket], practice: Practice, now: datetime) -> dict[int, Expectation]:
    """By the tickets' numbers; a ticket that waits for no answer, or of which nothing is known, is not among them."""
    waiting = {ticket.id: ticket for ticket in tickets if ticket.status in LIVE and ticket.waiting_since}
    promises = _promises(session, [number for number, ticket in waiting.items() if ticket.promised])
    unpromised = [each for each in waiting.values() if each.id not in promises and each.first_reply_at is None]
    usual = figures.known(session, {ticket.team for ticket in unpromised}) if unpromised else {}
    zones = _zones(session, waiting.values(), practice)
    found: dict[int, Expectation] = {}
    for number, ticket in waiting.items():
        promise = promises.get(number)
        similar = figures.of_similar(usual, ticket) if ticket in unpromised else None
        since = ticket.waits_from or ticket.opened_at
        due_at, calendar = (promise.due_at, _calendar(practice, promise.policy)) if promise else (None, None)
        zone = zones.get(ticket.customer_id, practice.timezone)
        if known := expectation(since, due_at, calendar, similar, now, zone):
            found[number] = known
    return found


def _zones(session: Session, tickets: Iterable[Ticket], practice: Practice) -> dict[int, str]:
    """By their customers, where not all live in one."""
    if not practice.timezones:
        return {}
    theirs = select(Customer.id, Customer.language)
    found = session.exec(theirs.where(col(Customer.id).in_({ticket.customer_id for ticket in tickets}))).all()
    return {customer: practice.zone_of(language) for customer, language in found}


def _promises(session: Session, tickets: Sequence[int]) -> dict[int, Promise]:
    """The answers that were promised and are awaited."""
    if not tickets:
        return {}
    running = select(Promise).where(col(Promise.ticket_id).in_(tickets), Promise.outcome == Outcome.RUNNING)
    return {each.ticket_id: each for each in session.exec(running).all() if each.target in AN_ANSWER and each.due_at}


def _calendar(practice: Practice, policy: str) -> Calendar | None:
    return next((each.calendar for each in practice.policies if each.name == policy), None)
