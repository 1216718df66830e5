"""A desk that sees to customers who were let down, and what lets them down."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.desk import outgoing as out
from bot.desk.followups import answers
from bot.desk.followups.rules import Rule
from bot.desk.followups.tables import FollowUp
from bot.desk.practice import Cause, Practice
from bot.desk.recovery import tasks
from bot.desk.recovery.rules import Channel, Recovering
from bot.desk.recovery.tables import Recovery
from bot.desk.tickets import handling
from tests.desk.followups.world import UNCAPPED
from tests.desk.surveys.world import ASKING, asked, rates
from tests.desk.world import ADA, ANN, FIRST, PRACTICE, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BOSS = "C-BOSS"
CAUSES = (Cause("defect", "Something was broken"), Cause("wish", "A wish"))
IN_TEAM = Recovering(Channel.TEAM)


def practice(recovery: Recovering = IN_TEAM, **changes: Any) -> Practice:
    teams = tuple(replace(team, recovery=recovery) for team in PRACTICE.teams)
    follow_ups = (Rule("all", 3 * DAY),)
    known: dict[str, Any] = {
        "teams": teams,
        "surveys": ASKING,
        "supervisors": BOSS,
        "follow_ups": follow_ups,
        "courtesy": UNCAPPED,
    }
    return replace(PRACTICE, **known | changes)


async def let_down(desk: World, score: int = 2) -> Recovery:
    """Ann handled it, and Ada is not content."""
    await asked(desk)
    await rates(desk, score)
    return await task(desk)


async def not_solved(desk: World) -> Recovery:
    """Ann solved it; asked three days later, Ada says that it is not."""
    await desk.claimed_ticket()
    await desk.do(handling.solve, FIRST, ANN)
    desk.now += 3 * DAY
    await desk.fires()
    await desk.heard()
    [visit] = await desk.all(FollowUp)
    await desk.do(answers.denies, ADA, visit.id)
    return await task(desk)


async def task(desk: World) -> Recovery:
    return (await desk.all(Recovery))[-1]


async def takes(desk: World, agent: str) -> None:
    await desk.do(tasks.take, (await task(desk)).id, agent)


async def rows(desk: World, *kinds: type[out.Outgoing]) -> list[Any]:
    """What waits of those kinds; all that waits is then gone."""
    return [row for _, row in await desk.heard() if isinstance(row, kinds)]
