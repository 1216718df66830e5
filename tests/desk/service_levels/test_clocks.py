"""When each promise of a ticket is due, from what happened to it; the cases people have got wrong, by their numbers."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.desk.service_levels.calendars import ALWAYS, Calendar
from bot.desk.service_levels.clocks import Clock, History, Span, clocks, used, warnings
from bot.desk.service_levels.hours import window
from bot.desk.service_levels.policies import Policy, Target

FIRST, NEXT, RESOLUTION = Target
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OFFICE = Calendar("office", "UTC", ((window("09:00-17:00"),),) * 5 + ((), ()))
ALL = Policy("all", ALWAYS, first_response=HOUR, next_response=2 * HOUR, resolution=8 * HOUR)


def at(clock: str, day: int = 16) -> datetime:
    """In November 2026, of which the 16th is a Monday."""
    return datetime.fromisoformat(f"2026-11-{day:02}T{clock}+00:00")


def spans(*times: str) -> tuple[Span, ...]:
    """`09:00-10:00`; the last perhaps without an end."""
    return tuple(Span(at(start), at(end) if end else None) for start, _, end in (each.partition("-") for each in times))


def due(history: History, policy: Policy = ALL) -> dict[Target, datetime | None]:
    return {target: clock.due_at for target, clock in clocks(history, policy).items()}


NEW = History(waits_from=at("09:00"), unanswered_since=at("09:00"), with_us=spans("09:00-"))
ANSWERED = History(waits_from=at("09:00"), replied_at=at("09:30"), with_us=spans("09:00-09:30"))


def test_a_new_ticket_waits_for_its_first_answer_and_its_solution() -> None:
    assert due(NEW) == {FIRST: at("10:00"), RESOLUTION: at("17:00")}


def test_case_22_each_pause_is_taken_out() -> None:
    history = History(at("12:00"), with_us=spans("12:00-12:15", "12:30-12:45", "13:00-"))
    assert due(history)[RESOLUTION] == at("20:30")


@pytest.mark.parametrize(("timezone", "expected"), [("UTC", "10:00"), ("Asia/Kolkata", "04:30")])
def test_case_23_a_pause_over_midnight_leaves_what_was_left(timezone: str, expected: str) -> None:
    """On Monday an hour was used up by five in the local afternoon; the rest begins on Tuesday morning there."""
    office = Calendar("office", timezone, OFFICE.week)
    shift = at("09:00") - datetime(2026, 11, 16, 9, tzinfo=ZoneInfo(timezone))
    begun = at("16:00") - shift
    history = History(begun, with_us=(Span(begun, begun + HOUR), Span(begun + 15 * HOUR)))
    assert due(history, Policy("p", office, resolution=2 * HOUR))[RESOLUTION] == at(expected, 17)


def test_case_24_pending_for_five_days_costs_nothing() -> None:
    history = History(at("10:00"), with_us=(Span(at("10:00"), at("11:00")), Span(at("11:00", 20))))
    assert due(history, Policy("p", OFFICE, resolution=3 * HOUR))[RESOLUTION] == at("13:00", 20)


def test_case_25_what_was_pending_from_the_start_has_used_nothing() -> None:
    assert used((), at("12:00"), OFFICE) == timedelta()


def test_case_26_only_the_open_hours_between_are_used() -> None:
    assert used(spans("10:00-10:30", "11:00-11:30"), at("15:00"), OFFICE) == HOUR


def test_case_27_a_paused_clock_has_no_deadline_and_is_still_there() -> None:
    assert clocks(ANSWERED, ALL) == {RESOLUTION: Clock(at("09:00"), 8 * HOUR, None)}


def test_what_was_used_up_before_the_pause_is_due_all_the_same() -> None:
    history = History(at("09:00"), at("09:30"), with_us=spans("09:00-18:00"))
    assert due(history)[RESOLUTION] == at("17:00")


def test_case_29_the_time_it_was_over_is_not_counted() -> None:
    history = History(at("09:00"), at("09:10"), with_us=spans("09:00-10:00", "10:30-"))
    assert due(history)[RESOLUTION] == at("17:30")


def test_case_30_an_answer_ends_the_first_clock_and_leaves_the_others() -> None:
    history = History(at("09:00"), replied_at=at("09:30"), with_us=spans("09:00-"))
    assert due(history) == {RESOLUTION: at("17:00")}


def test_case_35_a_second_message_moves_nothing() -> None:
    history = History(at("09:00"), at("09:30"), unanswered_since=at("11:00"), with_us=spans("09:00-"))
    assert due(history)[NEXT] == at("13:00")


def test_case_36_without_an_unanswered_message_no_next_answer_is_due() -> None:
    assert NEXT not in due(ANSWERED)


def test_case_40_before_the_first_answer_no_next_one_is_due() -> None:
    short = Policy("short", ALWAYS, first_response=8 * HOUR, next_response=MINUTE)
    assert due(NEW, short) == {FIRST: at("17:00")}


def test_case_41_and_43_what_is_over_waits_for_nothing() -> None:
    history = History(at("09:00"), at("09:30"), at("11:00"), spans("09:00-12:00"), resolved_at=at("12:00"), over=True)
    assert due(history) == {}


def test_case_47_a_reopened_ticket_is_answered_next_and_not_solved_twice() -> None:
    history = History(at("09:00"), at("09:30"), at("13:00"), spans("09:00-12:00"), resolved_at=at("12:00"))
    assert due(history) == {NEXT: at("15:00")}


@pytest.mark.parametrize("target", Target)
def test_case_48_one_target_alone_is_a_promise(target: Target) -> None:
    history = NEW if target is not NEXT else History(at("09:00"), at("09:30"), at("10:00"), spans("09:00-"))
    within: dict[str, Any] = {target.value: HOUR}
    one = replace(Policy("one", ALWAYS), **within)
    assert list(due(history, one)) == [target]


def test_case_49_and_56_what_is_left_out_is_promised_nothing() -> None:
    assert due(History(at("09:00"), with_us=spans("09:00-"), left_out=True)) == {}


def test_case_50_where_no_policy_fits_nothing_is_promised() -> None:
    assert clocks(NEW, None) == {}


def test_case_51_targets_that_a_policy_lacks_are_not_there() -> None:
    assert due(NEW, Policy("later", ALWAYS, resolution=HOUR)) == {RESOLUTION: at("10:00")}


def test_case_6_and_7_closing_time() -> None:
    exactly = History(at("16:00"), with_us=spans("16:00-"))
    at_closing = History(at("17:00"), with_us=spans("17:00-"))
    one = Policy("one", OFFICE, first_response=HOUR)
    assert (due(exactly, one)[FIRST], due(at_closing, one)[FIRST]) == (at("17:00"), at("10:00", 17))


@pytest.mark.parametrize(
    ("within", "warn_at", "expected"),
    [
        pytest.param(HOUR, (75,), ["09:45", "09:55"], id="three quarters, and five minutes before"),
        pytest.param(20 * MINUTE, (75,), ["09:15"], id="which may be the same"),
        pytest.param(10 * MINUTE, (75,), ["09:05", "09:07:30"], id="or the other way round"),
        pytest.param(5 * MINUTE, (50,), ["09:02:30"], id="where there are not even five"),
        pytest.param(HOUR, (), ["09:55"], id="no percentages"),
    ],
)
def test_when_somebody_is_warned(within: timedelta, warn_at: tuple[int, ...], expected: list[str]) -> None:
    policy = Policy("p", ALWAYS, first_response=within, warn_at=warn_at)
    assert list(warnings(spans("09:00-"), policy, within)) == [at(clock) for clock in expected]


def test_a_warning_is_in_working_time_too() -> None:
    policy = Policy("p", OFFICE, first_response=2 * HOUR)
    assert list(warnings((Span(at("16:00")),), policy, 2 * HOUR)) == [at("09:30", 17), at("09:55", 17)]
