"""What a customer may expect, from what was promised and measured, at every hour."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.service_levels.calendars import ALWAYS, Calendar
from bot.desk.service_levels.expectations import (
    DueBy,
    Expectation,
    Figures,
    Overdue,
    Usually,
    WhenOpen,
    expectation,
    holds_until,
)
from bot.desk.service_levels.hours import window
from bot.desk.service_levels.nearness import Day, Near, near

OFFICE = Calendar("office", "Europe/Warsaw", ((window("09:00-17:00"),),) * 5 + ((), ()))
WARSAW = ZoneInfo("Europe/Warsaw")
HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
USUAL = Figures(timedelta(minutes=20), timedelta(minutes=45))


def at(clock: str, day: int = 16) -> datetime:
    """In November 2026, of which the 16th is a Monday, as the clocks of Warsaw show it."""
    return datetime.fromisoformat(f"2026-11-{day:02}T{clock}").replace(tzinfo=WARSAW)


def known(now: datetime, due_at: datetime | None, calendar: Calendar | None = OFFICE) -> Expectation | None:
    return expectation(at("09:00"), due_at, calendar, None, now, "Europe/Warsaw")


@pytest.mark.parametrize(
    ("now", "due_at", "expected"),
    [
        (at("10:00"), at("14:10"), DueBy(Near(at("14:10"), Day.TODAY))),
        (at("16:50"), at("09:50", 17), DueBy(Near(at("09:50", 17), Day.TOMORROW))),
        (at("16:50"), at("16:00", 18), DueBy(Near(at("16:00", 18), Day.WEEKDAY))),
        (at("16:50"), at("16:00", 23), DueBy(Near(at("16:00", 23), Day.DATE))),
        (at("14:10"), at("14:10"), Overdue()),
        (at("20:00"), at("14:10"), Overdue()),
        (at("08:00"), at("10:00"), WhenOpen(Near(at("09:00"), Day.TODAY), Near(at("10:00"), Day.TODAY))),
        (
            at("18:00", 20),
            at("10:00", 23),
            WhenOpen(Near(at("09:00", 23), Day.WEEKDAY), Near(at("10:00", 23), Day.WEEKDAY)),
        ),
        (
            at("12:00", 22),
            at("10:00", 24),
            WhenOpen(Near(at("09:00", 23), Day.TOMORROW), Near(at("10:00", 24), Day.WEEKDAY)),
        ),
    ],
)
def test_what_is_promised_is_told_for_when_it_is_due(now: datetime, due_at: datetime, expected: Expectation) -> None:
    assert known(now, due_at) == expected


def test_who_is_always_open_is_never_closed() -> None:
    assert known(at("23:00"), at("01:00", 17), ALWAYS) == DueBy(Near(at("01:00", 17), Day.TOMORROW))


def test_without_its_calendar_a_promise_is_still_told() -> None:
    assert known(at("18:00"), at("09:50", 17), None) == DueBy(Near(at("09:50", 17), Day.TOMORROW))


def test_where_nothing_is_promised_or_known_nothing_is_said() -> None:
    assert known(at("10:00"), None) is None


def test_where_nothing_is_promised_it_is_what_such_questions_took_for_as_long_as_it_is_true() -> None:
    def usual(now: datetime) -> Expectation | None:
        return expectation(at("09:00"), None, None, USUAL, now, "Europe/Warsaw")

    assert usual(at("09:30")) == Usually(USUAL.half, USUAL.most, at("09:45"))
    assert usual(at("09:45")) == Overdue()


def test_a_day_is_the_desks_and_not_that_of_utc() -> None:
    now = datetime(2026, 11, 16, 22, 30, tzinfo=UTC)
    assert near(now + HOUR, now, "Europe/Warsaw").day is Day.TOMORROW
    assert near(now + HOUR, now, "UTC").day is Day.TODAY


@pytest.mark.parametrize(
    ("now", "due_at", "until"),
    [
        (at("10:00"), at("14:10"), at("14:10")),  # it is late from then on
        (at("16:50"), at("09:50", 17), at("00:00", 17)),  # tomorrow is today
        (at("16:50"), at("16:00", 18), at("00:00", 17)),  # Wednesday is tomorrow
        (at("16:50"), at("16:00", 27), at("00:00", 21)),  # the 27th is a Friday in the same week
        (at("18:00"), at("10:00", 17), at("00:00", 17)),  # tomorrow is today
        (at("08:00"), at("10:00"), at("09:00")),  # we are open
        (at("14:10"), at("14:10"), None),
    ],
)
def test_it_is_said_otherwise_as_soon_as_it_reads_otherwise(
    now: datetime, due_at: datetime, until: datetime | None
) -> None:
    assert holds_until(known(now, due_at)) == until


@given(
    st.integers(0, 700 * 86_400).map(lambda seconds: MONDAY + timedelta(seconds=seconds)),
    st.integers(-3600, 30 * 86_400).map(lambda seconds: timedelta(seconds=seconds)),
    st.integers(0, 99),
)
def test_until_it_is_said_otherwise_it_is_true(now: datetime, away: timedelta, percent: int) -> None:
    """That we close meanwhile makes nothing untrue."""
    told = known(now, now + away)
    until = holds_until(told)
    later = known(now + ((until - now) if until else timedelta(days=60)) * percent // 100, now + away)
    if isinstance(told, DueBy) and isinstance(later, WhenOpen):
        assert later.by == told.by
    else:
        assert later == told
    assert until is None or known(until, now + away) != told
