"""What agents, supervisors and operators are told for itself, and not about a ticket."""

from collections.abc import Iterator
from typing import assert_never

from bot.desk import events as e
from bot.desk import outgoing as out
from bot.desk.desk import Desk


def announce(desk: Desk, event: e.ColleagueEvent) -> Iterator[out.Outgoing]:
    match event:
        case e.AgentTold():
            yield out.Whisper(agent=event.agent, channel=event.channel, thread=event.thread, sentence=event.sentence)
        case e.WeekEnded():
            if desk.practice.supervisors:
                yield out.PostSatisfaction(channel=desk.practice.supervisors, last=event.last)
        case e.HomeStale():
            yield out.DrawHome(agent=event.agent)
        case e.OperatorsAlerted():
            if desk.practice.operators:
                yield out.AlertOperators(channel=desk.practice.operators, sentence=event.sentence)
        case _:
            assert_never(event)
