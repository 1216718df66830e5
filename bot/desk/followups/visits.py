"""Return visits: planned by rule after a ticket was solved, or by hand; asked at their time, nudged, and ended.

What happens to the ticket ends them too, worked out when the desk closes. A ticket has one open follow-up at a time.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.desk.as_seen import Shown
from bot.desk.desk import Desk
from bot.desk.events import (
    CUSTOMER,
    DESK,
    CustomerTold,
    CustomerWrote,
    FollowUpAsked,
    FollowUpEnded,
    FollowUpPlanned,
    TicketReopened,
)
from bot.desk.followups import contacting
from bot.desk.followups.contacting import Unwanted, unwanted
from bot.desk.followups.rules import Rule
from bot.desk.followups.silence import given_up
from bot.desk.followups.tables import FollowUp, Outcome
from bot.desk.moments import milliseconds
from bot.desk.outgoing import Notice
from bot.desk.people.tables import Customer
from bot.desk.privacy.hiding import hidden_text
from bot.desk.refusals import AlreadyErased, AskedAlready, CustomerIsBlocked, IsSpam, NoFollowUp, WantsQuiet
from bot.desk.service_levels.promises import case
from bot.desk.tickets.life import LIVE, Status
from bot.desk.tickets.pauses import must_be_ahead
from bot.desk.tickets.tables import Ticket

ON_TIME = timedelta(days=1)
"""After it was due; later is late."""
TOO_LATE = timedelta(days=7)
"""After that nobody is asked any more: it was missed."""


def open_of(session: Session, ticket: int) -> FollowUp | None:
    """The one that is planned, or waits for an answer."""
    its = select(FollowUp).where(FollowUp.ticket_id == ticket, col(FollowUp.outcome).is_(None))
    return session.exec(its).first()


def of_customer(session: Session, customer: int) -> list[FollowUp]:
    theirs = select(FollowUp).where(FollowUp.customer_id == customer).order_by(col(FollowUp.id))
    return list(session.exec(theirs).all())


def plan(desk: Desk, ticket: int, agent: str, at: datetime, note: str = "") -> None:
    """The customer is asked then; one that is planned already is moved there.

    Raises `NotAhead`, `IsSpam`, `AlreadyErased`, `CustomerIsBlocked`, `WantsQuiet`, `AskedAlready`.
    """
    desk.agent(agent)
    must_be_ahead(desk, agent, at)
    held, note = desk.unmerged(ticket), hidden_text(desk, note)
    _must_be_welcome(held, desk.customer_of(held))
    planned = open_of(desk.session, ticket)
    if planned and planned.asked_at:
        raise AskedAlready(ticket=ticket)
    if planned and (planned.due_at, planned.note, planned.rule) == (at, note, None):
        return
    put_down(desk, held, planned, at, agent=agent, note=note)


def _must_be_welcome(ticket: Ticket, customer: Customer) -> None:
    if ticket.spam:
        raise IsSpam(ticket=ticket.id)
    if ticket.erased_at:
        raise AlreadyErased(ticket=ticket.id)
    match unwanted(customer):
        case Unwanted.BLOCKED:
            raise CustomerIsBlocked(name=customer.name)
        case Unwanted.QUIET:
            raise WantsQuiet(name=customer.name)


def put_down(
    desk: Desk,
    ticket: Ticket,
    planned: FollowUp | None,
    at: datetime,
    agent: str | None = None,
    note: str = "",
    rule: str | None = None,
) -> None:
    """For that moment, in the place of the one that is `planned`."""
    kept = planned or FollowUp(ticket_id=ticket.id, customer_id=ticket.customer_id, made_at=desk.moment, due_at=at)
    kept.due_at = kept.next_at = at
    kept.agent, kept.note, kept.rule = agent, note, rule
    desk.session.add(kept)
    desk.happened(FollowUpPlanned(ticket=ticket.id, actor=agent or DESK, at_ms=milliseconds(at), why=note))


def cancel(desk: Desk, ticket: int, agent: str) -> None:
    """The customer is not asked, or not asked again. Raises `NoFollowUp`."""
    desk.agent(agent)
    held = desk.unmerged(ticket)
    planned = open_of(desk.session, held.id)
    if planned is None:
        raise NoFollowUp(ticket=ticket)
    end(desk, planned, Outcome.CANCELLED, actor=agent)


def end(desk: Desk, visit: FollowUp, outcome: Outcome, *, actor: str = DESK, reason: str = "") -> None:
    """That is what came of it, and the thread says so. `reason` is why nobody is asked."""
    _over(desk, visit, outcome)
    desk.happened(FollowUpEnded(ticket=visit.ticket_id, actor=actor, outcome=outcome, reason=reason))


def _over(desk: Desk, visit: FollowUp, outcome: Outcome) -> None:
    visit.outcome, visit.ended_at, visit.next_at = outcome, desk.moment, None


def held(desk: Desk, visit: int) -> None:
    """Locked with its ticket, behind their customer."""
    desk.ticket(desk.session.exec(select(FollowUp.ticket_id).where(FollowUp.id == visit)).one())


def act(desk: Desk, visit: int) -> None:
    """It is time to ask, to ask again, or to stop waiting for an answer."""
    due = desk.session.get_one(FollowUp, visit)
    ticket = desk.ticket(due.ticket_id)
    if due.next_at is None or due.next_at > desk.moment:
        return
    customer = desk.customer_of(ticket)
    if ended := _what_ends_it(desk, due, ticket, customer):
        outcome, reason = ended
        end(desk, due, outcome, reason=reason)
        return
    when = contacting.earliest(desk, customer)
    if when > desk.moment:
        due.next_at = when
    else:
        _ask(desk, due, customer)


def _what_ends_it(desk: Desk, due: FollowUp, ticket: Ticket, customer: Customer) -> tuple[Outcome, str] | None:
    why = unwanted(customer)
    if ticket.status in LIVE:
        return Outcome.CANCELLED, "open"
    if why is Unwanted.AWAY:
        return Outcome.UNREACHABLE, ""
    if why:
        return Outcome.CANCELLED, why
    if due.asked_at is None:
        return (Outcome.MISSED, "") if desk.moment - due.due_at > TOO_LATE else None
    if _came_back_elsewhere(desk, due):
        return Outcome.REOPENED, ""
    return (Outcome.NO_ANSWER, "") if due.nudges >= desk.practice.courtesy.nudges else None


def _came_back_elsewhere(desk: Desk, due: FollowUp) -> bool:
    """They answered in words when it was over for good, which opened another ticket."""
    later = select(Ticket.id).where(
        Ticket.customer_id == due.customer_id, Ticket.follows == due.ticket_id, col(Ticket.opened_at) >= due.asked_at
    )
    return desk.session.exec(later.limit(1)).first() is not None


def _ask(desk: Desk, due: FollowUp, customer: Customer) -> None:
    first = due.asked_at is None
    if first:
        due.asked_at, due.late = desk.moment, desk.moment - due.due_at > ON_TIME
    else:
        due.nudges += 1
    due.next_at = contacting.allowed(desk, customer, desk.moment + desk.practice.courtesy.nudge_after)
    contacting.note(desk, customer)
    desk.happened(FollowUpAsked(ticket=due.ticket_id, actor=DESK, number=due.nudges, late=first and due.late))
    notice = Notice.STILL_FIXED if first else Notice.STILL_FIXED_AGAIN
    desk.happened(CustomerTold(customer=customer.id, notice=notice, ticket=due.ticket_id, about=str(due.id)))


def follow(desk: Desk, ticket: Ticket, before: Shown) -> None:
    """What a change of the ticket means for it. `before` is how it was when the desk first saw it."""
    was_over, over = before.status not in LIVE, ticket.status not in LIVE
    if ticket.spam or ticket.merged_into or ticket.erased_at:
        if not (before.spam or before.merged_into or before.erased_at):
            _end_unsaid(desk, ticket, Outcome.CANCELLED)
    elif over and not was_over:
        _plan_by_rule(desk, ticket)
    elif was_over and not over:
        _taken_up_again(desk, ticket)
    elif over and _wrote(desk, ticket):  # and it is over still: they only thanked us
        _confirm_by_thanks(desk, ticket)


def _end_unsaid(desk: Desk, ticket: Ticket, outcome: Outcome) -> None:
    """Where the thread says already what led to it."""
    planned = open_of(desk.session, ticket.id)
    if planned:
        _over(desk, planned, outcome)


def _plan_by_rule(desk: Desk, ticket: Ticket) -> None:
    """The first rule that fits; but not where we never heard of them again, or an agent chose a day."""
    customer = desk.customer_of(ticket)
    rule = fitting(desk, ticket, [each for each in desk.practice.follow_ups if not each.scores])
    left_out = ticket.status is not Status.SOLVED or ticket.duplicate_of or given_up(desk, ticket)
    if rule is None or left_out or unwanted(customer) or open_of(desk.session, ticket.id):
        return
    put_down(desk, ticket, None, contacting.allowed(desk, customer, desk.moment + rule.after), rule=rule.name)


def fitting(desk: Desk, ticket: Ticket, rules: Sequence[Rule]) -> Rule | None:
    """The first of them for such a ticket."""
    kind = case(ticket, desk.customer_of(ticket))
    return next((each for each in rules if each.when.fits(kind)), None)


def _taken_up_again(desk: Desk, ticket: Ticket) -> None:
    """By its customer, perhaps because we asked. What an agent planned by hand keeps its day."""
    planned = open_of(desk.session, ticket.id)
    if planned and (planned.asked_at or planned.rule):
        theirs = planned.asked_at and _by_customer(desk, ticket)
        _over(desk, planned, Outcome.REOPENED if theirs else Outcome.CANCELLED)


def _by_customer(desk: Desk, ticket: Ticket) -> bool:
    reopened = (each for each in desk.happened_to(ticket.id) if isinstance(each, TicketReopened))
    return _wrote(desk, ticket) or any(each.actor == CUSTOMER for each in reopened)


def _wrote(desk: Desk, ticket: Ticket) -> bool:
    return any(isinstance(each, CustomerWrote) for each in desk.happened_to(ticket.id))


def _confirm_by_thanks(desk: Desk, ticket: Ticket) -> None:
    planned = open_of(desk.session, ticket.id)
    if planned and planned.asked_at:
        end(desk, planned, Outcome.CONFIRMED, actor=CUSTOMER)
