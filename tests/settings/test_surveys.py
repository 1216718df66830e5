"""Surveys and causes as operators write them: what they become, and what is refused in words."""

from datetime import time, timedelta
from typing import Any

import pytest

from bot.config import checked, load
from bot.desk.practice import Cause
from bot.desk.relationship.rules import Relationship
from bot.desk.surveys.asking import effort_of
from bot.desk.surveys.rules import Quiet, Scale, Surveying
from tests.test_config import EXAMPLE, SECRETS, complaints, written

Json = dict[str, Any]
CAUSE = {"name": "defect", "label": "Something was broken"}


def test_the_surveys_of_the_example() -> None:
    practice = load(EXAMPLE, SECRETS).practice()
    assert practice.surveys == Surveying(scale=Scale.FIVE)
    assert practice.causes[0] == Cause("defect", "Something was broken")


def test_without_them_nobody_is_asked_anything() -> None:
    practice = checked(written()).practice()
    assert (practice.surveys, practice.causes) == (Surveying(), ())
    assert practice.surveys.scale is Scale.OFF


def test_all_of_it_can_be_otherwise() -> None:
    given = {"scale": "thumbs", "delay": "PT0S", "quiet": "22:30-07:00", "remind_after": "off", "expires_after": "P3D"}
    surveys = checked(written(surveys=given)).practice().surveys
    assert surveys == Surveying(
        Scale.THUMBS, timedelta(), Quiet(time(22, 30), time(7)), remind_after=None, expires_after=timedelta(days=3)
    )
    assert not checked(written(surveys={"quiet": "off"})).practice().surveys.quiet.holds(time(3))


@pytest.mark.parametrize(
    ("surveys", "line"),
    [
        ({"scale": "1-10"}, 'surveys.scale: expected "1-5", "thumbs" or "off"'),
        ({"delay": "an hour"}, 'surveys.delay: expected an amount of time such as "PT1H" or "P7D", up to 90 days'),
        ({"delay": "P91D"}, "surveys.delay: expected an amount of time"),
        ({"expires_after": "PT0S"}, "surveys.expires_after: expected an amount of time"),
        (
            {"quiet": "at night"},
            'surveys.quiet: expected times such as "21:00-09:00", less than a whole day, "contact" or "off"',
        ),
        ({"quiet": "00:00-24:00"}, "surveys.quiet: expected times"),
        ({"effort": True}, "surveys.effort: who has rated is asked how easy it was, and nobody is asked for a rating"),
        ({"remind_after": "never"}, "surveys.remind_after: expected an amount of time"),
        ({"remind_after": "P8D"}, 'surveys.remind_after: after "P8D" the question is closed already'),
    ],
)
def test_what_cannot_be_is_refused_by_its_place(surveys: Json, line: str) -> None:
    [told] = complaints(surveys=surveys)
    assert told.startswith(line)


def test_quiet_hours_are_those_of_contact_unless_others_are_written() -> None:
    contact = {"quiet": "20:00-10:00"}
    assert checked(written(contact=contact)).practice().surveys.quiet == Quiet(time(20), time(10))
    own = written(contact=contact, surveys={"quiet": "22:00-08:00"})
    assert checked(own).practice().surveys.quiet == Quiet(time(22), time(8))
    assert checked(written()).practice().surveys.quiet == Quiet()


def test_effort_is_a_teams_own_too_where_its_customers_rate() -> None:
    [team] = written()["teams"]
    told = complaints(teams=[team | {"effort": True}], surveys={"scale": "off"})
    assert told == [
        "teams[0].effort: who has rated is asked how easy it was, and nobody is asked for a rating: "
        'set teams[0].survey = "1-5" or "thumbs"'
    ]
    practice = checked(written(teams=[team | {"effort": True, "survey": "thumbs"}])).practice()
    assert effort_of(practice, team["name"])
    assert not effort_of(checked(written(surveys={"scale": "1-5"})).practice(), team["name"])


def test_whether_they_would_recommend_us_is_asked_of_nobody_unless_a_number_says_of_how_many() -> None:
    assert checked(written()).practice().nps == Relationship()
    days = {"every": 180, "after": 10, "known_for": 0, "open_for": 7}
    given = {"most_a_day": 5, "solved_tickets": 1} | {name: f"P{count}D" for name, count in days.items()}
    spans = {name: timedelta(days=count) for name, count in days.items()}
    assert checked(written(nps=given)).practice().nps == Relationship(5, solved_tickets=1, **spans)


@pytest.mark.parametrize(
    ("nps", "line"),
    [
        ({"most_a_day": True}, "nps.most_a_day: expected customers a day from 1 to 1000, or 0 to ask nobody"),
        ({"every": "P89D"}, 'nps.every: expected days such as "P14D", from 90 to 730'),
        ({"after": "P7D"}, 'nps.after: expected days such as "P14D", from 8 to 365'),
        ({"solved_tickets": 0}, "nps.solved_tickets: expected how many tickets, from 1 to 100"),
        ({"open_for": "PT1H"}, 'nps.open_for: expected days such as "P14D", from 1 to 90'),
    ],
)
def test_nobody_is_asked_that_too_often_or_too_soon(nps: Json, line: str) -> None:
    [told] = complaints(nps=nps)
    assert told.startswith(line)


def test_nor_right_after_a_ticket_was_asked_about() -> None:
    asked = {"most_a_day": 5, "after": "P9D"}
    late = complaints(surveys={"scale": "1-5", "delay": "P3D"}, nps=asked)
    assert late == ['nps.after: "P9D" is too soon after surveys.delay, for nobody is asked both: at least P11D']
    checked(written(surveys={"scale": "1-5", "delay": "P1D"}, nps=asked))


def test_a_cause_has_one_name_and_is_there_where_it_is_required() -> None:
    assert complaints(causes=[CAUSE, CAUSE]) == ['causes[1].name: "defect" is already the name of causes[0].name']
    teams = [written()["teams"][0] | {"cause_required": True}]
    assert complaints(teams=teams, categories=[]) == ["teams[0].cause_required: there are no [[causes]] to choose from"]
    checked(written(teams=teams, categories=[], causes=[CAUSE]))
