"""More: the menu of what can be done now; and the forms that its buttons open."""

from collections.abc import Callable
from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.desk.followups import visits
from bot.desk.people.tables import Agent
from bot.desk.practice import Practice
from bot.desk.privacy import auditing
from bot.desk.refusals import MergedAway, Refusal
from bot.desk.tickets import reading, relations
from bot.desk.tickets.reading import Sheet
from bot.views.slack import forms, menu, pauses
from bot.views.slack.actions import Action
from handlers.slack import opening
from handlers.slack.payloads import Given, Json, Press, Taken, press
from handlers.slack.presses import named

Open = Callable[[Sheet, Practice, list[Agent]], Json]


class NobodyElse(Refusal):
    """There is nobody to hand it to: no other agent and no other team."""


def _hand_over(sheet: Sheet, practice: Practice, agents: list[Agent]) -> Json:
    """The menu that offered it may be old. Raises `NobodyElse`."""
    if not forms.takers(sheet, practice, agents):
        raise NobodyElse()
    return forms.hand_over(sheet, practice, agents)


FORMS: dict[Action, Open] = {
    Action.NOTE: lambda sheet, practice, agents: forms.note(sheet),
    Action.CATEGORY: lambda sheet, practice, agents: forms.category(sheet, practice),
    Action.PRIORITY: lambda sheet, practice, agents: forms.priority(sheet),
    Action.TIER: lambda sheet, practice, agents: forms.tier(sheet, practice),
    Action.HOLD: lambda sheet, practice, agents: pauses.hold(sheet),
    Action.SNOOZE: lambda sheet, practice, agents: pauses.snooze(sheet),
    Action.HAND_OVER: _hand_over,
    Action.LEGAL_HOLD: lambda sheet, practice, agents: forms.legal_hold(sheet),
}


def register(app: AsyncApp, taken: Taken, given: Given) -> None:
    for action in (Action.MORE, *FORMS):
        app.action(named(action))(taken(partial(pressed, given), partial(opening.tell, given)))


async def pressed(given: Given, body: Json) -> None:
    it = press(body)
    await open_form(given, it, Action(it.name))


async def open_form(given: Given, pressed: Press, action: Action) -> None:
    """At once, for Slack allows three seconds. Raises what `seen_by` and `its_own` do, `NobodyElse`, `NotOpened`."""
    sheet = await seen_by(given, pressed.agent, pressed.value)
    if action is Action.MORE:
        await given.do(auditing.looked, ticket=pressed.value, agent=pressed.agent, how="menu")
    agents = await given.ask(reading.agents)
    if action is Action.MORE:
        parts = await given.ask(relations.merged_into, sheet.ticket.id)
        planned = await given.ask(visits.open_of, sheet.ticket.id)
        view = menu.menu(sheet, given.practice, agents, parts=bool(parts), follow_up=planned)
    else:
        view = FORMS[action](its_own(sheet), given.practice, agents)
    await opening.show(given, pressed.screen, view)


def its_own(sheet: Sheet) -> Sheet:
    """The same, for something to be done with it. Raises `MergedAway` where it is a part of another ticket."""
    ticket = sheet.ticket
    if ticket.merged_into:
        raise MergedAway(ticket=ticket.id, into=ticket.merged_into)
    return sheet


async def seen_by(given: Given, agent: str, ticket: int) -> Sheet:
    """A ticket, for an agent only. Raises `NotAnAgent`, `NoSuchTicket`."""
    await given.ask(reading.agent, agent)
    return await given.ask(reading.sheet, ticket)
