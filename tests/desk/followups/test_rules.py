"""When unasked messages are in nobody's sleep, and which step follows which. Pure."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.followups.rules import Courtesy, Step, Steps
from bot.desk.service_levels.hours import window

HOUR = timedelta(hours=1)
FULL = Steps(HOUR, 2 * HOUR, 3 * HOUR)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


ALLOWED = [
    ("a morning", "21:00-09:00", "UTC", "2026-03-02T09:00", "2026-03-02T09:00"),
    ("late in the evening", "21:00-09:00", "UTC", "2026-03-02T21:00", "2026-03-03T09:00"),
    ("after midnight", "21:00-09:00", "UTC", "2026-03-03T04:30", "2026-03-03T09:00"),
    ("the last second", "21:00-09:00", "UTC", "2026-03-03T08:59:59", "2026-03-03T09:00"),
    ("quiet within one day", "12:00-14:00", "UTC", "2026-03-02T13:00", "2026-03-02T14:00"),
    ("somebody else's night", "21:00-09:00", "Asia/Taipei", "2026-03-02T14:00", "2026-03-03T01:00"),
    ("the night that is an hour shorter", "21:00-09:00", "Europe/Warsaw", "2026-03-28T22:00", "2026-03-29T07:00"),
    ("the night that is an hour longer", "21:00-09:00", "Europe/Warsaw", "2026-10-24T22:00", "2026-10-25T08:00"),
    ("an end that the clock jumps over", "21:00-02:30", "Europe/Warsaw", "2026-03-29T00:30", "2026-03-29T01:30"),
]


@pytest.mark.parametrize(("quiet", "zone", "moment", "then"), [row[1:] for row in ALLOWED], ids=[r[0] for r in ALLOWED])
def test_nothing_is_sent_in_quiet_hours(quiet: str, zone: str, moment: str, then: str) -> None:
    assert Courtesy(quiet=window(quiet)).allowed(at(moment), zone) == at(then)


def test_who_sets_no_quiet_hours_has_none() -> None:
    assert Courtesy(quiet=None).allowed(at("2026-03-03T04:30"), "UTC") == at("2026-03-03T04:30")


@pytest.mark.parametrize(
    ("steps", "nudges", "step"),
    [
        (FULL, 0, (Step.REMIND, HOUR)),
        (FULL, 1, (Step.REMIND_AGAIN, 2 * HOUR)),
        (FULL, 2, (Step.GIVE_UP, 3 * HOUR)),
        (Steps(remind_after=HOUR), 0, (Step.REMIND, HOUR)),
        (Steps(remind_after=HOUR), 1, None),
        (Steps(remind_after=HOUR, solve_after=HOUR), 1, (Step.GIVE_UP, HOUR)),
        (Steps(solve_after=HOUR), 0, (Step.GIVE_UP, HOUR)),
        (Steps(), 0, None),
    ],
)
def test_a_step_that_is_not_set_is_left_out(steps: Steps, nudges: int, step: tuple[Step, timedelta] | None) -> None:
    assert steps.after(nudges) == step
