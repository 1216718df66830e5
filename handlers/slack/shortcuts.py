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
from handlers.slack.replying import open_reply

REPLY = "reply_to_customer"
NOTE = "internal_note"
TRANSCRIPT = "ticket_transcript"


class NotInAThread(Refusal):
    """That message belongs to no ticket. Use this on a ticket's card or in its thread."""


async def reply(given: Given, body: Json) -> None:
    """On words of the customer's, the answer is to them."""
    pressed = await _press(given, body)
    answered = await given.ask(reading.newest_of_customer, body["channel"]["id"], body["message"]["ts"])
    await open_reply(given, pressed, answered)


async def note(given: Given, body: Json) -> None:
    await open_form(given, await _press(given, body), Action.NOTE)


async def _press(given: Given, body: Json) -> Press:
    return Press(body["callback_id"], body["user"]["id"], await _ticket(given, body), screen(body))


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
    for callback, handle in ((REPLY, reply), (NOTE, note), (TRANSCRIPT, transcript)):
        app.shortcut(callback)(taken(partial(handle, given), partial(opening.tell, given)))
