"""Where a ticket is: the card it has now, and the thread under that."""

from collections.abc import Iterator

from bot.desk import events as e
from bot.desk import outgoing as out
from bot.desk.desk import Desk, Thing
from bot.desk.tickets.tables import Card, Ticket


def card_of(desk: Desk, ticket: int | None) -> Card | None:
    held = found(desk, Ticket, ticket)
    return found(desk, Card, held.card_id) if held else None


def line(desk: Desk, event: e.OfTicket, entry: int | None) -> Iterator[out.Outgoing]:
    card = card_of(desk, event.ticket)
    if card and card.id and entry:
        yield out.PostEntry(channel=card.channel, card=card.id, entry=entry)


def found(desk: Desk, kind: type[Thing], number: int | None) -> Thing | None:
    return (desk.at_hand(kind, number) or desk.session.get(kind, number)) if number else None
