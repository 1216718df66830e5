"""What agents type in a ticket's thread, change there and delete: for the customer, or among themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam
from sqlmodel import col, select

from bot.desk.desk import HELD, Desk
from bot.desk.events import DESK, AgentTold, MessageMarked, ReplyHeld, ReplyStopped
from bot.desk.files.enclosing import attached, enclose, forget, removed, says_anything
from bot.desk.files.policy import MOST_TO_CUSTOMERS, File, refusal
from bot.desk.files.tables import Attachment
from bot.desk.people.tables import Agent, Customer
from bot.desk.practice import Relay
from bot.desk.privacy.hiding import hidden
from bot.desk.refusals import CustomerIsBlocked, FileStaysThere, OnlyInside
from bot.desk.tickets.changes import change, is_note, is_out, take_back
from bot.desk.tickets.life import Status
from bot.desk.tickets.replies import kept
from bot.desk.tickets.sending import set_out, stay_inside
from bot.desk.tickets.tables import Author, Card, Message, State, Ticket
from bot.desk.words import Words

# Built once: building a query costs as much as asking it.
_PLACE: Any = (
    select(Card, Ticket, Customer, Agent)
    .add_columns(col(Message.id))
    .join(Ticket, col(Ticket.id) == col(Card.ticket_id))
    .join(Customer, col(Customer.id) == col(Ticket.customer_id))
    .join(Agent, col(Agent.id) == bindparam("agent"), isouter=True)
    .join(Message, and_(col(Message.channel) == bindparam("in"), col(Message.post) == bindparam("said")), isouter=True)
    .where(col(Card.channel) == bindparam("in"), col(Card.post) == bindparam("thread"))
    .with_for_update(**HELD, of=[Customer, Ticket])
)
SKEW = timedelta(minutes=10)
"""How far the platform's clock may be behind ours."""
SHOWS_STILL = (
    "Your message has a card number in it, or something else that this desk hides: it is kept and sent without that. "
    "Slack still shows it to everybody here, so please edit your message."
)


@dataclass(frozen=True)
class Typed:
    """What an agent typed in a thread. `mentions` are the internal names that its words would carry outside."""

    channel: str
    thread: str
    post: str
    agent: str
    words: Words
    typed_at: datetime
    mentions: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    thread_at: datetime | None = None


class Place(NamedTuple):
    """The card in whose thread something was typed, and its ticket. `said_before`: the message that it is already."""

    card: Card
    ticket: Ticket
    said_before: int | None


class NotThereYet(Exception):
    """The thread may be that of a card which is just being posted: to be asked again in a moment."""


def typed(desk: Desk, said: Typed) -> None:
    """Somebody wrote in a thread. In a ticket's thread it goes to the customer, or stays inside and is marked so.

    Raises `NotThereYet` where it cannot be told whether it is one.
    """
    place = _place(desk, said) or _place_by_now(desk, said)
    if place is None or place.said_before:
        return
    if not desk.has_agent(said.agent):
        raise OnlyInside()
    card, ticket = place.card, place.ticket
    if said.words.blank and not said.files:
        return
    inside = _stays_inside(desk, ticket, card, said)
    said = _discreet(desk, said)
    message = kept(desk, ticket, said.agent, said.words, said.typed_at, State.INTERNAL)
    message.channel, message.post = said.channel, said.post
    enclosed = _enclosed(desk, message, said.files)
    if inside is None:
        _say_what_stays(desk, said, enclosed)
    if inside is None and says_anything(message.words, enclosed):
        set_out(desk, ticket, message, said.mentions)
        return
    desk.session.flush()
    desk.happened(MessageMarked(message=message.id))
    if inside:
        _whisper(desk, said, inside)


def _enclosed(desk: Desk, message: Message, files: Sequence[File]) -> list[Attachment]:
    if not files:
        return []
    desk.session.flush()
    return enclose(desk, message, files, MOST_TO_CUSTOMERS)


def _discreet(desk: Desk, said: Typed) -> Typed:
    """Without what must not be kept or sent; who typed it hears so, for what stands in Slack is not ours to change."""
    words = hidden(desk, said.words)
    if words != said.words:
        _whisper(desk, said, SHOWS_STILL)
    return replace(said, words=words)


def _whisper(desk: Desk, said: Typed, sentence: str) -> None:
    desk.happened(AgentTold(agent=said.agent, channel=said.channel, thread=said.thread, sentence=sentence))


def _say_what_stays(desk: Desk, said: Typed, enclosed: Sequence[Attachment]) -> None:
    for file in enclosed:
        if file.refused:
            _whisper(desk, said, refusal(file.refused, file.name, file.size).sentence)


