"""A customer who is to answer and says nothing: reminded, reminded again, and then the ticket is solved as "no answer".

What they write, or any change of state, ends it; an answer of ours that reaches them meanwhile begins it anew.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select

from bot.desk.as_seen import Shown
from bot.desk.desk import Desk
from bot.desk.events import DESK, CustomerNudged, CustomerTold, ReplyDelivered, TicketSolved
from bot.desk.followups import contacting
from bot.desk.followups.contacting import Unwanted, unwanted
from bot.desk.followups.rules import Step
from bot.desk.followups.tables import Silence
from bot.desk.outgoing import Notice
from bot.desk.people.tables import Customer
from bot.desk.service_levels.calendars import due
from bot.desk.tickets import life
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Ticket

_OF: Any = select(Silence).where(col(Silence.ticket_id) == bindparam("ticket")).execution_options(autoflush=False)


def follow(desk: Desk, ticket: Ticket, before: Shown) -> None:
    """Bring it to where the ticket stands now. `before` is how it was when the desk first saw it.

    Nobody counts for a team without steps: a ticket that comes to one with steps counts from then, and so does one
    whose team is given some.
    """
    steps = desk.practice.team(ticket.team).silence
    if Status.PENDING not in (ticket.status, before.status) or not (steps or _under_others(desk, ticket)):
        return
    answered = _answered(desk, ticket)
    if not (answered or desk.moved(ticket)):
        return
    kept = desk.session.exec(_OF, params={"ticket": ticket.id}).first()
    if ticket.status is not Status.PENDING or not steps:
        if kept:
            kept.since = kept.next_at = None
        return
    if kept is None:
        kept = Silence(ticket_id=ticket.id)
        desk.session.add(kept)
    counts = kept.since and (kept.next_at or kept.nudges)  # an older version kept rows of teams without steps as well
    if not counts or before.status != Status.PENDING or answered:
        kept.since, kept.nudges, kept.nudged_at, kept.not_before = desk.moment, 0, None, None
    kept.next_at = _next(desk, ticket, kept)


def _under_others(desk: Desk, ticket: Ticket) -> bool:
    """Whether it was another team's, or the settings were others, when the desk first saw it."""
    was = desk.counted[ticket.id]
    return (was.team, was.promised_under) != (ticket.team, ticket.promised_under)


def _answered(desk: Desk, ticket: Ticket) -> bool:
    return any(isinstance(each, ReplyDelivered) for each in desk.happened_to(ticket.id))


def _next(desk: Desk, ticket: Ticket, kept: Silence) -> datetime | None:
    team = desk.practice.team(ticket.team)
    step = team.silence.after(kept.nudges)
    start = kept.nudged_at or kept.since
    if step is None or start is None:
        return None
    at = contacting.allowed(desk, desk.customer_of(ticket), due(start, step[1], team.calendar))
    return max(at, kept.not_before or at)


def held(desk: Desk, silence: int) -> None:
    """Locked with its ticket, behind their customer."""
    desk.ticket(desk.session.exec(select(Silence.ticket_id).where(Silence.id == silence)).one())


def act(desk: Desk, silence: int) -> None:
    """The next step, if it is time for it."""
    kept = desk.session.get_one(Silence, silence)
    ticket = desk.ticket(kept.ticket_id)
    if kept.next_at is None or kept.next_at > desk.moment:
        return
    kept.next_at = None
    step = desk.practice.team(ticket.team).silence.after(kept.nudges)
    if step is None or ticket.status is not Status.PENDING:
        return
    customer = desk.customer_of(ticket)
    why = unwanted(customer)
    solves = step[0] is Step.GIVE_UP
    when = contacting.allowed(desk, customer, desk.moment) if solves or why else contacting.earliest(desk, customer)
    if when > desk.moment:
        kept.not_before = when
    elif solves:
        _give_up(desk, ticket)
        return
    else:
        _remind(desk, ticket, customer, kept, why)
    kept.next_at = _next(desk, ticket, kept)


def _remind(desk: Desk, ticket: Ticket, customer: Customer, kept: Silence, why: Unwanted | None) -> None:
    """Whoever is not to be written to is not, and has the same time to answer."""
    kept.nudges, kept.nudged_at, kept.not_before = kept.nudges + 1, desk.moment, None
    desk.happened(CustomerNudged(ticket=ticket.id, actor=DESK, number=kept.nudges, passed=why or ""))
    if why is None:
        contacting.note(desk, customer)
        notice = Notice.REMINDED if kept.nudges == 1 else Notice.REMINDED_AGAIN
        desk.happened(CustomerTold(customer=customer.id, notice=notice, ticket=ticket.id))


def given_up(desk: Desk, ticket: Ticket) -> bool:
    """Whether it was solved in this transaction because its customer never said anything more."""
    return any(isinstance(each, TicketSolved) and each.no_answer for each in desk.happened_to(ticket.id))


def _give_up(desk: Desk, ticket: Ticket) -> None:
    desk.move(ticket, life.Step.SOLVED)
    ticket.solved_at, ticket.waiting_since = desk.moment, None
    desk.happened(TicketSolved(ticket=ticket.id, actor=DESK, no_answer=True))
    desk.happened(CustomerTold(customer=ticket.customer_id, notice=Notice.NO_ANSWER, ticket=ticket.id))
