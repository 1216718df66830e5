"""A customer's message as it comes in: kept without what must not be, and given to the ticket it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select

from bot.desk.desk import Desk
from bot.desk.files.enclosing import album_ticket, enclose
from bot.desk.files.policy import MOST_FROM_CUSTOMERS, File
from bot.desk.files.refusing import say_what_stays
from bot.desk.files.tables import Attachment
from bot.desk.outgoing import Notice
from bot.desk.people.customers import Person, customer, tell
from bot.desk.people.tables import Customer
from bot.desk.privacy.hiding import hidden, say_so
from bot.desk.relationship import answering as relationship
from bot.desk.relationship.tables import Nps
from bot.desk.surveys import answering
from bot.desk.surveys.tables import Survey
from bot.desk.tickets.absence import back
from bot.desk.tickets.bursts import burst
from bot.desk.tickets.citing import NOTHING, Cited, cite, discreetly
from bot.desk.tickets.placement import Hint, place
from bot.desk.tickets.placing import could_be_for, into, put
from bot.desk.tickets.tables import Author, Message, State, Ticket
from bot.desk.tickets.thanks import only_thanks
from bot.desk.tickets.topics import ticket_here
from bot.desk.words import Words


@dataclass(frozen=True)
class Letter:
    """One message as it came: its id in the customer's chat, what it replies to there, and when it was written.

    `album` is what those that were sent together have in common. `unshown`: the words only name what came.
    `forwarded`: somebody else wrote it, or they did elsewhere.
    """

    chat_message: int
    words: Words
    written_at: datetime
    reply_to: int | None = None
    files: tuple[File, ...] = ()
    album: str | None = None
    unshown: bool = False
    forwarded: bool = False
    cited: Cited = NOTHING


def wrote(desk: Desk, person: Person, letter: Letter, *, anew: bool = False) -> None:
    """The customer wrote: into the ticket it belongs to, or a new one; kept aside while they say which.

    `anew`: they said that it is a new question, whatever it replies to.
    """
    known = customer(desk, person)
    back(desk, known)
    if dropped(known):
        return
    question = None if anew else _question_answered(desk, known, letter)
    if question:
        _comment(desk, known, letter, question)
        return
    if letter.forwarded:
        length = len(letter.words.text)
        letter = replace(letter, album=burst(desk, known.id, letter.chat_message, letter.written_at, length))
    replied, ticket = _replied(desk, known, letter.reply_to)
    message = _kept(desk, known, discreet(desk, letter), replied)
    enclosed = _enclosed(desk, message, letter.files)
    hint = Hint(
        topic=ticket_here(desk, known),
        replied=None if anew else (album_ticket(desk, known.id, letter.album) if letter.album else None) or ticket,
        active=known.active_ticket,
        wants_new=known.wants_new,
        thanks=not letter.files and only_thanks(letter.words.text),
    )
    tickets = could_be_for(desk, known, hint.topic, hint.replied)
    put(desk, known, message, place(tickets, hint, desk.moment, desk.practice.reopen_within))
    say_what_stays(desk, message, enclosed)
    if letter.unshown:
        tell(desk, known, Notice.CANNOT_SHOW, ticket=message.ticket_id)
    if message.words != letter.words:
        say_so(desk, known, message.ticket_id)


def dropped(known: Customer) -> bool:
    """Of somebody we blocked nothing is taken, and nothing is said that would have them write."""
    if known.blocked_at is None:
        return False
    known.dropped += 1
    return True


def _question_answered(desk: Desk, known: Customer, letter: Letter) -> Survey | Nps | None:
    """What shows more than it says, or somebody else wrote, is no comment: it goes to the ticket."""
    if letter.files or letter.forwarded or letter.unshown:
        return None
    survey = answering.commented_on(desk, known, letter.reply_to)
    return survey or relationship.commented_on(desk, known, letter.reply_to)


def _comment(desk: Desk, known: Customer, letter: Letter, question: Survey | Nps) -> None:
    """It stands in the ticket's thread and neither opens nor reopens anything."""
    replied, _ = _replied(desk, known, letter.reply_to)
    message = _kept(desk, known, discreet(desk, letter), replied)
    ticket = answering.in_place_of(desk, question.ticket_id)
    into(desk, known, ticket, message, step=False)
    if isinstance(question, Nps):
        relationship.comments(desk, question, ticket.id, message.id)
    else:
        answering.comments(desk, question, message.id)
    if message.words != letter.words:
        say_so(desk, known, message.ticket_id)


def discreet(desk: Desk, letter: Letter) -> Letter:
    """Without what must not be kept."""
    return replace(letter, words=hidden(desk, letter.words), cited=discreetly(desk, letter.cited))


def _enclosed(desk: Desk, message: Message, files: Sequence[File]) -> list[Attachment]:
    if not files:
        return []
    desk.session.flush()
    return enclose(desk, message, files, MOST_FROM_CUSTOMERS)


def _kept(desk: Desk, known: Customer, letter: Letter, replied: int | None) -> Message:
    message = Message(
        customer_id=known.id,
        author=Author.CUSTOMER,
        state=State.RECEIVED,
        text=letter.words.text,
        spans=[list(span) for span in letter.words.spans],
        source_at=desk.believed(letter.written_at),
        received_at=desk.moment,
        chat_first=letter.chat_message,
        chat_last=letter.chat_message,
        cause=desk.cause,
        album=letter.album,
        replies_to=replied,
    )
    cite(message, letter.cited)
    desk.session.add(message)
    return message


def _replied(desk: Desk, known: Customer, chat_message: int | None) -> tuple[int | None, int | None]:
    """The message that they replied to, and its ticket; of one that was merged, the ticket it was merged into."""
    if chat_message is None:
        return None, None
    found = desk.session.exec(
        select(Message.id, func.coalesce(Ticket.merged_into, Message.ticket_id))
        .join(Ticket, col(Ticket.id) == col(Message.ticket_id), isouter=True)
        .where(
            Message.customer_id == known.id,
            col(Message.chat_first) <= chat_message,
            col(Message.chat_last) >= chat_message,
        )
        .order_by(col(Message.chat_first).desc())
        .limit(1)
    ).first()
    return found or (None, None)
