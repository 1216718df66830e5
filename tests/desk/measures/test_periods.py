"""Which days are meant, how long they are, and when a week is told of."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.desk.measures.periods import MOST_DAYS, Period, Weekly, asked_for, slot_after, slot_by, week_of, weeks
from bot.desk.refusals import BackwardPeriod, NoSuchDays, NotBegun, PeriodTooLong, Refusal

TODAY = date(2026, 3, 12)
MARCH_2, MARCH_8 = date(2026, 3, 2), date(2026, 3, 8)
GOLDEN = Period(MARCH_2, MARCH_8)
WARSAW = "Europe/Warsaw"

SAID = [
    ("", Period(date(2026, 2, 11), TODAY), ""),
    ("Billing", Period(date(2026, 2, 11), TODAY), "Billing"),
    ("this week", Period(date(2026, 3, 9), date(2026, 3, 15)), ""),
    ("Last Week  Night shift", GOLDEN, "Night shift"),
    ("7 days billing", Period(date(2026, 3, 6), TODAY), "billing"),
    ("last 1 day", Period(TODAY, TODAY), ""),
    ("2026-03-02 2026-03-08", GOLDEN, ""),
    ("2026-03-02..2026-03-08 Billing", GOLDEN, "Billing"),
    ("from 2026-03-02 to 2026-03-08", GOLDEN, ""),
    ("2026-03-02 - 2026-03-08", GOLDEN, ""),
    ("2026-03-02 2026-03-31", Period(MARCH_2, date(2026, 3, 31)), ""),
    ("2026-03-02", Period(MARCH_2, MARCH_2), ""),
    ("Billing 2026-03-02", Period(MARCH_2, MARCH_2), "Billing"),
    ("Billing last week", GOLDEN, "Billing"),
    ("Night shift from 2026-03-02 to 2026-03-08 ", GOLDEN, "Night shift"),
    ("Today", Period(TODAY, TODAY), ""),
    ("Billing yesterday", Period(date(2026, 3, 11), date(2026, 3, 11)), "Billing"),
    ("The last week crew", Period(date(2026, 2, 11), TODAY), "The last week crew"),
]


@pytest.mark.parametrize(("said", "period", "rest"), SAID)
def test_days_can_be_said_in_several_ways(said: str, period: Period, rest: str) -> None:
    assert asked_for(said, TODAY) == (period, rest)


REFUSED: list[tuple[str, type[Refusal]]] = [
    ("2026-03-08 2026-03-02", BackwardPeriod),
    ("2026-03-13 2026-03-14", NotBegun),
    ("2026-02-30 2026-03-02", NoSuchDays),
    ("2026-03-13", NotBegun),
    ("2026-02-30", NoSuchDays),
    ("3 months", NoSuchDays),
    ("last year", NoSuchDays),
    ("0 days", NoSuchDays),
    (f"{MOST_DAYS + 1} days", PeriodTooLong),
    ("999999 days", PeriodTooLong),
    ("2020-01-01 2026-03-02", PeriodTooLong),
]


@pytest.mark.parametrize(("said", "no"), REFUSED)
def test_days_that_cannot_be_are_refused_with_what_could(said: str, no: type[Refusal]) -> None:
    with pytest.raises(no) as told:
        asked_for(said, TODAY)
    assert "{" not in told.value.sentence


LENGTHS = [
    (date(2026, 3, 28), WARSAW, 24),
    (date(2026, 3, 29), WARSAW, 23),
    (date(2026, 10, 25), WARSAW, 25),
    (date(2026, 3, 29), "UTC", 24),
    (date(2026, 9, 6), "America/Santiago", 23),  # its clocks go on at midnight
]


@pytest.mark.parametrize(("day", "zone", "hours"), LENGTHS)
def test_a_day_lasts_from_midnight_to_midnight_of_its_zone(day: date, zone: str, hours: int) -> None:
    start, end = Period(day, day).span(zone)
    assert end - start == timedelta(hours=hours)
    assert Period(day - timedelta(days=1), day - timedelta(days=1)).span(zone).end == start


def test_weeks_follow_each_other_and_end_with_the_day_that_is_named() -> None:
    assert weeks(MARCH_8, 2) == [Period(date(2026, 2, 23), date(2026, 3, 1)), GOLDEN]
    assert week_of(MARCH_8) == week_of(MARCH_2) == GOLDEN


SLOTS = [
    (Weekly(), "2026-03-09T07:59:59", "2026-03-02T08:00", "2026-03-09T08:00"),
    (Weekly(), "2026-03-09T08:00", "2026-03-09T08:00", "2026-03-16T08:00"),
    (Weekly(), "2026-03-25T12:00", "2026-03-23T08:00", "2026-03-30T07:00"),
    (Weekly(6, time(2, 30)), "2026-03-28T12:00", "2026-03-22T01:30", "2026-03-29T01:30"),
    (Weekly(6, time(2, 30)), "2026-10-25T00:45", "2026-10-25T00:30", "2026-11-01T01:30"),
    (Weekly(6, time(23)), "2026-03-02T00:30", "2026-03-01T22:00", "2026-03-08T22:00"),
]


@pytest.mark.parametrize(("weekly", "now", "last", "following"), SLOTS)
def test_a_weeks_slot_is_by_the_clock_on_the_wall(weekly: Weekly, now: str, last: str, following: str) -> None:
    moment, by, after = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (now, last, following))
    assert (slot_by(moment, weekly, WARSAW), slot_after(moment, weekly, WARSAW)) == (by, after)
