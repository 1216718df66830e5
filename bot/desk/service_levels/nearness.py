"""How far away a day is, as people say it: today, tomorrow, on Monday, on a date."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

A_WEEK = 7
"""Days after which a weekday's name would mean another day."""


class Day(StrEnum):
    TODAY = "today"
    TOMORROW = "tomorrow"
    WEEKDAY = "weekday"
    DATE = "date"


class Near(NamedTuple):
    """A moment, in the time zone it is told in, and how its day is called."""

    at: datetime
    day: Day


def near(at: datetime, now: datetime, timezone: str) -> Near:
    """`at` is not before `now`."""
    zone = ZoneInfo(timezone)
    there = at.astimezone(zone)
    days = (there.date() - now.astimezone(zone).date()).days
    if days <= 1:
        return Near(there, Day.TOMORROW if days == 1 else Day.TODAY)
    return Near(there, Day.WEEKDAY if days < A_WEEK else Day.DATE)


def called_otherwise(told: Near) -> datetime | None:
    """When its day is called by another name; of today's, never."""
    match told.day:
        case Day.TODAY:
            return None
        case Day.TOMORROW:
            return _midnight(told.at, days_before=0)
        case Day.WEEKDAY:
            return _midnight(told.at, days_before=1)
        case Day.DATE:
            return _midnight(told.at, days_before=A_WEEK - 1)


def _midnight(at: datetime, days_before: int) -> datetime:
    day: date = at.date() - timedelta(days=days_before)
    return datetime.combine(day, time(), at.tzinfo)
