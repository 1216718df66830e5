"""Rotas as operators write them: what they become, and what is refused in words."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.config import checked, load
from bot.desk.rota.duty import Rota, Swap
from tests.test_config import EXAMPLE, SECRETS, complaints, written

Json = dict[str, Any]

ONE, OTHER = "U0123ABCD", "U0123EFGH"
OFFICE = {"name": "office", "hours": {"mon": ["09:00-17:00"]}}
SHIFT = {"people": [ONE], "calendar": "office"}


def test_the_rota_of_the_example() -> None:
    practice = load(EXAMPLE, SECRETS).practice()
    [shift], warsaw = practice.rota.shifts, ZoneInfo("Europe/Warsaw")
    assert (shift.people, shift.calendar, practice.rota.covers) == ((ONE,), *practice.calendars, *practice.calendars)
    assert (shift.first, shift.last) == (date(2026, 11, 2), date(2026, 12, 23))
    starts, ends = (datetime(2026, 12, 4, hour, tzinfo=warsaw) for hour in (13, 18))
    assert practice.rota.swaps == (Swap(ONE, starts, ends, OTHER),)


def test_without_a_rota_nobody_is_on_duty() -> None:
    assert checked(written()).practice().rota == Rota()


@pytest.mark.parametrize(
    ("rota", "line"),
    [
        ({"covers": "offce"}, 'rota.covers: no calendar is called "offce"; there is "office"'),
        (
            {"shifts": [SHIFT | {"calendar": "night"}]},
            'rota.shifts[0].calendar: no calendar is called "night"; there is "office"',
        ),
        ({"shifts": [SHIFT | {"people": []}]}, "rota.shifts[0].people: expected at least one Slack member id"),
        (
            {"shifts": [SHIFT | {"people": ["S0123ABCD"]}]},
            "rota.shifts[0].people[0]: expected at least one Slack",
        ),
        ({"shifts": [SHIFT | {"days": "December"}]}, 'rota.shifts[0].days: expected days such as "2026-12-24", or '),
        (
            {"swaps": [{"person": ONE, "starts": "2026-12-04T18:00", "ends": "2026-12-04T13:00"}]},
            'rota.swaps[0].ends: "2026-12-04T13:00" is not after "2026-12-04T18:00"',
        ),
        (
            {"swaps": [{"person": ONE, "starts": "2026-12-04T18:00Z", "ends": "2026-12-04T19:00"}]},
            "rota.swaps[0].starts: expected a day and a time in desk.timezone, such as ",
        ),
    ],
)
def test_what_cannot_be_a_rota_is_refused_by_its_place(rota: Json, line: str) -> None:
    [told] = complaints(rota=rota, calendars=[OFFICE])
    assert told.startswith(line)


def test_a_chain_tells_nobody_on_duty_where_nobody_ever_is() -> None:
    chains = [{"name": "late", "steps": [{"tell": "on duty"}]}]
    assert complaints(chains=chains) == ["chains[0].steps[0].tell: nobody is ever on duty, add [[rota.shifts]]"]
    checked(written(chains=chains, calendars=[OFFICE], rota={"shifts": [SHIFT]}))
