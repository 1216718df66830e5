"""Who must hear of what is said."""

from collections.abc import Iterator, Sequence
from typing import Any, assert_never

from sqlmodel import col, select

from bot.desk import events as e
from bot.desk import outgoing as out
from bot.desk.announcing.threads import card_of, line
from bot.desk.desk import Desk
from bot.desk.files.enclosing import attached, begins_album, captions
from bot.desk.people.tables import Customer
from bot.desk.tickets.bursts import first_of
from bot.desk.tickets.tables import Message, Offer, Ticket


def announce(desk: Desk, event: e.WordsEvent, entry: int | None) -> Iterator[out.Outgoing]:  # noqa: C901 - one table
    match event:
        case e.CustomerWrote():
            yield from _words(desk, event.message)
            if event.reopened:
                yield from line(desk, event, entry)
        case e.ReplyTyped() | e.NoteWritten() | e.WordsReleased():
            yield from _words(desk, event.message)
        case e.CustomerRewrote():
            yield from _redraw_words(desk, event.message)
            if event.answered:
                yield from line(desk, event, entry)
        case e.FilesAdded():
            yield from _redraw_words(desk, event.message)
            if not desk.session.get_one(Message, event.message).held_back:
                yield from _files(desk, event.ticket, event.attachments)
        case e.ReplyChanged():
            yield _edit(desk, event.message)
        case e.ReplyTakenBack():
            yield _delete(desk, event.message)
            if desk.session.get_one(Message, event.message).question:
                yield from _mark(desk, event.message)
        case e.ReplyReleased():
            yield from _relay(desk, event.message)
        case e.MessageMarked():
            yield from _mark(desk, event.message)
        case e.ReplyHeld():
            yield from _held(desk, event)
        case e.ReplyFailed():
            yield from _mark(desk, event.message)
            yield from _failed(desk, event)
        case e.ReplyDelivered() | e.ReplyStopped():
            yield from _mark(desk, event.message)
        case e.AnswersOffered():
            yield from _offer(desk, event)
        case e.OfferStale():
            yield out.DrawOffer(offer=event.offer)
        case e.InThread():
            yield from line(desk, event, entry)
        case _:
            assert_never(event)


def _words(desk: Desk, message: int) -> Iterator[out.Outgoing]:
    """What is held back comes later, as it then is."""
    said = desk.session.get_one(Message, message)
    if said.held_back:
        return
    files = attached(desk, said)
    first = first_of(desk.session, said)
    if first != message:
        if not desk.session.get_one(Message, first).held_back:  # it then comes with all that was forwarded with it
            yield from _draw_words(desk, said.ticket_id, first)
    elif not files or not said.words.blank or begins_album(desk, said) or any(file.refused for file in files):
        card = card_of(desk, said.ticket_id)
        if card:
            yield out.PostWords(channel=card.channel, card=card.id, message=message, text=said.text, spans=said.spans)
    yield from _files(desk, said.ticket_id, [file.id for file in files if not file.refused])


def _draw_words(desk: Desk, ticket: int | None, message: int) -> Iterator[out.Outgoing]:
    card = card_of(desk, ticket)
    if card:
        yield out.DrawWords(channel=card.channel, card=card.id, message=message)


def _files(desk: Desk, ticket: int | None, attachments: Sequence[int]) -> Iterator[out.Outgoing]:
    """Each by itself, under the words they came with."""
    card = card_of(desk, ticket) if attachments else None
    if card:
        for attachment in attachments:
            yield out.PostFile(channel=card.channel, card=card.id, attachment=attachment)


def _redraw_words(desk: Desk, message: int) -> Iterator[out.Outgoing]:
    said = desk.session.get_one(Message, message)
    card = None if said.held_back else card_of(desk, said.ticket_id)
    if card:
        yield out.RedrawWords(channel=card.channel, card=card.id, message=message)


def _relay(desk: Desk, message: int) -> Iterator[out.Outgoing]:
    """What of it the customer does not have yet: its words, under the first file if they fit there, and its files."""
    said = desk.session.get_one(Message, message)
    files = [file for file in attached(desk, said) if not file.refused and file.chat_message is None]
    unsaid = not said.files or not (said.words.blank or said.parts)
    may_caption = unsaid and bool(files) and not said.begun
    captioned = may_caption and captions(said.words, desk.session.get_one(Ticket, said.ticket_id).subject)
    to = _to_customer(desk, said)
    if unsaid and not captioned:
        yield out.RelayToCustomer(**to, text=said.text, spans=said.spans)
    for place, file in enumerate(files):
        under = {"text": said.text, "spans": said.spans} if captioned and place == 0 else {}
        yield out.RelayFile(**to, attachment=file.id, **under)


def _to_customer(desk: Desk, said: Message, cause: str = "") -> dict[str, Any]:
    customer = desk.session.get_one(Customer, said.customer_id)
    return {
        "chat": customer.chat,
        "message": said.id,
        "ticket": said.ticket_id or 0,
        "cause": cause or said.cause,
    }


def _edit(desk: Desk, message: int) -> out.Outgoing:
    said = desk.session.get_one(Message, message)
    return out.EditRelayed(**_to_customer(desk, said, desk.cause), text=said.text, spans=said.spans)


def _delete(desk: Desk, message: int) -> out.Outgoing:
    return out.DeleteRelayed(**_to_customer(desk, desk.session.get_one(Message, message), desk.cause))


def _mark(desk: Desk, message: int) -> Iterator[out.Outgoing]:
    said = desk.session.get_one(Message, message)
    if said.ticket_id:
        yield out.Mark(ticket=said.ticket_id, message=message, cause=desk.cause or said.cause)
        if said.unreached:
            yield from _redraw_offers(desk, said.ticket_id)


def _redraw_offers(desk: Desk, ticket: int) -> Iterator[out.Outgoing]:
    """Where one of the answers that a post names was sent, deleted or failed anew."""
    asked = select(Offer.id).where(Offer.ticket_id == ticket, col(Offer.settled_at).is_(None))
    for offer in desk.session.exec(asked).all():
        yield out.DrawOffer(offer=offer)


def _offer(desk: Desk, event: e.AnswersOffered) -> Iterator[out.Outgoing]:
    card = card_of(desk, event.ticket)
    if card:
        yield out.PostOffer(channel=card.channel, card=card.id, offer=event.offer)


def _held(desk: Desk, event: e.ReplyHeld) -> Iterator[out.Outgoing]:
    yield from _mark(desk, event.message)
    card = card_of(desk, desk.session.get_one(Message, event.message).ticket_id)
    if card:
        yield out.PostHeld(channel=card.channel, card=card.id, message=event.message, mentions=list(event.mentions))


def _failed(desk: Desk, event: e.ReplyFailed) -> Iterator[out.Outgoing]:
    card = card_of(desk, event.ticket)
    if card:
        yield out.PostFailed(channel=card.channel, card=card.id, message=event.message, why=event.why)
