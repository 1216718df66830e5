"""Which days a number is about, and when the numbers of a week are told. Pure.

Days are whole ones of the desk's zone, from midnight to midnight, however long that is where clocks are set.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.desk.refusals import BackwardPeriod, NoSuchDays, NotBegun, PeriodTooLong

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
USUAL = 30
"""Days, where nobody says which."""
MOST_DAYS = 1100
"""Three years and a little: what is counted anew each time that it is asked for has an end."""

_ONE_DAY = re.compile(r"\b(today|yesterday)\b", re.IGNORECASE)
_WEEKS = re.compile(r"\b(this|last)\s+week\b", re.IGNORECASE)
_DAYS = re.compile(r"\b(?:last\s+)?(\d{1,6})\s+days?\b", re.IGNORECASE)
_FROM_TO = re.compile(
    r"\b(?:from\s+)?(\d{4}-\d\d-\d\d)(?:\s+to\s+|\s*(?:\.\.|/|[-–])\s*|\s+)(\d{4}-\d\d-\d\d)\b", re.IGNORECASE
)
_DATE = re.compile(r"\b(\d{4}-\d\d-\d\d)\b")
_A_TIME = re.compile(r"(?:from\b|this\b|last\b|\d)", re.IGNORECASE)


class Span(NamedTuple):
    """Half-open: what happens at `end` is of the next."""

    start: datetime
    end: datetime


class Period(NamedTuple):
    """Both days belong to it."""

    first: date
    last: date

    def span(self, timezone: str) -> Span:
        zone = ZoneInfo(timezone)
        midnights = (datetime.combine(day, time(), zone) for day in (self.first, self.last + DAY))
        return Span(*(midnight.astimezone(ZoneInfo("UTC")) for midnight in midnights))


class Weekly(NamedTuple):
    """`day` counts from Monday, which is 0; `at` is by the clocks of the desk's zone."""

    day: int = 0
    at: time = time(9)


def days(many: int, last: date) -> Period:
    """So many, of which that is the last. Raises `PeriodTooLong`, `NoSuchDays`."""
    if many < 1:
        raise NoSuchDays(said=f"{many} days")
    if many > MOST_DAYS:
        raise PeriodTooLong(most=MOST_DAYS)
    return Period(last - (many - 1) * DAY, last)


def between(first: date, last: date, today: date) -> Period:
    """Raises `BackwardPeriod`, `NotBegun`, `PeriodTooLong`."""
    if last < first:
        raise BackwardPeriod(first=first, last=last)
    if first > today:
        raise NotBegun(first=first)
    if (last - first).days >= MOST_DAYS:
        raise PeriodTooLong(most=MOST_DAYS)
    return Period(first, last)


def week_of(day: date) -> Period:
    """From Monday to Sunday."""
    monday = day - day.weekday() * DAY
    return Period(monday, monday + WEEK - DAY)


def weeks(last: date, many: int) -> list[Period]:
    """So many spans of seven days, oldest first, of which the latest ends with that day."""
    ends = [last - back * WEEK for back in reversed(range(many))]
    return [Period(end - WEEK + DAY, end) for end in ends]


def asked_for(said: str, today: date) -> tuple[Period, str]:
    """The days that it begins or ends with, the last 30 where it names none; and what else it says.

    Raises `NoSuchDays`, `BackwardPeriod`, `NotBegun`, `PeriodTooLong`.
    """
    said = said.strip()
    if found := _said(_ONE_DAY, said):
        day = today if found[1].lower() == "today" else today - DAY
        period = Period(day, day)
    elif found := _said(_WEEKS, said):
        this = found[1].lower() == "this"
        period = week_of(today if this else today - WEEK)
    elif found := _said(_FROM_TO, said):
        period = between(_day(found[1]), _day(found[2]), today)
    elif found := _said(_DATE, said):
        period = between(_day(found[1]), _day(found[1]), today)
    elif found := _said(_DAYS, said):
        period = days(int(found[1]), today)
    elif _A_TIME.match(said):
        raise NoSuchDays(said=said)
    else:
        return days(USUAL, today), said
    return period, f"{said[: found.start()]}{said[found.end() :]}".strip()


def _said(days: re.Pattern[str], said: str) -> re.Match[str] | None:
    """Not in the middle: a team may be called so."""
    found = days.search(said)
    return found if found and (found.start() == 0 or found.end() == len(said)) else None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NoSuchDays(said=text) from None


def slot_after(moment: datetime, weekly: Weekly, timezone: str) -> datetime:
    """The next one."""
    return min(slot for slot in _slots(moment, weekly, timezone) if slot > moment)


def slot_by(moment: datetime, weekly: Weekly, timezone: str) -> datetime:
    """The last one that has come."""
    return max(slot for slot in _slots(moment, weekly, timezone) if slot <= moment)


def _slots(moment: datetime, weekly: Weekly, timezone: str) -> Iterator[datetime]:
    zone = ZoneInfo(timezone)
    monday = week_of(moment.astimezone(zone).date()).first
    for week in (-1, 0, 1):
        day = monday + week * WEEK + weekly.day * DAY
        yield datetime.combine(day, weekly.at, zone).astimezone(moment.tzinfo)
