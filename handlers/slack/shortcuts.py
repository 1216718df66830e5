"""Shortcuts from a message's menu: they open the form for the ticket in whose thread, or on whose card, it stands."""

from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.desk.refusals import Refusal
from bot.desk.tickets import reading
from bot.views.slack.actions import Action
from handlers.slack import opening
from handlers.slack.menus import open_form
from handlers.slack.payloads import Given, Json, Press, Taken, screen

SHORTCUTS = {"reply_to_customer": Action.REPLY, "internal_note": Action.NOTE}


class NotInAThread(Refusal):
    """That message belongs to no ticket. Use this on a ticket's card or in its thread."""


async def used(given: Given, action: Action, body: Json) -> None:
    await given.ask(reading.agent, body["user"]["id"])
    message = body["message"]
    ticket = await given.ask(reading.ticket_at, body["channel"]["id"], message.get("thread_ts") or message["ts"])
    if ticket is None:
        raise NotInAThread()
    await open_form(given, Press(body["callback_id"], body["user"]["id"], ticket, screen(body)), action)


def register(app: AsyncApp, taken: Taken, given: Given) -> None:
    for callback, action in SHORTCUTS.items():
        app.shortcut(callback)(taken(partial(used, given, action), partial(opening.tell, given)))
