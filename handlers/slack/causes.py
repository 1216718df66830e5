"""Resolve, and why the ticket came up: asked in a modal where there are causes to choose from."""

from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.desk.desk import Verb
from bot.desk.tickets import causes
from bot.views.slack import causes as views
from bot.views.slack.actions import Action
from handlers.slack import opening
from handlers.slack.payloads import Given, Json, Taken, press
from handlers.slack.presses import named

SOLVED = "It is solved, and the customer is told."
CHOICES: dict[Action, tuple[Verb[..., None], str]] = {
    Action.SOLVE_BECAUSE: (causes.solve_because, SOLVED),
    Action.NAME_CAUSE: (causes.name, "The cause is on the card."),
}


async def resolve(given: Given, body: Json) -> None:
    """Where no cause can be chosen, at once."""
    if given.practice.causes:
        await ask(given, body)
    else:
        await solve(given, body)


async def ask(given: Given, body: Json) -> None:
    """Raises `NotAnAgent`, `NoSuchTicket`, `MergedAway`, `NotOpened`."""
    pressed = press(body)
    offered = await given.do(causes.offered, ticket=pressed.value, agent=pressed.agent)
    await opening.show(given, pressed.screen, views.choose(offered))


async def solve(given: Given, body: Json) -> None:
    pressed = press(body)
    await given.do(causes.solve, ticket=pressed.value, agent=pressed.agent)
    if pressed.screen.modal or pressed.screen.whispered:
        await opening.tell(given, body, SOLVED)


async def chosen(given: Given, body: Json) -> None:
    pressed = press(body)
    verb, said = CHOICES[Action(pressed.name)]
    _, _, cause = body["actions"][0]["action_id"].partition(":")
    await given.do(verb, ticket=pressed.value, agent=pressed.agent, cause=cause)
    await opening.tell(given, body, said)


def register(app: AsyncApp, taken: Taken, given: Given) -> None:
    tell = partial(opening.tell, given)
    steps = {Action.RESOLVE: resolve, Action.CAUSE: ask, Action.SOLVE_ANYWAY: solve}
    for action, handle in (steps | dict.fromkeys(CHOICES, chosen)).items():
        app.action(named(action))(taken(partial(handle, given), tell))
