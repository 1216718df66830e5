"""How often supervisors are interrupted, and how long an episode lasts at least: tables."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.desk.alerting.budget import CALM, HOLD, Way, earliest_end, shift_began, way

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
THREE = (time(6), time(14), time(22))
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("spent", "urgent", "acknowledged", "wanted"),
    [
        (0, False, False, Way.OWN),
        (5, False, False, Way.OWN),
        (6, False, False, Way.DIGEST),
        (6, True, False, Way.OWN),
        (99, True, False, Way.OWN),
        (0, False, True, Way.NONE),
        (0, True, True, Way.NONE),
    ],
)
def test_only_what_is_urgent_interrupts_more_often_than_the_shift_bears(
    spent: int, urgent: bool, acknowledged: bool, wanted: Way
) -> None:
    assert way(spent=spent, most=6, urgent=urgent, acknowledged=acknowledged) is wanted


@pytest.mark.parametrize(
    ("hour", "starts", "zone", "wanted"),
    [
        (6.0, THREE, "UTC", 6),
        (13.99, THREE, "UTC", 6),
        (14.0, THREE, "UTC", 14),
        (23.5, THREE, "UTC", 22),
        (0.5, THREE, "UTC", -2),  # yesterday's night shift
        (5.99, THREE, "UTC", -2),
        (5.0, THREE, "Europe/Warsaw", 5),  # six o'clock there
        (4.99, THREE, "Europe/Warsaw", -3),
        (9.0, (time(12),), "UTC", -12),  # one shift a day
        (0.0, (time(0),), "UTC", 0),
    ],
)
def test_a_shift_begins_at_the_latest_start_by_the_clocks_of_the_desk(
    hour: float, starts: tuple[time, ...], zone: str, wanted: int
) -> None:
    moment = MONDAY + timedelta(hours=hour)
    assert shift_began(moment, starts, zone) == MONDAY + timedelta(hours=wanted)


def test_a_night_in_which_the_clocks_change_is_one_shift() -> None:
    change = datetime(2026, 3, 29, tzinfo=UTC)  # at one, Warsaw's two o'clock becomes three
    began = change - timedelta(hours=3)
    assert shift_began(change + timedelta(hours=3), THREE, "Europe/Warsaw") == began
    assert shift_began(change + timedelta(hours=4), THREE, "Europe/Warsaw") == change + timedelta(hours=4)


@pytest.mark.parametrize(
    ("last_miss", "wanted"), [(timedelta(), HOLD), (HOLD - CALM, HOLD), (HOLD - CALM + MINUTE, HOLD + MINUTE)]
)
def test_an_episode_lasts_its_time_and_until_it_is_calm(last_miss: timedelta, wanted: timedelta) -> None:
    assert earliest_end(MONDAY, MONDAY + last_miss) == MONDAY + wanted
