"""Every listener there is, in the order in which Slack's framework asks them."""

import re
from functools import partial

from slack_bolt.async_app import AsyncApp

from handlers.slack import commands, forms, home, menus, presses, reactions, shortcuts, threads
from handlers.slack.payloads import Given, Json, Taken


async def roster_changed(given: Given, body: Json) -> None:
    given.roster_changed()


async def unheard(body: Json) -> None:
    """What we asked Slack for and need not act on, and buttons of an older version: acknowledged, or Slack insists."""


def register(app: AsyncApp, taken: Taken, given: Given) -> None:
    for module in (presses, menus, forms, threads, reactions, commands, shortcuts, home):
        module.register(app, taken, given)
    app.event("subteam_members_changed")(taken(partial(roster_changed, given)))
    anything = re.compile("")
    app.event(anything)(taken(unheard))
    app.action(anything)(taken(unheard))
    app.view(anything)(taken(unheard))
    app.view_closed(anything)(taken(unheard))
    app.shortcut(anything)(taken(unheard))
