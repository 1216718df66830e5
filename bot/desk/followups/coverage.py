"""Return-visit coverage (M22): of the follow-ups that were due, how many were made, and made on time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session, col, select

from bot.desk.followups.tables import FollowUp, Outcome
from bot.desk.followups.visits import ON_TIME
from bot.desk.measures.scope import EVERYTHING, Scope, of_tickets
from bot.desk.tickets.tables import Ticket


class Made(StrEnum):
    """How a follow-up that was due was made: asked within a day, asked later, or not at all."""

    ON_TIME = "on_time"
    LATE = "late"
    UNREACHABLE = "unreachable"
    MISSED = "missed"


class Visit(NamedTuple):
    """What is counted of a follow-up."""

    due_at: datetime
    asked_at: datetime | None
    outcome: str | None


@dataclass(frozen=True)
class Coverage:
    """Counts; the shares are of all that were due, those who could not be reached among them, and none of none."""

    on_time: int = 0
    late: int = 0
    unreachable: int = 0
    missed: int = 0

    @property
    def due(self) -> int:
        return self.on_time + self.late + self.unreachable + self.missed

    @property
    def done(self) -> int:
        """Asked at all, on time or late; whether the customer answered does not matter here."""
        return self.on_time + self.late

    @property
    def share_on_time(self) -> float | None:
        return self.on_time / self.due if self.due else None

    @property
    def share_done(self) -> float | None:
        return self.done / self.due if self.due else None


def due_between(session: Session, since: datetime, until: datetime, scope: Scope = EVERYTHING) -> Coverage:
    """Of those that were due from `since` to before `until`, as far as that is known by now."""
    its = col(Ticket.id) == col(FollowUp.ticket_id)
    due = select(FollowUp.due_at, FollowUp.asked_at, FollowUp.outcome).join(Ticket, its)
    due = due.where(col(FollowUp.due_at) >= since, col(FollowUp.due_at) < until, *of_tickets(scope))
    return coverage(Visit(*row) for row in session.exec(due).all())


def coverage(visits: Iterable[Visit]) -> Coverage:
    """Of those given, what is yet to be made is left out, and what was cancelled before it was."""
    made = [how for each in visits if (how := _made(each))]
    return Coverage(**{how.value: made.count(how) for how in Made})


def _made(visit: Visit) -> Made | None:
    if visit.outcome == Outcome.UNREACHABLE:
        return Made.UNREACHABLE
    if visit.outcome == Outcome.MISSED:
        return Made.MISSED
    if visit.asked_at is None:
        return None
    return Made.ON_TIME if visit.asked_at - visit.due_at <= ON_TIME else Made.LATE
