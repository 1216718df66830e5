"""Calendars as an operator writes them: what they become, and what is refused in words."""

from datetime import timedelta
from typing import Any

import pytest

from bot.config import checked, load
from bot.desk.service_levels.calendars import Calendar, Day, Window
from bot.desk.service_levels.policies import When
from tests.test_config import EXAMPLE, SECRETS, complaints, written

Json = dict[str, Any]

NINE = {"mon": ["09:00-17:00"]}


def test_the_calendar_of_the_example() -> None:
    [office] = load(EXAMPLE, SECRETS).practice().calendars
    assert (office.name, office.timezone, office.country) == ("office", "Europe/Warsaw", "DE")
    assert office.week[0] == (Window(9 * 3600, 12 * 3600), Window(13 * 3600, 18 * 3600))
    assert office.week[4][1] == Window(22 * 3600, 30 * 3600)
    assert office.week[5:] == ((), ())
    assert office.closed == {Day(2026, 12, 23), Day(None, 12, 24)}
    assert office.working == {Day(None, 10, 3)}


@pytest.mark.parametrize(
    ("calendar", "line"),
    [
        ({"hours": {"mon": ["25:00-26:00"]}}, 'calendars[0].hours.mon[0]: expected times such as "09:00-17:00", '),
        ({"hours": {"mon": ["22:00-00:00"]}}, "calendars[0].hours.mon[0]: expected times such as "),
        ({"hours": {"monday": ["09:00-17:00"]}}, "calendars[0].hours.monday: unknown key; did you mean mon?"),
        ({"hours": {}}, "calendars[0].hours: it never opens, expected times such as "),
        ({"hours": {"sat": []}}, "calendars[0].hours: it never opens, expected times such as "),
        (
            {"hours": {"mon": ["09:00-12:00", "11:00-13:00"]}},
            'calendars[0].hours.mon: the hours of mon overlap (["09:00-12:00", "11:00-13:00"])',
        ),
        (
            {"hours": {"sun": ["22:00-06:00"], "mon": ["05:00-09:00"]}},
            'calendars[0].hours.mon: the hours of sun and mon overlap (["05:00-09:00"])',
        ),
        (
            {"hours": NINE, "holidays": {"country": "XX"}},
            "calendars[0].holidays.country: expected the code of a country whose public holidays are known, ",
        ),
        (
            {"hours": NINE, "holidays": {"country": "DE", "subdivision": "QQ"}},
            'calendars[0].holidays.subdivision: nothing is known of "QQ" in "DE"',
        ),
        (
            {"hours": NINE, "holidays": {"subdivision": "BY"}},
            'calendars[0].holidays.subdivision: "BY" is a part of no country, set country too',
        ),
        (
            {"hours": NINE, "holidays": {"dates": ["2026-02-29"]}},
            'calendars[0].holidays.dates[0]: expected dates such as "2026-12-24", ',
        ),
        ({"hours": NINE, "timezone": "Warsaw"}, "calendars[0].timezone: expected the name of a time zone such as "),
    ],
)
def test_what_cannot_be_a_calendar_is_refused_by_its_place(calendar: Json, line: str) -> None:
    [told] = complaints(calendars=[{"name": "office", **calendar}])
    assert told.startswith(line)


def test_a_name_is_one_calendars() -> None:
    twice = [{"name": "office", "hours": NINE}] * 2
    assert complaints(calendars=twice) == ['calendars[1].name: "office" is already the name of calendars[0].name']


def test_the_29th_of_february_is_a_day_of_every_leap_year() -> None:
    calendar = {"name": "office", "hours": NINE, "holidays": {"dates": ["02-29"]}}
    [office] = checked(written(calendars=[calendar])).practice().calendars
    assert office.closed == {Day(None, 2, 29)}


def test_a_calendar_without_a_zone_is_in_the_desks() -> None:
    assert isinstance(load(EXAMPLE, SECRETS).calendars[0].calendar("Asia/Tokyo"), Calendar)
    assert load(EXAMPLE, SECRETS).calendars[0].calendar("Asia/Tokyo").timezone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("policy", "line"),
    [
        ({}, "policies[0]: it promises nothing, set first_response, next_response or resolution"),
        ({"first_response": "30m"}, 'policies[0].first_response: expected working time such as "PT30M" or "PT8H", '),
        ({"first_response": "PT0S"}, 'policies[0].first_response: expected working time such as "PT30M" or "PT8H", '),
        ({"first_response": "P1D"}, 'policies[0].first_response: expected working time such as "PT30M" or "PT8H", '),
        ({"first_response": 30}, 'policies[0].first_response: expected working time such as "PT30M" or "PT8H", '),
        (
            {"first_response": "PT1H", "calendar": "offce"},
            'policies[0].calendar: no calendar is called "offce"; there is "office"',
        ),
        (
            {"first_response": "PT1H", "when": {"team": ["Bling"]}},
            'policies[0].when.team: no team is called "Bling"; there is "Support"',
        ),
        (
            {"first_response": "PT1H", "when": {"tier": ["VIP"]}},
            'policies[0].when.tier: no tier is called "VIP"; there is none',
        ),
        (
            {"first_response": "PT1H", "when": {"priority": ["P1"]}},
            "policies[0].when.priority[0]: expected some of low, normal, high, urgent, got ",
        ),
        pytest.param(
            {"next_response": "PT1H", "update_every": "PT8H"},
            "policies[0].update_every: unknown key; known here: name, when, calendar, first_response, ",
            id="case 42: an answer within so long, and an update every so often",
        ),
        ({"first_response": "PT1H", "warn_at": [100]}, "policies[0].warn_at[0]: expected percentages from 1 to 99, "),
    ],
)
def test_what_cannot_be_promised_is_refused_by_its_place(policy: Json, line: str) -> None:
    [told] = complaints(policies=[{"name": "p", **policy}], calendars=[{"name": "office", "hours": NINE}])
    assert told.startswith(line)


def test_the_policies_of_the_example() -> None:
    vips, everybody = load(EXAMPLE, SECRETS).practice().policies
    assert (vips.first_response, vips.resolution, vips.warn_at) == (timedelta(minutes=15), timedelta(hours=8), (75,))
    assert vips.calendar.name == "office"
    assert vips.when.tier == {"VIP"}
    assert (everybody.next_response, everybody.when) == (None, When())
