"""What `check` says of each policy."""

from datetime import timedelta

import pytest

from bot.check import _policies, _teams
from bot.desk.escalation.chains import Chain, Step
from bot.desk.practice import Practice, Team
from bot.desk.service_levels.calendars import ALWAYS, Calendar
from bot.desk.service_levels.hours import window
from bot.desk.service_levels.policies import Policy, When
from bot.promises_in_words import chain_in_words, in_words, team_in_words

HOUR = timedelta(hours=1)
OFFICE = Calendar("office", "UTC", ((window("09:00-17:00"),),) * 7)


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (Policy("p", ALWAYS, timedelta(hours=1)), "every ticket: answer within 1 hour"),
        (
            Policy(
                "p",
                OFFICE,
                timedelta(minutes=15),
                timedelta(minutes=90),
                timedelta(hours=8),
                when=When(priority=frozenset({"urgent", "high"}), tier=frozenset({"VIP"})),
            ),
            "high or urgent, VIP: answer within 15 working minutes, answer again within 1 working hour "
            "30 working minutes, solve within 8 working hours (office)",
        ),
        (
            Policy("p", OFFICE, resolution=timedelta(seconds=61), when=When(team=frozenset({"Billing"}))),
            "Billing: solve within 1 working minute 1 working second (office)",
        ),
        (
            Policy("p", OFFICE, timedelta(hours=1), chain="late"),
            'every ticket: answer within 1 working hour (office); when it is missed, the chain "late" is told',
        ),
    ],
)
def test_a_policy_in_words(policy: Policy, said: str) -> None:
    assert in_words(policy) == said


@pytest.mark.parametrize(("repeats", "said"), [(0, ""), (1, "; then once more"), (3, "; then 3 times more")])
def test_a_chain_in_words(repeats: int, said: str) -> None:
    steps = (Step("owner"), Step("team", timedelta(minutes=90)), Step("supervisors", timedelta(minutes=1), "office"))
    told = "owner, after 1 hour 30 minutes team, after 1 minute supervisors (within office)"
    assert chain_in_words(Chain("late", steps, repeats)) == told + said


def test_a_policy_that_nothing_reaches_is_a_fault_with_a_cure() -> None:
    everybody, billing = (
        Policy("everybody", ALWAYS, timedelta(hours=1)),
        Policy("billing", ALWAYS, timedelta(hours=1), when=When(team=frozenset({"Billing"}))),
    )
    practice = Practice("Acme", (Team("Billing", "C1"),), policies=(everybody, billing))
    assert [finding.line for finding in _policies(practice)] == [
        "ok     policies.everybody: every ticket: answer within 1 hour",
        "FAULT  policies.billing: those before it take all its tickets -> move it above them, or take it out: "
        "the first that fits counts",
    ]


@pytest.mark.parametrize(
    ("team", "said"),
    [
        (Team("Billing", "C1"), None),
        (
            Team("Billing", "C1", claim_within=timedelta(minutes=30)),
            "the owner of an unanswered ticket is asked after 30 minutes, and it is nobody's after 1 hour",
        ),
        (
            Team("Billing", "C1", calendar=OFFICE, claim_within=HOUR, unclaimed_after=timedelta(minutes=5)),
            "the owner of an unanswered ticket is asked after 1 working hour, and it is nobody's after "
            "2 working hours; "
            "what nobody takes is called out after 5 working minutes (office)",
        ),
    ],
)
def test_the_times_of_a_team_in_words(team: Team, said: str | None) -> None:
    assert team_in_words(team) == said
    found = [finding.line for finding in _teams(Practice("Acme", (team,)))]
    assert found == ([f"ok     teams.Billing: {said}"] if said else [])
