"""Whom the question is for. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.desk.surveys.scores import PASSIVE, PROMOTER

DAY = timedelta(days=1)
CHOICES = range(11)
APART = 6 * DAY
"""Between the question about a ticket and this one: nobody has two of ours at a time."""
AT = time(10)
"""When a day's customers are chosen, in the desk's own time zone."""


@dataclass(frozen=True)
class Relationship:
    """`most_a_day` are chosen of those of whom something was solved `after` ago; 0: nobody is asked.

    They wrote `known_for` ago for the first time, or earlier, were answered by a person in `solved_tickets` that were
    solved, and were not asked within `every`. They can choose, and choose again, for `open_for`.
    """

    most_a_day: int = 0
    every: timedelta = 90 * DAY
    after: timedelta = 14 * DAY
    known_for: timedelta = 30 * DAY
    solved_tickets: int = 2
    open_for: timedelta = 14 * DAY


class Group(StrEnum):
    PROMOTER = "promoter"
    PASSIVE = "passive"
    DETRACTOR = "detractor"


class Span(NamedTuple):
    """From `begins` to before `ends`."""

    begins: datetime
    ends: datetime


def group(score: int) -> Group:
    if score >= PROMOTER:
        return Group.PROMOTER
    return Group.PASSIVE if score >= PASSIVE else Group.DETRACTOR


def served(moment: datetime, after: timedelta, timezone: str) -> Span:
    """The whole day, by the clocks of the zone, that was so long ago: so each solve is looked at on one day, once."""
    zone = ZoneInfo(timezone)
    day = (moment - after).astimezone(zone).date()
    return Span(_on(day, time.min, zone), _on(day + DAY, time.min, zone))


def first_turn(moment: datetime, timezone: str) -> datetime:
    """When customers are chosen for the first time: today, or tomorrow if it is too late for that."""
    zone = ZoneInfo(timezone)
    today = _on(moment.astimezone(zone).date(), AT, zone)
    return today if today > moment else tomorrows_turn(moment, timezone)


def tomorrows_turn(moment: datetime, timezone: str) -> datetime:
    """However late today's was: a day has one."""
    zone = ZoneInfo(timezone)
    return _on(moment.astimezone(zone).date() + DAY, AT, zone)


def _on(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
