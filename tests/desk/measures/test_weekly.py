"""Supervisors are told of a week once, whatever happens to the desk meanwhile."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.desk.measures import weekly
from bot.desk.measures.periods import Weekly
from bot.desk.outgoing import PostSatisfaction
from bot.desk.relationship.rules import Relationship
from bot.desk.surveys.rules import Scale, Surveying
from tests.desk.world import World

MONDAY = datetime(2026, 3, 9, 8, tzinfo=UTC)
"""Nine in Warsaw."""
WEEK = timedelta(days=7)


async def begins(desk: World, **changes: Any) -> None:
    usual = {"surveys": Surveying(Scale.FIVE), "supervisors": "C-SHIFT", "timezone": "Europe/Warsaw"}
    await desk.works_as(**usual | changes)
    await desk.do(weekly.begins)


async def told(desk: World, moment: datetime) -> list[str]:
    desk.now = moment
    await desk.fires()
    rows = [row for _, row in await desk.heard() if isinstance(row, PostSatisfaction)]
    return [row.last for row in rows if row.channel == "C-SHIFT"]


async def test_each_monday_at_nine_and_however_often_it_starts(desk: World) -> None:
    for _ in range(2):
        await begins(desk)
    assert await told(desk, MONDAY - timedelta(seconds=1)) == []
    assert await told(desk, MONDAY) == ["2026-03-08"]
    await begins(desk)
    assert await told(desk, MONDAY + WEEK - timedelta(seconds=1)) == []
    assert await told(desk, MONDAY + WEEK) == ["2026-03-15"]


async def test_after_an_outage_of_weeks_the_last_one_is_told_once(desk: World) -> None:
    await begins(desk)
    desk.now = MONDAY + 2 * WEEK + timedelta(days=2)
    await begins(desk)
    assert await told(desk, desk.now) == ["2026-03-22"]
    assert await told(desk, MONDAY + 3 * WEEK - timedelta(hours=1)) == ["2026-03-29"]  # clocks were set on


async def test_two_replicas_tell_it_once(desk: World) -> None:
    await begins(desk)
    desk.now = MONDAY
    await asyncio.gather(desk.fires(), desk.fires())
    assert await told(desk, MONDAY) == ["2026-03-08"]


async def test_it_comes_when_the_setting_says_and_not_when_that_said_before(desk: World) -> None:
    await begins(desk)
    await begins(desk, weekly=Weekly(4, time(16)))
    assert await told(desk, MONDAY) == ["2026-03-05"]


async def test_where_it_is_off_or_nobody_is_asked_it_never_comes(desk: World) -> None:
    never: list[dict[str, Any]] = [{"weekly": None}, {"surveys": Surveying()}, {"supervisors": None}]
    for changes in never:
        await begins(desk)
        await begins(desk, **changes)
        assert await desk.timers() == {}
    await begins(desk)
    await desk.works_as()
    assert await told(desk, MONDAY + WEEK) == []
    assert await desk.timers() == {}


async def test_it_comes_too_where_customers_are_only_asked_whether_they_would_recommend_us(desk: World) -> None:
    await begins(desk, surveys=Surveying(), nps=Relationship(most_a_day=5))
    assert await told(desk, MONDAY) == ["2026-03-08"]
