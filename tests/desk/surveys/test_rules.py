"""Quiet hours, on every kind of night; and the five stages."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.surveys.rules import Quiet, awake
from bot.desk.surveys.stages import Stage, stage
from bot.desk.surveys.tables import Survey
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Ticket
from tests.desk.world import START

WARSAW = "Europe/Warsaw"
NIGHT = Quiet()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


NIGHTS = {
    "by day": (NIGHT, "2026-03-02T12:00+01:00", "2026-03-02T12:00+01:00"),
    "the last second of the day": (NIGHT, "2026-03-02T20:59:59+01:00", "2026-03-02T20:59:59+01:00"),
    "when quiet begins": (NIGHT, "2026-03-02T21:00+01:00", "2026-03-03T09:00+01:00"),
    "before midnight": (NIGHT, "2026-03-02T23:30+01:00", "2026-03-03T09:00+01:00"),
    "after midnight": (NIGHT, "2026-03-03T00:30+01:00", "2026-03-03T09:00+01:00"),
    "when quiet ends": (NIGHT, "2026-03-03T09:00+01:00", "2026-03-03T09:00+01:00"),
    "the night that is an hour shorter": (NIGHT, "2026-03-28T21:00+01:00", "2026-03-29T09:00+02:00"),
    "the night that is an hour longer": (NIGHT, "2026-10-24T21:00+02:00", "2026-10-25T09:00+01:00"),
    "an end that the clock jumps over": (
        Quiet(time(21), time(2, 30)),
        "2026-03-29T01:00+01:00",
        "2026-03-29T03:30+02:00",
    ),
    "an end that comes twice": (Quiet(time(21), time(2, 30)), "2026-10-25T01:00+02:00", "2026-10-25T02:30+01:00"),
    "between the two": (Quiet(time(21), time(2, 30)), "2026-10-25T02:10+01:00", "2026-10-25T02:30+01:00"),
    "a pause at noon": (Quiet(time(12), time(14)), "2026-03-02T13:00+01:00", "2026-03-02T14:00+01:00"),
    "never quiet": (Quiet(time(0), time(0)), "2026-03-02T03:00+01:00", "2026-03-02T03:00+01:00"),
}


@pytest.mark.parametrize(("quiet", "moment", "asked"), NIGHTS.values(), ids=NIGHTS)
def test_nobody_is_asked_in_quiet_hours(quiet: Quiet, moment: str, asked: str) -> None:
    assert awake(at(moment), quiet, WARSAW) == at(asked)


@given(st.integers(0, 3 * 365 * 24 * 60), st.times(), st.times())
def test_whatever_the_hours_the_moment_is_never_earlier_and_within_two_days(
    minutes: int, begins: time, ends: time
) -> None:
    wanted = START + timedelta(minutes=minutes)
    assert wanted <= awake(wanted, Quiet(begins, ends), WARSAW) <= wanted + timedelta(hours=26)


def survey(**changes: Any) -> Survey:
    return Survey(ticket_id=1, customer_id=1, scale="1-5", solved_at=START, ask_at=START, **changes)


STAGES = [
    (Status.NEW, {}, None, Stage.INTAKE),
    (Status.OPEN, {}, None, Stage.HANDLING),
    (Status.OPEN, {}, survey(score=2), Stage.HANDLING),
    (Status.PENDING, {}, None, Stage.TRACKING),
    (Status.ON_HOLD, {}, None, Stage.TRACKING),
    (Status.SOLVED, {}, survey(), Stage.SATISFACTION),
    (Status.SOLVED, {}, survey(asked_at=START), Stage.SATISFACTION),
    (Status.SOLVED, {}, survey(asked_at=START, score=5), Stage.IMPROVEMENT),
    (Status.SOLVED, {}, survey(asked_at=START, over_at=START), Stage.IMPROVEMENT),
    (Status.SOLVED, {}, None, Stage.IMPROVEMENT),
    (Status.CLOSED, {}, None, Stage.IMPROVEMENT),
    (Status.CLOSED, {"spam": True}, None, None),
    (Status.CLOSED, {"merged_into": 2}, None, None),
]


@pytest.mark.parametrize(("status", "more", "asked", "reached"), STAGES)
def test_each_state_is_in_one_of_five_stages(
    status: Status, more: dict[str, Any], asked: Survey | None, reached: Stage | None
) -> None:
    ticket = Ticket(
        customer_id=1, team="support", subject="x", opened_at=START, customer_wrote_at=START, status=status, **more
    )
    assert stage(ticket, asked) is reached
