"""Return-visit coverage (M22): of the follow-ups that were due, how many were made, and made on time. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.desk.followups.tables import FollowUp, Outcome
from bot.desk.followups.visits import ON_TIME


class Made(StrEnum):
    """How a follow-up that was due was made: asked within a day, asked later, or not at all."""

    ON_TIME = "on_time"
    LATE = "late"
    UNREACHABLE = "unreachable"
    MISSED = "missed"


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
    def share_on_time(self) -> float | None:
        return self.on_time / self.due if self.due else None

    @property
    def share_done(self) -> float | None:
        """Asked at all, on time or late; whether the customer answered does not matter here."""
        return (self.on_time + self.late) / self.due if self.due else None


def coverage(follow_ups: Iterable[FollowUp]) -> Coverage:
    """Of those given, what is yet to be made is left out, and what was cancelled before it was."""
    made = [how for each in follow_ups if (how := _made(each))]
    return Coverage(**{how.value: made.count(how) for how in Made})


def _made(visit: FollowUp) -> Made | None:
    if visit.outcome == Outcome.UNREACHABLE:
        return Made.UNREACHABLE
    if visit.outcome == Outcome.MISSED:
        return Made.MISSED
    if visit.asked_at is None:
        return None
    return Made.ON_TIME if visit.asked_at - visit.due_at <= ON_TIME else Made.LATE