def _place(desk: Desk, said: Typed) -> Place | None:
    """In one query, with who typed it and the customer, locked like the ticket."""
    where = {"in": said.channel, "thread": said.thread, "said": said.post, "agent": said.agent}
    found = desk.session.exec(_PLACE, params=where).first()
    return Place(found[0], desk.watched(found[1]), found[-1]) if found else None


def _place_by_now(desk: Desk, said: Typed) -> Place | None:
    """Looked for once more, as it may have come to be known between two looks. Raises `NotThereYet`."""
    if _on_its_way(desk, said):
        raise NotThereYet
    return _place(desk, said)


def _on_its_way(desk: Desk, said: Typed) -> bool:
    """Whether a card of that channel is being posted that can be this thread's root: none is older than its ticket."""
    if said.thread_at is None:
        return False
    unposted = select(Card.id).join(Ticket, col(Ticket.id) == col(Card.ticket_id))
    mine = unposted.where(Card.channel == said.channel, col(Card.post).is_(None))
    return desk.session.exec(mine.where(col(Ticket.opened_at) <= said.thread_at + SKEW).limit(1)).first() is not None


def _stays_inside(desk: Desk, ticket: Ticket, card: Card, said: Typed) -> str | None:
    """None where it goes out; else why it does not: empty where its author meant it so, or a sentence for them."""
    if is_note(said.words):
        return ""
    if ticket.merged_into:
        into = ticket.merged_into
        return f"#{ticket.id} was merged into #{into}, so this stayed inside. Answer in the thread of #{into}."
    if card.id != ticket.card_id:
        return f"#{ticket.id} has moved to {ticket.team}, so this stayed inside. Answer in its thread there."
    relay = desk.practice.team(ticket.team).relay
    if relay is Relay.EXPLICIT or (relay is Relay.ASSIGNEE and ticket.owner not in (None, said.agent)):
        return ""
    if relay is Relay.ASSIGNEE and ticket.owner is None:
        return f"Nobody has #{ticket.id} yet, so this stayed inside. Claim it to answer the customer from here."
    customer = desk.customer_of(ticket)
    if customer.blocked_at:
        return CustomerIsBlocked(name=customer.name).sentence
    if ticket.spam:
        return f"#{ticket.id} is spam, so this stayed inside. To answer, press Not spam in its More menu first."
    return f"#{ticket.id} is closed, so this stayed inside." if ticket.status is Status.CLOSED else None


def edited(desk: Desk, said: Typed) -> None:
    """The agent changed what they typed; while it is not on its way, the changed words are what is sent."""
    message = desk.posted(said.channel, said.post)
    if message is None:  # the edit has overtaken what it edits
        typed(desk, said)
        return
    if message.author is not Author.AGENT or message.agent != said.agent or message.erased:
        return
    gone = removed(desk, message, {file.id for file in said.files})
    if not gone and message.words == hidden(desk, said.words):
        return
    said = _discreet(desk, said)
    if is_out(message):
        no = FileStaysThere() if gone else change(desk, message, said.words, said.mentions)
        if no:
            _whisper(desk, said, no.sentence)
        return
    message.text, message.spans = said.words.text, [list(span) for span in said.words.spans]
    forget(desk, message, gone)
    _rethink(desk, message, said)


def _rethink(desk: Desk, message: Message, said: Typed) -> None:
    if message.state is State.INTERNAL:
        return
    if is_note(said.words) or not says_anything(message.words, attached(desk, message)):
        stay_inside(desk, message)
    elif said.mentions and message.state in (State.WAITING, State.FAILED):
        message.state, message.send_at = State.HELD, None
        desk.happened(ReplyHeld(message=message.id, mentions=said.mentions))
    elif not said.mentions and message.state is State.HELD:
        set_out(desk, desk.ticket(message.ticket_id or 0), message)


def deleted(desk: Desk, channel: str, post: str, said: Typed | None = None) -> None:
    """The agent deleted what they typed: while it is not on its way, that stops it. `said` is what it was."""
    message = desk.posted(channel, post)
    if message is None and said:
        _stopped_before_heard(desk, said)
    if message is None or message.author is not Author.AGENT or message.ticket_id is None or message.erased:
        return
    if is_out(message):
        take_back(desk, message)
    elif message.state in (State.WAITING, State.HELD, State.FAILED):
        message.state, message.send_at = State.STOPPED, None
        desk.happened(ReplyStopped(ticket=message.ticket_id, actor=message.agent or DESK, message=message.id))


def _stopped_before_heard(desk: Desk, said: Typed) -> None:
    """The deletion has overtaken what it deletes: kept, so that this is not taken for new when it comes."""
    place = _place(desk, said)
    if place and desk.session.get(Agent, said.agent):
        message = kept(desk, place.ticket, said.agent, hidden(desk, said.words), said.typed_at, State.STOPPED)
        message.channel, message.post = said.channel, said.post
