"""What is typed, edited and deleted in the threads of cards."""

from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.desk.files.policy import File, kind_for_customers
from bot.desk.tickets import reading, threads
from bot.desk.tickets.threads import Typed
from handlers.slack.payloads import Given, Json, Taken, moment
from handlers.slack.words import heard

SAID = (None, "thread_broadcast", "file_share")
"""Subtypes of a message that somebody wrote; a broadcast is one message, although the channel shows it too."""


SLACKBOT = "USLACKBOT"


async def told(given: Given, body: Json) -> None:
    """A listener for each would take the framework longer than all the rest it does."""
    match body["event"].get("subtype"):
        case "message_changed":
            await edited(given, body)
        case "message_deleted":
            await deleted(given, body)
        case _:
            await said(given, body)


async def said(given: Given, body: Json) -> None:
    event = body["event"]
    if event.get("subtype") in SAID and _in_thread(given, event):
        await given.do(threads.typed, await _typed(given, event["channel"], event))


async def edited(given: Given, body: Json) -> None:
    event = body["event"]
    message = event["message"]
    if message.get("subtype") == "tombstone":
        await given.do(threads.deleted, event["channel"], message["ts"])
    elif message.get("subtype") in SAID and _in_thread(given, message):
        await given.do(threads.edited, await _typed(given, event["channel"], message))


async def deleted(given: Given, body: Json) -> None:
    event = body["event"]
    message = event.get("previous_message", {})
    said = await _typed(given, event["channel"], message) if message and _in_thread(given, message) else None
    await given.do(threads.deleted, event["channel"], event["deleted_ts"], said)


def _in_thread(given: Given, message: Json) -> bool:
    """In somebody's thread, and by a person: apps have a bot's id, and what we share ourselves has at least our own.

    Slackbot, who brings reminders, has neither.
    """
    root = message.get("thread_ts")
    by_a_person = "bot_id" not in message and message.get("user") not in (None, SLACKBOT, given.ourselves)
    return by_a_person and root not in (None, message["ts"])


async def _typed(given: Given, channel: str, message: Json) -> Typed:
    text = message.get("text", "")
    people = await given.ask(reading.names) if "<@" in text else {}
    words, mentions = heard(message.get("blocks", []), text, people, given.practice)
    return Typed(
        channel=channel,
        thread=message["thread_ts"],
        post=message["ts"],
        agent=message["user"],
        words=words,
        typed_at=moment(message["ts"]),
        thread_at=moment(message["thread_ts"]),
        mentions=mentions,
        files=tuple(_file(file) for file in message.get("files") or () if file.get("mode") != "tombstone"),
    )


def _file(described: Json) -> File:
    """From a shared channel, Slack says no more of it than its id."""
    mime, size = described.get("mimetype") or "application/octet-stream", described.get("size")
    return File(
        kind=kind_for_customers(mime, size),
        id=described["id"],
        name=described.get("name") or described.get("title") or "file",
        mime=mime,
        size=size,
        elsewhere=bool(described.get("is_external")),
    )


def register(app: AsyncApp, taken: Taken, given: Given) -> None:
    app.event("message")(taken(partial(told, given)))
