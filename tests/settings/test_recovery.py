"""What is done about customers who were let down, as operators write it."""

from datetime import timedelta
from typing import Any

import pytest

from bot.config import checked, load
from bot.desk.recovery.rules import Channel, Recovering
from tests.test_config import EXAMPLE, SECRETS, complaints, written

EIGHT_HOURS = timedelta(hours=8)


def test_the_example() -> None:
    practice = load(EXAMPLE, SECRETS).practice()
    assert [team.recovery for team in practice.teams] == [
        Recovering(Channel.TEAM, EIGHT_HOURS),
        Recovering(Channel.SUPERVISORS, timedelta(hours=4)),
    ]


def test_where_nothing_is_said_tasks_go_to_the_team_and_are_due_within_a_day_of_work() -> None:
    assert checked(written()).practice().teams[0].recovery == Recovering(Channel.TEAM, EIGHT_HOURS)


def test_a_team_may_do_without() -> None:
    given = {"channel": "supervisors", "teams": [{"team": "Support", "channel": "off"}]}
    assert checked(written(recovery=given)).practice().teams[0].recovery == Recovering(Channel.OFF, EIGHT_HOURS)


@pytest.mark.parametrize(
    ("recovery", "line"),
    [
        ({"channel": "boss"}, 'recovery.channel: expected "team", "supervisors" or "off"'),
        ({"due": "a day"}, "recovery.due: expected working time such as "),
        ({"teams": [{"team": "Nobody"}]}, 'recovery.teams[0].team: no team is called "Nobody"; there is '),
        (
            {"teams": [{"team": "Support"}, {"team": "Support"}]},
            'recovery.teams[1].team: "Support" has its own already, in recovery.teams[0]',
        ),
    ],
)
def test_what_cannot_be_is_refused_by_its_place(recovery: dict[str, Any], line: str) -> None:
    [told] = complaints(recovery=recovery)
    assert told.startswith(line)
