"""Why something is due when it is: asked from the menu behind More."""

from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.desk.service_levels.accounting import asked_why
from bot.views.slack.actions import Action
from bot.views.slack.ledger import ledger
from handlers.slack import opening
from handlers.slack.payloads import Given, Json, Taken, press
from handlers.slack.presses import named


async def explain(given: Given, body: Json) -> None:
    """Raises `NotAnAgent`, `NoSuchTicket`, `NotOpened`."""
    pressed = press(body)
    found = await given.do(asked_why, ticket=pressed.value, agent=pressed.agent)
    await opening.show(given, pressed.screen, ledger(pressed.value, found, given.practice.timezone))


def register(app: AsyncApp, taken: Taken, given: Given) -> None:
    app.action(named(Action.LEDGER))(taken(partial(explain, given), partial(opening.tell, given)))
