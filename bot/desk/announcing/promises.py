"""Who must hear of what time does to a ticket."""

from collections.abc import Iterator
from typing import assert_never

from bot.desk import events as e
from bot.desk import outgoing as out
from bot.desk.announcing.threads import card_of, line
from bot.desk.desk import Desk
from bot.desk.escalation.audiences import Place
from bot.desk.escalation.tables import Telling


def announce(desk: Desk, event: e.PromiseEvent, entry: int | None) -> Iterator[out.Outgoing]:  # noqa: C901 - one table
    match event:
        case e.TargetsMissed():
            if not (event.lapsed or event.ticket in desk.told_at_once):  # else an outage's summary or its chain has it
                yield from line(desk, event, entry)
        case e.EscalationTold():
            yield from _telling(desk, event)
        case e.TellingStale():
            yield out.DrawTelling(telling=event.telling)
        case e.GapsFound():
            if desk.practice.supervisors:
                yield out.PostGaps(channel=desk.practice.supervisors, gaps=list(event.gaps))
        case e.BoardMade():
            yield out.PostBoard(channel=event.channel, board=event.board)
        case e.BoardStale():
            yield out.DrawBoard(board=event.board)
        case e.OwnerReminded():
            yield from _reminder(desk, event)
        case e.ReminderStale():
            yield out.DrawReminder(reminder=event.reminder)
        case e.CalloutStale():
            yield out.DrawCallout(channel=desk.practice.team(event.team).channel, team=event.team)
        case e.InThread():
            yield from line(desk, event, entry)
        case _:
            assert_never(event)


def _telling(desk: Desk, event: e.EscalationTold) -> Iterator[out.Outgoing]:
    card, told = card_of(desk, event.ticket), desk.session.get_one(Telling, event.telling)
    if told.gathered not in (None, told.id):
        if told.leads:
            yield out.DrawTelling(telling=told.gathered)
    elif told.channel:
        yield out.PostTelling(channel=told.channel, telling=event.telling)
    elif told.place is Place.THREAD and card:
        yield out.PostTelling(channel=card.channel, card=card.id, telling=event.telling)


def _reminder(desk: Desk, event: e.OwnerReminded) -> Iterator[out.Outgoing]:
    card = card_of(desk, event.ticket)
    if card:
        yield out.PostReminder(channel=card.channel, card=card.id, reminder=event.reminder)
