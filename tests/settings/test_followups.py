"""Silence, follow-ups and what keeps them bearable, as operators write them."""

from datetime import timedelta
from typing import Any

import pytest

from bot.config import checked, load
from bot.desk.followups.rules import Courtesy, Rule, Steps
from bot.desk.service_levels.hours import window
from bot.desk.service_levels.policies import When
from bot.settings.followups import FollowUp
from tests.test_config import EXAMPLE, SECRETS, complaints, written

DAY = timedelta(days=1)


def test_what_the_example_says() -> None:
    practice = load(EXAMPLE, SECRETS).practice()
    assert [team.silence for team in practice.teams] == [Steps(DAY, 2 * DAY, 3 * DAY), Steps(2 * DAY)]
    fits = When(category=frozenset({"payments"}), tier=frozenset({"VIP"}))
    assert practice.follow_ups == (Rule("Payments", 3 * DAY, fits),)


def test_where_nothing_is_set_nobody_is_written_to() -> None:
    practice = checked(written()).practice()
    assert (any(team.silence for team in practice.teams), practice.follow_ups) == (False, ())
    assert practice.courtesy == Courtesy(window("21:00-09:00"), 3, 1, 2 * DAY)


def test_a_rule_may_be_for_ratings() -> None:
    given = {"name": "Unhappy", "after_days": 2, "when": {"score": [1, 2], "category": ["payments"]}}
    [rule] = load(EXAMPLE, SECRETS).model_copy(update={"follow_ups": (FollowUp(**given),)}).practice().follow_ups
    assert rule == Rule("Unhappy", 2 * DAY, When(category=frozenset({"payments"})), frozenset({1, 2}))


def test_quiet_hours_can_be_left_out() -> None:
    assert checked(written(contact={"quiet": "off"})).practice().courtesy.quiet is None


@pytest.mark.parametrize(
    ("section", "line"),
    [
        ({"silence": {"remind_after": "P1D"}}, "silence.remind_after: expected working time such as "),
        ({"silence": {"remind_again_after": "PT1H"}}, "silence.remind_again_after: there is no first reminder, set "),
        (
            {"silence": {"teams": [{"team": "Nobody", "remind_after": "PT1H"}]}},
            'silence.teams[0].team: no team is called "Nobody"; there is ',
        ),
        (
            {"silence": {"teams": [{"team": "Support", "remind_again_after": "PT1H"}]}},
            "silence.teams[0].remind_again_after: there is no first reminder",
        ),
        (
            {"silence": {"teams": [{"team": "Support"}, {"team": "Support"}]}},
            'silence.teams[1].team: "Support" has its own already, in silence.teams[0]',
        ),
        ({"follow_ups": [{"name": "x", "after_days": 0}]}, "follow_ups[0].after_days: expected days from 1 to 365, "),
        ({"follow_ups": [{"name": "x", "after_days": True}]}, "follow_ups[0].after_days: expected days from 1 to 365"),
        (
            {"follow_ups": [{"name": "x", "after_days": 1, "when": {"tier": ["VIP"]}}]},
            'follow_ups[0].when.tier: no tier is called "VIP"; there is none',
        ),
        (
            {"follow_ups": [{"name": "x", "after_days": 1}, {"name": "x", "after_days": 2}]},
            'follow_ups[1].name: "x" is already the name of follow_ups[0].name',
        ),
        (
            {"follow_ups": [{"name": "x", "after_days": 1, "when": {"score": [0]}}]},
            "follow_ups[0].when.score[0]: expected ",
        ),
        ({"contact": {"quiet": "00:00-24:00"}}, "contact.quiet: expected hours such as "),
        ({"contact": {"nudges": 3}}, "contact.nudges: expected 0, 1 or 2, got 3"),
        ({"contact": {"most_a_week": 0}}, "contact.most_a_week: expected messages from 1 to 50, got 0"),
    ],
)
def test_what_cannot_be_is_refused_by_its_place(section: dict[str, Any], line: str) -> None:
    [told] = complaints(**section)
    assert told.startswith(line)
