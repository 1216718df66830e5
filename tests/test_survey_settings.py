"""Surveys and causes as operators write them: what they become, and what is refused in words."""

from datetime import time, timedelta
from typing import Any

import pytest

from bot.config import checked, load
from bot.desk.practice import Cause
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
        ({"quiet": "at night"}, 'surveys.quiet: expected times such as "21:00-09:00", or "off"'),
        ({"remind_after": "never"}, "surveys.remind_after: expected an amount of time"),
        ({"remind_after": "P8D"}, 'surveys.remind_after: after "P8D" the question is closed already'),
    ],
)
def test_what_cannot_be_is_refused_by_its_place(surveys: Json, line: str) -> None:
    [told] = complaints(surveys=surveys)
    assert told.startswith(line)


def test_a_cause_has_one_name_and_is_there_where_it_is_required() -> None:
    assert complaints(causes=[CAUSE, CAUSE]) == ['causes[1].name: "defect" is already the name of causes[0].name']
    teams = [written()["teams"][0] | {"cause_required": True}]
    assert complaints(teams=teams, categories=[]) == ["teams[0].cause_required: there are no [[causes]] to choose from"]
    checked(written(teams=teams, categories=[], causes=[CAUSE]))
