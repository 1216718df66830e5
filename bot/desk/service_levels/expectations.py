"""When a customer may expect an answer: by when it is promised, else how long such questions took. Pure.

Nothing here is a promise that has passed: once it is late, that is what is said.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.desk.service_levels.calendars import Calendar, opens
from bot.desk.service_levels.nearness import Near, called_otherwise, near


@dataclass(frozen=True)
class DueBy:
    """It was promised for then."""

    by: Near


@dataclass(frozen=True)
class WhenOpen:
    """Nobody works now. It was promised for `by`, after the next opening."""

    opens: Near
    by: Near


@dataclass(frozen=True)
class Usually:
    """Nothing was promised: `half` of such questions had an answer within that, and three quarters within `most`.

    `until` is when this one has waited for that long.
    """

    half: timedelta
    most: timedelta
    until: datetime


@dataclass(frozen=True)
class Overdue:
    """It was promised for an earlier moment, or most are answered sooner."""


Expectation = DueBy | WhenOpen | Usually | Overdue


@dataclass(frozen=True)
class Figures:
    """How long first answers took, by the clock on the wall: the median and the 75th percentile."""

    half: timedelta
    most: timedelta


def expectation(
    waits_since: datetime,
    due_at: datetime | None,
    calendar: Calendar | None,
    figures: Figures | None,
    now: datetime,
    timezone: str,
) -> Expectation | None:
    """None where nothing is known. `calendar` is the one by which `due_at` was reckoned, as far as it still exists."""
    if due_at:
        return _promised(due_at, calendar, now, timezone)
    if figures is None:
        return None
    until = waits_since + figures.most
    return Usually(figures.half, figures.most, until) if now < until else Overdue()


def _promised(due_at: datetime, calendar: Calendar | None, now: datetime, timezone: str) -> Expectation:
    if due_at <= now:
        return Overdue()
    opening = opens(now, calendar) if calendar else now
    by = near(due_at, now, timezone)
    return WhenOpen(near(opening, now, timezone), by) if now < opening < due_at else DueBy(by)


def holds_until(expected: Expectation | None) -> datetime | None:
    """From when on it is to be said otherwise, if nothing else happens; None where it can be said for ever."""
    match expected:
        case DueBy(by):
            moments = [by.at, called_otherwise(by)]
        case WhenOpen(opening, by):
            moments = [opening.at, called_otherwise(opening), called_otherwise(by)]
        case Usually():
            moments = [expected.until]
        case _:
            moments = []
    return min((moment.astimezone(UTC) for moment in moments if moment), default=None)
