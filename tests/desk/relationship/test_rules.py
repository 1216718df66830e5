"""Which day is asked about, and when; on every kind of night."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.relationship.rules import Group, first_turn, group, served, tomorrows_turn

WARSAW = "Europe/Warsaw"
DAYS = timedelta(days=14)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("score", "named"),
    [(0, Group.DETRACTOR), (6, Group.DETRACTOR), (7, Group.PASSIVE), (8, Group.PASSIVE), (9, Group.PROMOTER)],
)
def test_everybody_is_in_one_of_three_groups(score: int, named: Group) -> None:
    assert group(score) is named


@pytest.mark.parametrize(
    ("moment", "begins", "ends"),
    [
        ("2026-03-16T10:00+01:00", "2026-03-02T00:00+01:00", "2026-03-03T00:00+01:00"),
        ("2026-04-12T10:00+02:00", "2026-03-29T00:00+01:00", "2026-03-30T00:00+02:00"),
        ("2026-11-08T10:00+01:00", "2026-10-25T00:00+02:00", "2026-10-26T00:00+01:00"),
    ],
    ids=["a day like any other", "one of 23 hours", "one of 25"],
)
def test_it_is_a_whole_day_that_was_so_long_ago(moment: str, begins: str, ends: str) -> None:
    assert served(at(moment), DAYS, WARSAW) == (at(begins), at(ends))


@pytest.mark.parametrize(
    ("moment", "turn"),
    [
        ("2026-03-02T09:59+01:00", "2026-03-02T10:00+01:00"),
        ("2026-03-02T10:00+01:00", "2026-03-03T10:00+01:00"),
        ("2026-03-28T10:00+01:00", "2026-03-29T10:00+02:00"),
        ("2026-10-24T10:00+02:00", "2026-10-25T10:00+01:00"),
    ],
)
def test_customers_are_chosen_at_ten_by_the_clock_on_the_wall(moment: str, turn: str) -> None:
    assert first_turn(at(moment), WARSAW) == at(turn)


def test_after_a_turn_that_was_late_the_next_is_tomorrows() -> None:
    assert tomorrows_turn(at("2026-03-28T03:00+01:00"), WARSAW) == at("2026-03-29T10:00+02:00")
