"""Who must hear of what becomes of a ticket."""

from collections.abc import Iterator
from typing import assert_never

from sqlmodel import select

from bot.desk import events as e
from bot.desk import outgoing as out
from bot.desk.announcing.threads import card_of, found, line
from bot.desk.desk import Desk
from bot.desk.moments import milliseconds
from bot.desk.tickets.relations import pages
from bot.desk.tickets.tables import Card, Ticket


def announce(desk: Desk, event: e.TicketEvent, entry: int | None) -> Iterator[out.Outgoing]:  # noqa: C901 - one table
    match event:
        case e.CardStale():
            yield from _redraw(desk, event.ticket)
        case e.CardStarted():
            yield from _card_started(desk, event)
        case e.CardRehomed():  # on the lane of the channel it left, behind what still waits there
            yield out.PostCard(channel=event.left, card=event.card)
            yield out.PostRecap(channel=event.left, card=event.card)
        case e.TicketMoved():
            yield from _moved(desk, event, entry)
        case e.TicketMerged():
            yield from _merged(desk, event, entry)
        case e.FilesCarried():
            yield from _carried(desk, event)
        case e.TicketOpened():
            if event.follows:
                yield from line(desk, event, entry)
        case e.TicketErased() | e.SaidTooLate():
            yield from _clear(desk, event.ticket)
        case e.ThreadCleared():  # of what was only too old, nobody is told in hundreds of threads
            if event.actor != e.DESK and event.card == desk.session.get_one(Ticket, event.ticket).card_id:
                yield from line(desk, event, entry)
        case e.TranscriptAskedFor():
            yield from line(desk, event, entry)
            yield from _transcript(desk, event)
        case e.TicketExpired():
            return  # the card says so, and nobody has to be told
        case e.InThread():
            yield from line(desk, event, entry)
        case _:
            assert_never(event)


def _card_started(desk: Desk, event: e.CardStarted) -> Iterator[out.Outgoing]:
    card = desk.session.get_one(Card, event.card)
    yield out.PostCard(channel=card.channel, card=event.card)
    if event.moved:
        yield out.PostRecap(channel=card.channel, card=event.card)


def _moved(desk: Desk, event: e.TicketMoved, entry: int | None) -> Iterator[out.Outgoing]:
    """A new card comes with a recap that says it; one that stayed where it is has a line in its thread."""
    if event.old_card:
        yield out.DrawCard(card=event.old_card)
    else:
        yield from line(desk, event, entry)


def _merged(desk: Desk, event: e.TicketMerged, entry: int | None) -> Iterator[out.Outgoing]:
    """What was said in the other one, in as many posts as it takes."""
    card = card_of(desk, event.ticket)
    if card and entry:
        for number, messages in enumerate(pages(desk.session, event.ticket, event.merged)):
            place = {"channel": card.channel, "card": card.id, "entry": entry}
            yield out.PostMerged(**place, messages=messages, begins=number == 0)


def _carried(desk: Desk, event: e.FilesCarried) -> Iterator[out.Outgoing]:
    card = desk.session.get_one(Card, event.card)
    for copy in event.copies:
        yield out.PostCopy(channel=card.channel, card=event.card, copy_id=copy)


def _clear(desk: Desk, ticket: int) -> Iterator[out.Outgoing]:
    """Wherever it ever had a card, the words on that go as well."""
    for card in desk.session.exec(select(Card.id).where(Card.ticket_id == ticket)).all():
        yield out.DrawCard(card=card)
        yield out.ClearThread(card=card)


def _transcript(desk: Desk, event: e.TranscriptAskedFor) -> Iterator[out.Outgoing]:
    card = card_of(desk, event.ticket)
    if card:
        place = {"channel": card.channel, "card": card.id, "ticket": event.ticket}
        yield out.PostTranscript(**place, notes=event.notes, asked=milliseconds(desk.moment))


def _redraw(desk: Desk, ticket: int) -> Iterator[out.Outgoing]:
    held = found(desk, Ticket, ticket)
    if held and held.card_id:
        yield out.DrawCard(card=held.card_id)
