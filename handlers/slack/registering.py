"""Every listener there is, in the order in which Slack's framework asks them."""

import re
from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.desk.refusals import Refusal
from handlers.slack import (
    causes,
    commands,
    follow_ups,
    forms,
    home,
    ledgers,
    menus,
    neighbours,
    opening,
    pauses,
    presses,
    reactions,
    reassigning,
    recoveries,
    replying,
    shortcuts,
    threads,
)
from handlers.slack.payloads import Given, Json, Taken


async def roster_changed(given: Given, body: Json) -> None:
    given.roster_changed()


class NoLongerThere(Refusal):
    """That is from an older version of this desk, so nothing happened. Use the buttons on the ticket's card."""


async def pressed_of_old(body: Json) -> None:
    """A link opens by itself, and we only hear of it. Raises `NoLongerThere` for a button."""
    if not body["actions"][0].get("url"):
        raise NoLongerThere()


async def submitted_of_old(body: Json) -> Json:
    """It stays open with what was written in it. Raises `NoLongerThere` where nothing was."""
    fields = list(body["view"]["state"]["values"])
    if not fields:
        raise NoLongerThere()
    return {"response_action": "errors", "errors": {fields[0]: NoLongerThere().sentence}}


async def unheard(body: Json) -> None:
    """What we asked Slack for and need not act on: acknowledged, or Slack insists."""


def register(app: AsyncApp, taken: Taken, given: Given) -> None:
    """What agents type comes first: the framework asks one after another, and each ten cost as much as a query."""
    often = (threads, presses, causes, reassigning, menus, replying, ledgers, forms)
    for module in (*often, pauses, follow_ups, neighbours, reactions, recoveries, commands, shortcuts, home):
        module.register(app, taken, given)
    app.event("subteam_members_changed")(taken(partial(roster_changed, given)))
    anything = re.compile("")
    app.event(anything)(taken(unheard))
    app.action(anything)(taken(pressed_of_old, partial(opening.tell, given)))
    app.view(anything)(taken(submitted_of_old, forms.told))
    app.view_closed(anything)(taken(unheard))
    app.shortcut(anything)(taken(unheard))
