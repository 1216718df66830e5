"""Working time: the cases people got wrong, by their numbers; the laws of arithmetic; another library beside it."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import businesstimedelta
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.desk.service_levels.calendars import (
    ALWAYS,
    Calendar,
    Day,
    NeverDue,
    Window,
    due,
    elapsed,
    is_holiday,
    is_open,
    openings,
    opens,
)
from bot.desk.service_levels.hours import day, overlapping, window

WARSAW, NEW_YORK, KOLKATA = "Europe/Warsaw", "America/New_York", "Asia/Kolkata"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def calendar(*week: str, timezone: str = "UTC", **more: object) -> Calendar:
    """`mon-fri 09:00-17:00`, each by itself; the days that are not named are closed."""
    windows: list[list[Window]] = [[] for _ in range(7)]
    for line in week:
        days, _, times = line.partition(" ")
        for at in DAYS[days]:
            windows[at] += map(window, times.split())
    return Calendar("test", timezone, tuple(map(tuple, windows)), **more)  # type: ignore[arg-type]


DAYS = {
    "mon": [0], "tue": [1], "wed": [2], "thu": [3], "fri": [4], "sat": [5], "sun": [6],
    "mon-fri": range(5), "mon-sat": range(6), "daily": range(7),
}  # fmt: skip
OFFICE = calendar("mon-fri 09:00-17:00")
LUNCH = calendar("mon-fri 09:00-12:00 13:00-17:00")
UNEVEN = calendar("mon 09:00-17:00", "tue 09:00-09:30", "wed 10:00-18:00", "fri 09:00-12:00")
WEDNESDAYS = calendar("wed 09:00-17:00")
NIGHTS = calendar("mon-fri 22:00-06:00")
LONG = calendar("daily 08:00-18:00")


def at(text: str, timezone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(timezone))


# 20 November 2026 is a Friday.
@pytest.mark.parametrize(
    ("hours", "start", "amount", "expected"),
    [
        pytest.param(ALWAYS, "2026-11-20T09:00", HOUR, "2026-11-20T10:00", id="case 1: always open"),
        pytest.param(OFFICE, "2026-11-20T16:00", 2 * HOUR, "2026-11-23T10:00", id="case 3: over a weekend"),
        pytest.param(OFFICE, "2026-11-20T06:15", HOUR, "2026-11-20T10:00", id="case 4: before opening"),
        pytest.param(OFFICE, "2026-11-20T18:00", HOUR, "2026-11-23T10:00", id="case 5: after closing"),
        pytest.param(OFFICE, "2026-11-21T12:00", HOUR, "2026-11-23T10:00", id="case 5: on a closed day"),
        pytest.param(OFFICE, "2026-11-19T17:00", HOUR, "2026-11-20T10:00", id="case 6: exactly at closing"),
        pytest.param(OFFICE, "2026-11-20T15:00", 2 * HOUR, "2026-11-20T17:00", id="case 7: exactly what is left"),
        pytest.param(LONG, "2026-11-20T08:00", 599 * MINUTE, "2026-11-20T17:59", id="case 8: a minute under"),
        pytest.param(LONG, "2026-11-20T08:00", 601 * MINUTE, "2026-11-21T08:01", id="case 8: a minute over"),
        pytest.param(OFFICE, "2026-11-16T16:00", 10 * HOUR, "2026-11-18T10:00", id="case 9: over two days"),
        pytest.param(UNEVEN, "2026-11-16T16:00", 2 * HOUR, "2026-11-18T10:30", id="case 10: each day's own close"),
        pytest.param(UNEVEN, "2026-11-17T09:00", HOUR, "2026-11-18T10:30", id="case 11: a short day, then a full one"),
        pytest.param(WEDNESDAYS, "2026-11-18T16:00", 2 * HOUR, "2026-11-25T10:00", id="case 12: once a week"),
        pytest.param(ALWAYS, "2026-11-20T00:00", 24 * HOUR, "2026-11-21T00:00", id="case 17: no minute is lost"),
        pytest.param(ALWAYS, "2026-11-20T00:00", 240 * HOUR, "2026-11-30T00:00", id="case 17: nor at ten of them"),
        pytest.param(LUNCH, "2026-11-20T11:30", HOUR, "2026-11-20T13:30", id="case 18: the gap does not count"),
        pytest.param(NIGHTS, "2026-11-20T23:00", 2 * HOUR, "2026-11-21T01:00", id="over midnight"),
        pytest.param(NIGHTS, "2026-11-20T23:00", 8 * HOUR, "2026-11-23T23:00", id="Friday's night ends on Saturday"),
        pytest.param(NIGHTS, "2026-11-20T23:00", 7 * HOUR, "2026-11-21T06:00", id="in the morning, exactly"),
    ],
)
def test_case(hours: Calendar, start: str, amount: timedelta, expected: str) -> None:
    assert due(at(start), amount, hours) == at(expected)
    assert elapsed(at(start), at(expected), hours) == amount


WORKING = calendar("mon-fri 09:00-18:00")


# 2 March 2026 is a Monday.
@pytest.mark.parametrize(
    ("hours", "start", "end", "worked"),
    [
        pytest.param(OFFICE, "2026-03-03T16:45", "2026-03-04T10:00", 75 * MINUTE, id="over a night"),
        pytest.param(OFFICE, "2026-03-02T08:00", "2026-03-02T10:00", HOUR, id="from before opening"),
        pytest.param(WORKING, "2026-03-02T18:00", "2026-03-03T09:07", 7 * MINUTE, id="from closing"),
        pytest.param(WORKING, "2026-03-06T17:30", "2026-03-09T09:30", HOUR, id="over a weekend"),
        pytest.param(WORKING, "2026-03-07T10:00", "2026-03-07T16:00", timedelta(), id="within a Saturday"),
        pytest.param(WORKING, "2026-03-05T16:00", "2026-03-06T10:00", 180 * MINUTE, id="T10 of the golden week"),
        pytest.param(WORKING, "2026-03-02T17:45", "2026-03-03T09:15", 30 * MINUTE, id="T3 of the golden week"),
        pytest.param(WORKING, "2026-03-02T17:45", "2026-03-04T12:00", 735 * MINUTE, id="its whole resolution"),
    ],
)
def test_published_values_of_working_time(hours: Calendar, start: str, end: str, worked: timedelta) -> None:
    assert elapsed(at(start), at(end), hours) == worked


@pytest.mark.parametrize(("night", "hours"), [("2026-03-28", 5), ("2026-10-24", 7)])
def test_an_always_open_night_has_the_hours_it_has(night: str, hours: int) -> None:
    evening = at(f"{night}T23:00", WARSAW)
    morning = (evening + timedelta(days=1)).replace(hour=5)
    always = calendar("daily 00:00-24:00", timezone=WARSAW)
    assert elapsed(evening, morning, always) == elapsed(evening, morning, ALWAYS) == hours * HOUR


@pytest.mark.parametrize("amount", [timedelta(), -HOUR])
def test_case_2_a_target_of_nothing_is_refused(amount: timedelta) -> None:
    with pytest.raises(ValueError, match="no deadline"):
        due(at("2026-11-20T09:00"), amount, OFFICE)


@pytest.mark.parametrize("start", ["2026-12-24T16:00", "2026-12-25T10:00", "2026-12-26T10:00"])
def test_case_13_consecutive_holidays_are_all_skipped(start: str) -> None:
    poland = calendar("mon-fri 09:00-17:00", country="PL", closed=frozenset({day("2026-12-28"), day("12-29")}))
    worked = elapsed(at("2026-12-24T09:00"), at(start), poland)  # since 2025 the 24th is one too
    assert (worked, due(at(start), HOUR, poland)) == (timedelta(), at("2026-12-30T10:00"))


def test_case_14_a_holiday_that_is_none_after_all_is_worked() -> None:
    poland = calendar("mon-fri 09:00-17:00", country="PL", working=frozenset({day("11-11")}))
    assert due(at("2026-11-10T16:30"), HOUR, poland) == at("2026-11-11T09:30")
    assert not is_holiday(poland, date(2026, 11, 11))


def test_case_15_next_years_holidays_are_known() -> None:
    poland = calendar("mon-fri 09:00-17:00", country="PL")
    easter_monday = {2026: date(2026, 4, 6), 2027: date(2027, 3, 29), 2028: date(2028, 4, 17)}
    assert all(is_holiday(poland, day) for day in easter_monday.values())
    assert due(at("2027-03-26T16:30"), HOUR, poland) == at("2027-03-30T09:30")


@pytest.mark.parametrize(
    ("timezone", "start", "expected"),
    [
        (KOLKATA, "2026-11-20T13:00", "2026-11-23T04:00"),  # after hours there: Monday 9:30 is 4:00 here
        (NEW_YORK, "2026-11-21T01:00", "2026-11-23T14:30"),  # still Friday evening there
        (NEW_YORK, "2026-11-20T13:00", "2026-11-20T14:30"),
    ],
)
def test_case_16_the_local_weekday_decides(timezone: str, start: str, expected: str) -> None:
    assert due(at(start), HOUR / 2, calendar("mon-fri 09:00-17:00", timezone=timezone)) == at(expected)


def test_case_16_the_local_date_decides_what_is_a_holiday() -> None:
    new_york = calendar("daily 00:00-24:00", timezone=NEW_YORK, closed=frozenset({day("2026-11-26")}))
    assert due(at("2026-11-26T04:30"), HOUR, new_york) == at("2026-11-27T05:30")


def test_case_19_a_calendar_that_never_opens_is_no_endless_loop() -> None:
    with pytest.raises(NeverDue):
        due(at("2026-11-20T09:00"), HOUR, calendar())
    assert elapsed(at("2026-11-20T09:00"), at("2046-11-20T09:00"), calendar()) == timedelta()


@pytest.mark.parametrize(
    "text", ["25:00-26:00", "09:00-18:60", "9:00-17:00", "22:00-00:00", "10:00-10:00", "24:00-25:00"]
)
def test_case_20_hours_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"times|24:00"):
        window(text)


@pytest.mark.parametrize(
    ("start", "amount", "expected"),
    [
        pytest.param("2026-03-27T16:00", 2 * HOUR, "2026-03-30T10:00", id="spring"),
        pytest.param("2026-10-23T16:00", 2 * HOUR, "2026-10-26T10:00", id="autumn"),
    ],
)
def test_case_21_local_opening_times_hold_over_daylight_saving(start: str, amount: timedelta, expected: str) -> None:
    office = calendar("mon-fri 09:00-17:00", timezone=WARSAW)
    assert due(at(start, WARSAW), amount, office) == at(expected, WARSAW)


@pytest.mark.parametrize(("night", "worked"), [("2026-03-28", 7), ("2026-10-24", 9), ("2026-11-24", 8)])
def test_case_21_a_night_has_the_hours_it_has(night: str, worked: int) -> None:
    nights = calendar("daily 22:00-06:00", timezone=WARSAW)
    noon = at(f"{night}T12:00", WARSAW)
    assert elapsed(noon, noon + timedelta(days=1), nights) == worked * HOUR
    assert due(noon, worked * HOUR, nights) == at(f"{night}T06:00", WARSAW) + timedelta(days=1)


@pytest.mark.parametrize(
    ("times", "opened"),
    [
        pytest.param("02:15-02:45", [], id="hours that the clock jumps over"),
        pytest.param("01:30-02:30", [("01:30", "03:00")], id="that end in what it jumps over"),
        pytest.param("02:30-04:00", [("03:00", "04:00")], id="that begin in it"),
    ],
)
def test_hours_in_the_night_that_is_shorter(times: str, opened: list[tuple[str, str]]) -> None:
    hours = calendar(f"sun {times}", timezone=WARSAW)
    midnight = at("2026-03-29T00:00", WARSAW)
    pieces = [
        tuple(f"{each.astimezone(ZoneInfo(WARSAW)):%H:%M}" for each in piece)
        for piece in openings(midnight, midnight + timedelta(days=1), hours)
    ]
    assert pieces == opened


def test_hours_that_the_clock_shows_twice_begin_at_the_first() -> None:
    hours = calendar("sun 02:00-04:00", timezone=WARSAW)
    assert elapsed(at("2026-10-25T00:00", WARSAW), at("2026-10-26T00:00", WARSAW), hours) == 3 * HOUR


def test_a_holiday_takes_the_night_that_begins_on_it_and_leaves_the_one_that_ends_on_it() -> None:
    nights = calendar("daily 22:00-06:00", closed=frozenset({day("2026-12-25")}))
    opened = list(openings(at("2026-12-24T12:00"), at("2026-12-27T12:00"), nights))
    assert opened == [
        (at("2026-12-24T22:00"), at("2026-12-25T06:00")),
        (at("2026-12-26T22:00"), at("2026-12-27T06:00")),
    ]


def test_a_piece_that_goes_over_new_year_is_one() -> None:
    assert list(openings(at("2026-12-31T23:00"), at("2027-01-01T01:00"), ALWAYS)) == [
        (at("2026-12-31T23:00"), at("2027-01-01T01:00"))
    ]


def test_when_it_opens_again() -> None:
    assert opens(at("2026-11-20T18:00"), OFFICE) == at("2026-11-23T09:00")
    assert is_open(at("2026-11-20T16:59:59"), OFFICE)
    assert not is_open(at("2026-11-20T17:00"), OFFICE)


@pytest.mark.parametrize(
    ("week", "clash"),
    [
        (("mon 09:00-12:00 11:00-13:00",), (0, 0)),
        (("mon 22:00-06:00", "tue 05:00-10:00"), (0, 1)),
        (("sun 22:00-06:00", "mon 05:00-10:00"), (6, 0)),
        (("sun 22:00-06:00", "mon 06:00-10:00"), None),
        (("daily 00:00-24:00",), None),
    ],
)
def test_overlapping_hours_are_found(week: tuple[str, ...], clash: tuple[int, int] | None) -> None:
    assert overlapping(calendar(*week).week) == clash


CALENDARS = st.sampled_from([
    ALWAYS, OFFICE, LUNCH, UNEVEN, NIGHTS,
    calendar("mon-sat 08:30-12:00 12:45-19:15", timezone=WARSAW, country="PL"),
    calendar("daily 22:00-06:00", timezone=NEW_YORK, country="US", closed=frozenset({Day(None, 12, 24)})),
    calendar("mon-fri 00:00-02:30 02:30-24:00", timezone="Australia/Lord_Howe"),
    calendar("daily 00:00-24:00", timezone="Pacific/Apia"),
])  # fmt: skip
MOMENTS = st.timedeltas(timedelta(), timedelta(days=28 * 365)).map(lambda later: at("2011-01-01") + later)
AMOUNTS = st.timedeltas(timedelta(microseconds=1), timedelta(days=400))


@given(MOMENTS, AMOUNTS, CALENDARS)
@example(at("2026-03-29T00:59:59"), timedelta(microseconds=1), calendar("daily 01:00-03:00", timezone=WARSAW))
def test_due_and_elapsed_are_inverse(start: datetime, amount: timedelta, hours: Calendar) -> None:
    end = due(start, amount, hours)
    assert elapsed(start, end, hours) == amount
    assert elapsed(start, end - timedelta(microseconds=1), hours) < amount


@given(MOMENTS, MOMENTS, MOMENTS, CALENDARS)
def test_the_parts_of_a_span_add_up(one: datetime, other: datetime, third: datetime, hours: Calendar) -> None:
    assert elapsed(one, other, hours) + elapsed(other, third, hours) == elapsed(one, third, hours)


@given(MOMENTS, AMOUNTS, AMOUNTS, CALENDARS)
def test_amounts_add_up(start: datetime, one: timedelta, other: timedelta, hours: Calendar) -> None:
    assert due(due(start, one, hours), other, hours) == due(start, one + other, hours)


@given(MOMENTS, st.timedeltas(timedelta(microseconds=1), timedelta(days=30)), st.integers(1, 500))
def test_whole_weeks_later_it_takes_as_long_where_no_holiday_intervenes(
    start: datetime, amount: timedelta, weeks: int
) -> None:
    for hours in (OFFICE, LUNCH, UNEVEN, NIGHTS):
        later = timedelta(weeks=weeks)
        assert due(start + later, amount, hours) == due(start, amount, hours) + later


@given(MOMENTS, MOMENTS, CALENDARS)
def test_what_is_worked_is_what_lies_in_its_openings(one: datetime, other: datetime, hours: Calendar) -> None:
    start, end = sorted((one, other))
    assume(end - start < timedelta(days=800))
    pieces = list(openings(start, end, hours))
    assert sum((closes - opens for opens, closes in pieces), timedelta()) == elapsed(start, end, hours)
    assert all(ours[1] < theirs[0] for ours, theirs in pairwise(pieces))


@pytest.mark.filterwarnings("ignore")
@given(
    st.integers(0, 365 * 86_400).map(lambda seconds: at("2026-01-01") + timedelta(seconds=seconds)),
    st.integers(1, 60 * 24 * 20).map(lambda minutes: timedelta(minutes=minutes)),
)
def test_another_library_says_the_same(start: datetime, length: timedelta) -> None:
    """One that walks from opening to opening, without zones of our own."""
    workday = businesstimedelta.WorkDayRule(start_time=time(9), end_time=time(17), working_days=[0, 1, 2, 3, 4])
    lunch = businesstimedelta.LunchTimeRule(start_time=time(12), end_time=time(13), working_days=[0, 1, 2, 3, 4])
    theirs = businesstimedelta.Rules([workday, lunch])
    span = theirs.difference(start, start + length)
    assert elapsed(start, start + length, LUNCH) == timedelta(hours=span.hours, seconds=span.seconds)
