"""Why customers had to write at all: chosen from a list by whoever solves a ticket, and afterwards too."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session, col, func, select

from bot.desk.desk import Desk
from bot.desk.events import CauseSet
from bot.desk.practice import Cause, Practice
from bot.desk.refusals import CauseWanted, NoSuchChoice
from bot.desk.tickets import handling
from bot.desk.tickets.life import LIVE
from bot.desk.tickets.tables import Ticket

LATELY = timedelta(days=28)


def likely(session: Session, practice: Practice, ticket: Ticket, since: datetime) -> list[Cause]:
    """All there are: those that tickets of its category had most since then come first, the others as they are listed.

    One statement, on an index of the tickets that have a cause.
    """
    counted = select(Ticket.cause, func.count()).where(
        Ticket.category == ticket.category, col(Ticket.cause).is_not(None), col(Ticket.resolved_at) >= since
    )
    used = dict(session.exec(counted.group_by(col(Ticket.cause))).all())
    return sorted(practice.causes, key=lambda cause: -used.get(cause.name, 0))


def wanted(practice: Practice, ticket: Ticket) -> bool:
    """Whether it may not be solved without one."""
    return practice.team(ticket.team).cause_required and bool(practice.causes) and ticket.cause is None


def solve(desk: Desk, ticket: int, agent: str) -> None:
    """Where a cause is wanted, not without one. Raises `CauseWanted`, and what `handling.solve` does."""
    desk.agent(agent)
    if wanted(desk.practice, desk.unmerged(ticket)):
        raise CauseWanted(ticket=ticket)
    handling.solve(desk, ticket, agent)


def solve_because(desk: Desk, ticket: int, agent: str, cause: str) -> None:
    name(desk, ticket, agent, cause)
    handling.solve(desk, ticket, agent)


def name(desk: Desk, ticket: int, agent: str, cause: str) -> None:
    """Naming the same one twice is the same as once. Raises `NoSuchChoice`."""
    desk.agent(agent)
    held = desk.unmerged(ticket)
    if desk.practice.cause(cause) is None:
        raise NoSuchChoice()
    if held.cause != cause:
        held.cause = cause
        desk.happened(CauseSet(ticket=ticket, actor=agent, cause=cause))


class Offered(NamedTuple):
    """What can be chosen for a ticket; `solves`: it is live, and whoever chooses solves it. `chosen` is what it has."""

    ticket: int
    causes: Sequence[Cause]
    chosen: str | None
    solves: bool
    required: bool


def offered(desk: Desk, ticket: int, agent: str) -> Offered:
    """Raises `NotAnAgent`, `NoSuchTicket`, `MergedAway`."""
    desk.agent(agent)
    held = desk.unmerged(ticket)
    causes = likely(desk.session, desk.practice, held, desk.moment - LATELY)
    return Offered(ticket, causes, held.cause, held.status in LIVE, wanted(desk.practice, held))
