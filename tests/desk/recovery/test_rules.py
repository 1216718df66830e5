"""The saved-customer rate, and when supervisors are told."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.recovery.rules import Saved, next_digest, saved_rate
from bot.desk.service_levels.calendars import ALWAYS, Calendar, Window

OFFICE = Calendar("office", "Europe/Warsaw", ((Window(9 * 3600, 17 * 3600),),) * 5 + ((), ()))
LATE = Calendar("late", "Europe/Warsaw", ((Window(14 * 3600, 22 * 3600),),) * 5 + ((), ()))


def test_the_rate_is_of_those_with_whom_somebody_spoke() -> None:
    ten = ["saved"] * 6 + ["not_saved"] * 2 + ["unreachable", "no_action"]
    counted = saved_rate([*ten, "withdrawn", "withdrawn"])
    assert counted == Saved(saved=6, not_saved=2, unreachable=1, no_action=1)
    assert (counted.judged, counted.rate) == (8, 0.75)


@pytest.mark.parametrize("nobody", [[], ["unreachable"], ["no_action", "withdrawn"]])
def test_of_nobody_there_is_no_rate(nobody: list[str]) -> None:
    assert saved_rate(nobody).rate is None


WHEN = {
    "the next full hour": ("2026-03-02T10:20:30+01:00", (ALWAYS,), "2026-03-02T11:00+01:00"),
    "of a full hour, the next": ("2026-03-02T10:00+01:00", (ALWAYS,), "2026-03-02T11:00+01:00"),
    "in the evening, tomorrow": ("2026-03-02T16:20+01:00", (OFFICE,), "2026-03-03T09:00+01:00"),
    "whoever works": ("2026-03-02T16:20+01:00", (OFFICE, LATE), "2026-03-02T17:00+01:00"),
    "on Friday, on Monday": ("2026-03-06T23:00+01:00", (OFFICE, LATE), "2026-03-09T09:00+01:00"),
    "the night the clocks go on": ("2026-03-29T01:30+01:00", (ALWAYS,), "2026-03-29T03:00+02:00"),
}


@pytest.mark.parametrize(("moment", "calendars", "due"), WHEN.values(), ids=WHEN)
def test_supervisors_are_told_at_full_hours_in_which_somebody_works(
    moment: str, calendars: tuple[Calendar, ...], due: str
) -> None:
    begins = datetime.fromisoformat(moment).astimezone(UTC)
    assert next_digest(begins, "Europe/Warsaw", calendars) == datetime.fromisoformat(due)


def test_a_full_hour_is_one_on_the_clocks_of_the_desk() -> None:
    moment = datetime(2026, 3, 2, 10, 20, tzinfo=UTC)
    assert next_digest(moment, "Asia/Kathmandu", [ALWAYS]) == moment + timedelta(minutes=55)
