"""Customers who change what they wrote."""

from sqlmodel import col, select

from bot.desk.desk import Desk
from bot.desk.events import CUSTOMER, CardStale, CustomerRewrote, FilesAdded
from bot.desk.files.enclosing import attached, enclose
from bot.desk.files.policy import MOST_FROM_CUSTOMERS
from bot.desk.files.refusing import say_what_stays
from bot.desk.files.tables import Attachment
from bot.desk.people.customers import Person, customer
from bot.desk.people.tables import Customer
from bot.desk.privacy.hiding import hidden, say_so
from bot.desk.tickets.conversation import Letter, wrote
from bot.desk.tickets.placing import SUBJECT_LENGTH, subject
from bot.desk.tickets.tables import Author, Message, Ticket
from bot.desk.words import Words


def rewrote(desk: Desk, person: Person, letter: Letter) -> None:
    """They changed a message: its post in the thread changes, and what it said at first is kept.

    One that still waits for its ticket simply says something else.
    """
    known = customer(desk, person)
    message = _written(desk, known, letter.chat_message)
    if message is None:  # the edit has overtaken what it edits
        wrote(desk, person, letter)
        return
    if not known.blocked_at:
        kept = hidden(desk, letter.words)
        _reword(desk, message, kept)
        _add_files(desk, message, letter)
        if kept != letter.words:
            say_so(desk, known, message.ticket_id)


def _written(desk: Desk, known: Customer, chat_message: int) -> Message | None:
    theirs = select(Message).where(
        Message.customer_id == known.id, Message.chat_first == chat_message, Message.author == Author.CUSTOMER
    )
    return desk.session.exec(theirs.order_by(col(Message.id).desc()).limit(1).with_for_update(key_share=True)).first()


def _reword(desk: Desk, message: Message, words: Words) -> None:
    former, spans = message.words, [list(span) for span in words.spans]
    if (message.text, message.spans) == (words.text, spans):
        return
    message.text, message.spans = words.text, spans
    if message.ticket_id:
        message.former = former.text if message.former is None else message.former
        _show(desk, desk.ticket(message.ticket_id), message, former)


def _show(desk: Desk, held: Ticket, message: Message, former: Words) -> None:
    """The team sees it in its place; where nothing of theirs waits for an answer, a line tells them to look."""
    if held.subject == former.first(SUBJECT_LENGTH):
        held.subject = subject(desk, message)
    desk.happened(CardStale(ticket=held.id))
    answered = held.waiting_since is None
    desk.happened(
        CustomerRewrote(ticket=held.id, actor=CUSTOMER, message=message.id, former=former.text, answered=answered)
    )


def _add_files(desk: Desk, message: Message, letter: Letter) -> None:
    """Telegram lets them put another file in the place of the first: both are shown."""
    known = {file.telegram_unique for file in attached(desk, message)}
    new = [file for file in letter.files if file.unique not in known]
    if new:
        enclosed = enclose(desk, message, new, MOST_FROM_CUSTOMERS)
        _show_files(desk, message, enclosed)
        say_what_stays(desk, message, enclosed)


def _show_files(desk: Desk, message: Message, enclosed: list[Attachment]) -> None:
    going = tuple(file.id for file in enclosed if not file.refused)
    if message.ticket_id:
        desk.happened(FilesAdded(ticket=message.ticket_id, actor=CUSTOMER, message=message.id, attachments=going))
