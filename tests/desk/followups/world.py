"""A desk that reminds silent customers and asks after what it solved."""

from dataclasses import replace
from datetime import timedelta

from bot.desk import outgoing as out
from bot.desk.followups.rules import Courtesy, Rule, Steps
from bot.desk.outgoing import Notice
from bot.desk.tickets import deliveries, handling
from tests.desk.world import ANN, FIRST, PRACTICE, World

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
STEPS = Steps(remind_after=DAY, remind_again_after=2 * DAY, solve_after=3 * DAY)
TEAMS = (replace(PRACTICE.teams[0], silence=STEPS), *PRACTICE.teams[1:])
RULE = Rule("all", 3 * DAY)
UNCAPPED = Courtesy(most_a_week=50)


async def goes_by(desk: World, span: timedelta) -> None:
    """Hour by hour, as the heartbeat does it."""
    end = desk.now + span
    while desk.now < end:
        desk.now = min(end, desk.now + HOUR)
        await desk.fires()


async def answers(desk: World) -> None:
    """Ann's answer is with the customer, and it is their turn."""
    message = await desk.types(ANN, "Which lamp?")
    desk.passes(seconds=5)
    await desk.fires()
    await desk.do(deliveries.delivered, message.id, 900 + message.id, 900 + message.id)


async def pending(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(handling.set_pending, FIRST, ANN)
    await desk.heard()


async def told(desk: World) -> list[Notice]:
    """What customers were told since, in order."""
    return [row.notice for key, row in await desk.heard() if isinstance(row, out.TellCustomer) and key == "chat:7"]
