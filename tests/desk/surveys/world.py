"""A desk that asks how it went, and what leads to it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.desk.outgoing import AskSurvey
from bot.desk.practice import Practice
from bot.desk.surveys import answering, asking
from bot.desk.surveys.rules import Scale, Surveying
from bot.desk.surveys.tables import Survey
from bot.desk.tickets import deliveries, handling
from tests.desk.world import ADA, ANN, FIRST, PRACTICE, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ASKING = Surveying(scale=Scale.FIVE)


def practice(**changes: Any) -> Practice:
    return replace(PRACTICE, surveys=replace(ASKING, **changes))


async def replied(desk: World, agent: str = ANN, text: str = "Try the other socket") -> int:
    """The agent's answer is with the customer."""
    message = await desk.types(agent, text)
    desk.passes(seconds=5)
    await desk.fires()
    await desk.do(deliveries.delivered, message.id, 900 + message.id, 900 + message.id)
    return message.id


async def solved(desk: World) -> None:
    """Ann answered Ada and solved it."""
    await desk.claimed_ticket()
    await replied(desk)
    await desk.do(handling.solve, FIRST, ANN)
    await desk.heard()


async def later(desk: World, span: timedelta) -> list[AskSurvey]:
    """What customers are asked when that much time has passed."""
    desk.now += span
    await desk.fires()
    return [row for _, row in await desk.heard() if isinstance(row, AskSurvey)]


async def asked(desk: World) -> Survey:
    """The question is with Ada, as the message 500 of her chat."""
    await solved(desk)
    [row] = await later(desk, HOUR)
    await desk.do(asking.delivered, row.survey, 500)
    return await last(desk)


async def last(desk: World) -> Survey:
    return (await desk.all(Survey))[-1]


async def rates(desk: World, score: int) -> None:
    await desk.do(answering.rate, ADA, (await last(desk)).id, score, 500)
