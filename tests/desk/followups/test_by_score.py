"""Return visits that are planned by what the customer said of us."""

from dataclasses import replace

import pytest

from bot.desk.followups import visits
from bot.desk.followups.rules import Rule
from bot.desk.followups.tables import FollowUp, Outcome
from bot.desk.service_levels.policies import When
from bot.engine.database import Database
from tests.desk.followups.world import DAY
from tests.desk.surveys.world import asked, practice, rates
from tests.desk.world import ANN, FIRST, World

UNHAPPY = Rule("unhappy", 2 * DAY, scores=frozenset({1, 2}))
SO_SO = Rule("so so", 5 * DAY, scores=frozenset({3}))
URGENT = Rule("urgent", DAY, When(priority=frozenset({"urgent"})), frozenset({1}))
ALL = Rule("all", 9 * DAY)


@pytest.fixture
async def desk(database: Database) -> World:
    return await World(database, replace(practice(), follow_ups=(URGENT, UNHAPPY, SO_SO))).opens()


async def planned(desk: World) -> list[tuple[str | None, int, str | None]]:
    """By which rule, in how many days, and what came of it."""
    return [(each.rule, (each.due_at - desk.now).days, each.outcome) for each in await desk.all(FollowUp)]


@pytest.mark.parametrize(
    ("score", "wanted"), [(1, [("unhappy", 2, None)]), (3, [("so so", 5, None)]), (4, []), (5, [])]
)
async def test_the_rule_for_a_rating_counts_from_when_it_was_given(
    desk: World, score: int, wanted: list[tuple[str, int, None]]
) -> None:
    await asked(desk)
    assert await planned(desk) == []
    await rates(desk, score)
    assert await planned(desk) == wanted


async def test_it_replaces_what_a_rule_for_all_had_planned(desk: World) -> None:
    desk.door.practice = replace(desk.door.practice, follow_ups=(ALL, UNHAPPY))
    await asked(desk)
    assert [rule for rule, _, _ in await planned(desk)] == ["all"]
    await rates(desk, 5)
    assert [rule for rule, _, _ in await planned(desk)] == ["all"]
    await rates(desk, 2)
    assert await planned(desk) == [("unhappy", 2, None)]


async def test_a_changed_rating_changes_it_or_cancels_it(desk: World) -> None:
    await asked(desk)
    for score in (2, 1):
        await rates(desk, score)
    assert (await desk.history()).count("FollowUpPlanned") == 1
    await rates(desk, 3)
    assert await planned(desk) == [("so so", 5, None)]
    await rates(desk, 5)
    assert [outcome for _, _, outcome in await planned(desk)] == [Outcome.CANCELLED]


async def test_the_day_that_an_agent_chose_stays(desk: World) -> None:
    await asked(desk)
    await desk.do(visits.plan, FIRST, ANN, desk.now + 7 * DAY, "After the delivery")
    await rates(desk, 1)
    assert await planned(desk) == [(None, 7, None)]
