"""Shortcuts from a message's menu: they open the form for the ticket in whose thread, or on whose card, it stands."""

from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.desk.privacy import transcripts
from bot.desk.refusals import Refusal
from bot.desk.tickets import reading
from bot.views.slack.actions import Action
from handlers.slack import opening
from handlers.slack.menus import open_form
from handlers.slack.payloads import Given, Json, Press, Taken, screen
from handlers.slack.presses import IN_A_MOMENT

SHORTCUTS = {"reply_to_customer": Action.REPLY, "internal_note": Action.NOTE}


TRANSCRIPT = "ticket_transcript"


class NotInAThread(Refusal):
    """That message belongs to no ticket. Use this on a ticket's card or in its thread."""


async def used(given: Given, action: Action, body: Json) -> None:
    ticket = await _ticket(given, body)
    await open_form(given, Press(body["callback_id"], body["user"]["id"], ticket, screen(body)), action)


async def transcript(given: Given, body: Json) -> None:
    """At once: those who read the thread read the notes in it anyway."""
    ticket = await _ticket(given, body)
    await given.do(transcripts.ask_with_notes, ticket=ticket, agent=body["user"]["id"])
    await opening.tell(given, body, IN_A_MOMENT)


async def _ticket(given: Given, body: Json) -> int:
    """Raises `NotAnAgent`, `NotInAThread`."""
    await given.ask(reading.agent, body["user"]["id"])
    message = body["message"]
    ticket = await given.ask(reading.ticket_at, body["channel"]["id"], message.get("thread_ts") or message["ts"])
    if ticket is None:
        raise NotInAThread()
    return ticket


def register(app: AsyncApp, taken: Taken, given: Given) -> None:
    for callback, action in SHORTCUTS.items():
        app.shortcut(callback)(taken(partial(used, given, action), partial(opening.tell, given)))
    app.shortcut(TRANSCRIPT)(taken(partial(transcript, given), partial(opening.tell, given)))
