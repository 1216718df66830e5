"""Reactions on a card, as shortcuts: eyes claims, a check mark resolves."""

from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.desk.desk import Verb
from bot.desk.tickets import causes, handling, reading
from handlers.slack.payloads import Given, Json, Taken

SHORTCUTS: dict[str, Verb[..., None]] = {"eyes": handling.claim, "white_check_mark": causes.solve}


async def reacted(given: Given, body: Json) -> None:
    """On anything but a card it is only a reaction."""
    event = body["event"]
    verb, item = SHORTCUTS.get(event["reaction"]), event["item"]
    if verb is None or item.get("type") != "message":
        return
    ticket = await given.ask(reading.ticket_at, item["channel"], item["ts"])
    if ticket is not None:
        await given.do(verb, ticket=ticket, agent=event["user"])


def register(app: AsyncApp, taken: Taken, given: Given) -> None:
    app.event("reaction_added")(taken(partial(reacted, given)))
