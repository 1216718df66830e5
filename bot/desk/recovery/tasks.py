"""What agents do with a task: take it, call back, say what came of it; and undo each of those."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlmodel import col, select

from bot.desk.desk import HELD, Desk
from bot.desk.events import (
    CallBackPlanned,
    CustomerTold,
    RecoveryEnded,
    RecoveryHandedBack,
    RecoveryResumed,
    RecoveryStale,
    RecoveryTaken,
)
from bot.desk.followups.contacting import Unwanted, unwanted
from bot.desk.moments import milliseconds
from bot.desk.outgoing import Notice
from bot.desk.people.tables import Agent, Customer
from bot.desk.practice import Cause
from bot.desk.privacy.hiding import hidden_text
from bot.desk.recovery import digests
from bot.desk.recovery.rules import CHOSEN
from bot.desk.recovery.tables import Recovery
from bot.desk.refusals import (
    AlreadyErased,
    CannotReach,
    CauseToName,
    CustomerIsBlocked,
    HandledIt,
    NoSuchChoice,
    NoteWanted,
    RecoveryElsewhere,
    RecoveryOver,
    RecoveryTakenBy,
    RecoveryUntaken,
)
from bot.desk.surveys.answering import in_place_of
from bot.desk.tickets import causes
from bot.desk.tickets.pauses import must_be_ahead
from bot.desk.tickets.tables import Ticket

MOST_NAMED = 3
"""Colleagues whom a refusal names."""


class Offered(NamedTuple):
    """What its owner can fill in: the causes where the ticket has none yet, the likely ones first."""

    task: Recovery
    ticket: Ticket
    causes: Sequence[Cause]


def held(desk: Desk, recovery: int) -> Recovery:
    """Locked with its ticket, behind their customer. Raises `RecoveryOver` for what never was."""
    ticket = desk.session.exec(select(Recovery.ticket_id).where(Recovery.id == recovery)).first()
    if ticket is None:
        raise RecoveryOver()
    desk.ticket(ticket)
    return desk.session.get_one(Recovery, recovery, with_for_update=HELD)


def _going_on(desk: Desk, recovery: int, agent: str) -> tuple[Recovery, Ticket]:
    """With the ticket that it is about now. Raises `NotAnAgent`, `RecoveryOver`."""
    desk.agent(agent)
    task = held(desk, recovery)
    if task.outcome:
        raise RecoveryOver()
    return task, in_place_of(desk, task.ticket_id)


def _owned(desk: Desk, recovery: int, agent: str) -> tuple[Recovery, Ticket]:
    """Raises what `_going_on` does, `RecoveryUntaken`, `RecoveryTakenBy`."""
    task, ticket = _going_on(desk, recovery, agent)
    if task.owner is None:
        raise RecoveryUntaken(ticket=ticket.id)
    if task.owner != agent:
        raise RecoveryTakenBy(ticket=ticket.id, owner=desk.name(task.owner))
    return task, ticket


def take(desk: Desk, recovery: int, agent: str) -> None:
    """Whoever handled the ticket cannot, unless they are alone. Taking it twice is the same as once.

    Raises `NotAnAgent`, `RecoveryOver`, `RecoveryTakenBy`, `HandledIt`.
    """
    task, ticket = _going_on(desk, recovery, agent)
    desk.happened(RecoveryStale(recovery=task.id))
    if task.owner == agent:
        return
    if task.owner and desk.has_agent(task.owner):
        raise RecoveryTakenBy(ticket=ticket.id, owner=desk.name(task.owner))
    others = _others(desk, task)
    if agent in task.handlers and others:
        raise HandledIt(ticket=ticket.id, others=_named(others))
    task.owner = agent
    digests.unflag(desk, task, overdue=True)
    desk.happened(RecoveryTaken(ticket=ticket.id, actor=agent, recovery=task.id))


def _others(desk: Desk, task: Recovery) -> list[str]:
    """The names of those who can take it: of the team, or else of anybody."""
    known = desk.session.exec(select(Agent).order_by(col(Agent.name))).all()
    can = [agent for agent in known if agent.teams and agent.id not in task.handlers]
    return [agent.name for agent in can if task.team in agent.teams] or [agent.name for agent in can]


def _named(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    rest = [f"{more} others"] if more > 1 else names[MOST_NAMED:]
    *first, last = [*names[:MOST_NAMED], *rest]
    return f"{', '.join(first)} or {last}" if first else last


def hand_back(desk: Desk, recovery: int, agent: str) -> None:
    """For whoever takes it next. What its customer was promised still holds.

    Raises `NotAnAgent`, `RecoveryOver`, `RecoveryTakenBy`.
    """
    task, ticket = _going_on(desk, recovery, agent)
    desk.happened(RecoveryStale(recovery=task.id))
    if task.owner is None:
        return
    if task.owner != agent:
        raise RecoveryTakenBy(ticket=ticket.id, owner=desk.name(task.owner))
    task.owner = None
    if not task.promised:
        task.call_at, task.call_note, task.called_at = None, "", None
    if task.overdue_at:
        digests.flag(desk, task, overdue=True)
    desk.happened(RecoveryHandedBack(ticket=ticket.id, actor=agent, recovery=task.id))


def call_back(desk: Desk, recovery: int, agent: str, at: datetime, note: str = "", *, tell: bool = False) -> None:
    """They are reminded then, and the customer hears of it where they want that. Another moment replaces the first.

    Raises what `_owned` does, `NotAhead`, `CustomerIsBlocked`, `CannotReach`.
    """
    task, ticket = _owned(desk, recovery, agent)
    must_be_ahead(desk, agent, at)
    note = hidden_text(desk, note)
    if (task.call_at, task.call_note, task.promised) == (at, note, tell or task.promised):
        return
    if tell:
        _tell(desk, ticket, at)
    task.call_at, task.call_note, task.called_at = at, note, None
    task.promised = tell or task.promised
    at_ms = milliseconds(at)
    desk.happened(CallBackPlanned(ticket=ticket.id, actor=agent, recovery=task.id, at_ms=at_ms, told=tell, why=note))
    desk.happened(RecoveryStale(recovery=task.id))


def _tell(desk: Desk, ticket: Ticket, at: datetime) -> None:
    customer = desk.customer_of(ticket)
    _must_be_reached(customer)
    about = str(milliseconds(at))
    desk.happened(CustomerTold(customer=customer.id, notice=Notice.CALL_BACK, ticket=ticket.id, about=about))


def _must_be_reached(customer: Customer) -> None:
    """It answers what they said of us, so also those hear it who asked for quiet."""
    match unwanted(customer):
        case Unwanted.BLOCKED:
            raise CustomerIsBlocked(name=customer.name)
        case Unwanted.AWAY:
            raise CannotReach(name=customer.name)


def offered(desk: Desk, recovery: int, agent: str) -> Offered:
    """Raises what `_owned` does."""
    task, ticket = _owned(desk, recovery, agent)
    if ticket.cause:
        return Offered(task, ticket, ())
    return Offered(task, ticket, causes.likely(desk.session, desk.practice, ticket, desk.moment - causes.LATELY))


def finish(desk: Desk, recovery: int, agent: str, outcome: str, note: str, cause: str = "") -> None:
    """What came of it, in a line; and why the ticket came up at all, where nobody has said so.

    Raises what `_owned` does, `NoSuchChoice`, `NoteWanted`, `CauseToName`.
    """
    task, ticket = _owned(desk, recovery, agent)
    note = hidden_text(desk, note.strip())
    if outcome not in CHOSEN:
        raise NoSuchChoice()
    if not note:
        raise NoteWanted()
    if cause:
        causes.name(desk, ticket.id, agent, cause)
    elif ticket.cause is None and desk.practice.causes:
        raise CauseToName(ticket=ticket.id)
    task.outcome, task.note, task.ended_at, task.ended_by = outcome, note, desk.moment, agent
    digests.unflag(desk, task, overdue=True)
    desk.happened(RecoveryEnded(ticket=ticket.id, actor=agent, recovery=task.id, outcome=outcome, why=note))
    desk.happened(RecoveryStale(recovery=task.id))


def resume(desk: Desk, recovery: int, agent: str) -> None:
    """It was not the end after all: whoever ended it goes on. Twice is the same as once.

    Raises `NotAnAgent`, `RecoveryOver`, `RecoveryTakenBy`, `AlreadyErased`, `RecoveryElsewhere`.
    """
    desk.agent(agent)
    task = held(desk, recovery)
    ticket = in_place_of(desk, task.ticket_id)
    desk.happened(RecoveryStale(recovery=task.id))
    if task.owner and task.owner != agent:
        raise RecoveryTakenBy(ticket=ticket.id, owner=desk.name(task.owner))
    if task.outcome is None:
        return
    if ticket.erased_at:
        raise AlreadyErased(ticket=ticket.id)
    if task.ended_by is None:
        raise RecoveryOver()
    if _another(desk, task):
        raise RecoveryElsewhere(ticket=ticket.id)
    task.outcome = task.ended_at = task.ended_by = None
    desk.happened(RecoveryResumed(ticket=ticket.id, actor=agent, recovery=task.id))


def _another(desk: Desk, task: Recovery) -> bool:
    other = select(Recovery.id).where(Recovery.ticket_id == task.ticket_id, col(Recovery.outcome).is_(None))
    return desk.session.exec(other).first() is not None
