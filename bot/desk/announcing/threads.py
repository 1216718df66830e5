"""Where a ticket is: the card it has now, and the thread under that."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.desk import events as e
from bot.desk import outgoing as out
from bot.desk.desk import Desk, Thing
from bot.desk.tickets.tables import Card, Ticket


class Thread(NamedTuple):
    """Of the card with that id."""

    id: int
    channel: str


def card_of(desk: Desk, ticket: int | None) -> Thread | None:
    held = found(desk, Ticket, ticket)
    if held is None or held.card_id is None:
        return None
    if held.card_id not in desk.channels and (card := desk.session.get(Card, held.card_id)):
        desk.channels[card.id] = card.channel
    channel = desk.channels.get(held.card_id)
    return Thread(held.card_id, channel) if channel else None


def line(desk: Desk, event: e.OfTicket, entry: int | None) -> Iterator[out.Outgoing]:
    card = card_of(desk, event.ticket)
    if card and entry:
        yield out.PostEntry(channel=card.channel, card=card.id, entry=entry)


def found(desk: Desk, kind: type[Thing], number: int | None) -> Thing | None:
    return (desk.at_hand(kind, number) or desk.session.get(kind, number)) if number else None
