"""Return-visit coverage (M22): of the follow-ups that were due, how many were made, and made on time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session, col, func, select

from bot.desk.followups.tables import FollowUp, Outcome
from bot.desk.measures.scope import EVERYTHING, Scope, of_tickets
from bot.desk.tickets.tables import Ticket


class Made(StrEnum):
    """How a follow-up that was due was made: asked within a day, asked later, or not at all."""

    ON_TIME = "on_time"
    LATE = "late"
    UNREACHABLE = "unreachable"
    MISSED = "missed"


class Visits(NamedTuple):
    """So `many` that came out alike: `late` says nothing of those that were never `asked`."""

    outcome: str | None
    asked: bool
    late: bool
    many: int = 1


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
    alike = (col(FollowUp.outcome), col(FollowUp.asked_at).is_not(None), col(FollowUp.late))
    due = select(*alike, func.count()).join(Ticket, col(Ticket.id) == col(FollowUp.ticket_id)).group_by(*alike)
    due = due.where(col(FollowUp.due_at) >= since, col(FollowUp.due_at) < until, *of_tickets(scope))
    return coverage(Visits(*row) for row in session.exec(due).all())


def coverage(visits: Iterable[Visits]) -> Coverage:
    """Of those given, what is yet to be made is left out, and what was cancelled before it was."""
    counts = Counter[Made]()
    for each in visits:
        if how := _made(each):
            counts[how] += each.many
    return Coverage(**{how.value: counts[how] for how in Made})


def _made(visits: Visits) -> Made | None:
    if visits.outcome == Outcome.UNREACHABLE:
        return Made.UNREACHABLE
    if visits.outcome == Outcome.MISSED:
        return Made.MISSED
    if not visits.asked:
        return None
    return Made.LATE if visits.late else Made.ON_TIME
