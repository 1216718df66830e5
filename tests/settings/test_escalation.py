"""Chains as operators write them: what they become, and what is refused in words."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.config import checked, load
from bot.desk.escalation.chains import Chain, Days, Deputy, Escalating, Step
from tests.test_config import EXAMPLE, SECRETS, complaints, written

Json = dict[str, Any]

LATE = {"name": "late", "steps": [{"tell": "team"}]}
ONE, OTHER = "U0123ABCD", "U0123EFGH"


def test_the_chain_of_the_example() -> None:
    practice = load(EXAMPLE, SECRETS).practice()
    minutes = [timedelta(minutes=each) for each in (5, 10, 10, 20, 60)]
    tells = ("owner", "team", "on duty", "supervisors", ONE)
    steps = [Step(tell, after) for tell, after in zip(tells, minutes, strict=True)]
    steps[3] = Step("supervisors", minutes[3], "office")
    assert practice.chains == (Chain("late", tuple(steps)),)
    assert [policy.chain for policy in practice.policies] == ["late", None]
    away = (Days(date(2026, 12, 21), date(2027, 1, 3)),)
    assert practice.escalating == Escalating(asked="late", passed_on="late", deputies=(Deputy(ONE, OTHER, away),))


def test_without_chains_nothing_is_escalated() -> None:
    practice = checked(written()).practice()
    assert (practice.chains, practice.escalating) == ((), Escalating())


@pytest.mark.parametrize(
    ("chain", "line"),
    [
        ({"steps": []}, "chains[0].steps: expected 1 to 20 steps, each with `tell`"),
        (
            {"steps": [{"tell": "boss"}]},
            'chains[0].steps[0].tell: expected "owner", "team", "on duty", "supervisors"',
        ),
        ({"steps": [{"tell": "team", "after": "-PT1M"}]}, 'chains[0].steps[0].after: expected a delay such as "PT0M"'),
        ({"steps": [{"tell": "team", "after": "P8D"}]}, 'chains[0].steps[0].after: expected a delay such as "PT0M"'),
        ({"steps": [{"tell": "team", "after": 10}]}, 'chains[0].steps[0].after: expected a delay such as "PT0M"'),
        (
            {"steps": [{"tell": "team", "within": "offce"}]},
            'chains[0].steps[0].within: no calendar is called "offce"; there is none',
        ),
        ({"steps": [{"tell": "team"}], "repeats": 6}, "chains[0].repeats: expected a number from 0 to 5"),
        ({"steps": [{"tell": "team"}], "repeats": True}, "chains[0].repeats: expected a number from 0 to 5"),
    ],
)
def test_what_cannot_be_a_chain_is_refused_by_its_place(chain: Json, line: str) -> None:
    [told] = complaints(chains=[{"name": "late", **chain}])
    assert told.startswith(line)


@pytest.mark.parametrize(
    ("escalation", "line"),
    [
        ({"asked": "lat"}, 'escalation.asked: no chain is called "lat"; there is "late"'),
        ({"passed_on": "lat"}, 'escalation.passed_on: no chain is called "lat"; there is "late"'),
        ({"term": "PT0S"}, 'escalation.term: expected a time such as "PT30M"'),
        ({"confirm": "1h"}, 'escalation.confirm: expected a time such as "PT30M"'),
        (
            {"deputies": [{"person": ONE, "deputy": ONE}]},
            f'escalation.deputies[0].deputy: "{ONE}" cannot be their own deputy',
        ),
        (
            {"deputies": [{"person": ONE, "deputy": OTHER}, {"person": ONE, "deputy": "U0123IJKL"}]},
            f'escalation.deputies[1].person: "{ONE}" has a deputy already, in escalation.deputies[0]',
        ),
        (
            {"deputies": [{"person": ONE, "deputy": OTHER, "away": ["2027-01-03/2026-12-21"]}]},
            'escalation.deputies[0].away[0]: expected days such as "2026-12-24", or ',
        ),
        (
            {"deputies": [{"person": ONE, "deputy": OTHER, "away": ["2026-02-30"]}]},
            'escalation.deputies[0].away[0]: expected days such as "2026-12-24", or ',
        ),
        ({"deputies": [{"person": "team", "deputy": OTHER}]}, "escalation.deputies[0].person: expected a Slack member"),
    ],
)
def test_what_cannot_be_escalated_is_refused_by_its_place(escalation: Json, line: str) -> None:
    [told] = complaints(chains=[LATE], escalation=escalation)
    assert told.startswith(line)


def test_a_policy_names_a_chain_that_there_is() -> None:
    policy = {"name": "all", "first_response": "PT1H", "chain": "slow"}
    assert complaints(policies=[policy], chains=[LATE]) == [
        'policies[0].chain: no chain is called "slow"; there is "late"'
    ]
    assert complaints(chains=[LATE, LATE]) == ['chains[1].name: "late" is already the name of chains[0].name']


def test_a_chain_is_no_part_of_what_is_promised() -> None:
    policy = {"name": "all", "first_response": "PT1H"}
    plain = checked(written(policies=[policy])).practice()
    chained = checked(written(policies=[policy | {"chain": "late"}], chains=[LATE])).practice()
    assert plain.promises == chained.promises
