"""What agents say: in the thread or a form, to the customer or among themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select

from bot.desk.claims.leasing import shows_up
from bot.desk.desk import Desk
from bot.desk.events import (
    DESK,
    AgentTold,
    MessageMarked,
    NoteWritten,
    ReplyHeld,
    ReplyReleased,
    ReplyStopped,
    ReplyTyped,
)
from bot.desk.files.enclosing import attached, enclose, forget, removed, says_anything
from bot.desk.files.policy import MOST_TO_CUSTOMERS, File, refusal
from bot.desk.files.tables import Attachment
from bot.desk.people.tables import Agent, Customer
from bot.desk.practice import Relay
from bot.desk.privacy.hiding import hidden
from bot.desk.refusals import (
    CannotNow,
    CustomerIsBlocked,
    FileStaysThere,
    NoLongerAsked,
    NothingToRetry,
    NothingWritten,
    NotTheirMessage,
    OnlyInside,
    Refusal,
    TakenByAnother,
)
from bot.desk.tickets.changes import change, is_note, is_out, take_back
from bot.desk.tickets.handling import claim
from bot.desk.tickets.life import LIVE, Status
from bot.desk.tickets.tables import Author, Card, Message, State, Ticket
from bot.desk.words import Words

# Built once: building a query costs as much as asking it.
_CARD: Any = select(Card).where(Card.channel == bindparam("channel"), Card.post == bindparam("post"))
SKEW = timedelta(minutes=10)
"""How far the platform's clock may be behind ours."""
NEXT = timedelta(microseconds=1)
"""Slack's clock may be before ours: what is said after something else still comes behind it."""
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


class NotThereYet(Exception):
    """The thread may be that of a card which is just being posted: to be asked again in a moment."""


def typed(desk: Desk, said: Typed) -> None:
    """Somebody wrote in a thread. In a ticket's thread it goes to the customer, or stays inside and is marked so.

    Raises `NotThereYet` where it cannot be told whether it is one.
    """
    card = _card(desk, said.channel, said.thread) or _card_by_now(desk, said)
    if card is None or desk.posted(said.channel, said.post):
        return
    if not desk.has_agent(said.agent):
        raise OnlyInside()
    ticket = desk.ticket(card.ticket_id)
    if said.words.blank and not said.files:
        return
    inside = _stays_inside(desk, ticket, card, said)
    said = _discreet(desk, said)
    message = _kept(desk, ticket, said.agent, said.words, said.typed_at, State.INTERNAL)
    message.channel, message.post = said.channel, said.post
    enclosed = _enclosed(desk, message, said.files)
    if inside is None:
        _say_what_stays(desk, said, enclosed)
    if inside is None and says_anything(message.words, enclosed):
        _set_out(desk, ticket, message, said.mentions)
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


def _card(desk: Desk, channel: str, post: str) -> Card | None:
    found: Card | None = desk.session.exec(_CARD, params={"channel": channel, "post": post}).first()
    return found


def _card_by_now(desk: Desk, said: Typed) -> Card | None:
    """Looked for once more, as it may have come to be known between two looks. Raises `NotThereYet`."""
    if _on_its_way(desk, said):
        raise NotThereYet
    return _card(desk, said.channel, said.thread)


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
    if ticket.status is Status.CLOSED:
        return f"#{ticket.id} is closed, so this stayed inside."
    customer = desk.customer_of(ticket)
    return CustomerIsBlocked(name=customer.name).sentence if customer.blocked_at else None


def _kept(desk: Desk, ticket: Ticket, agent: str, words: Words, at: datetime, state: State) -> Message:
    message = Message(
        ticket_id=ticket.id,
        customer_id=ticket.customer_id,
        author=Author.AGENT,
        agent=agent,
        state=state,
        text=words.text,
        spans=[list(span) for span in words.spans],
        source_at=desk.believed(at),
        received_at=desk.moment,
        cause=desk.cause,
    )
    desk.session.add(message)
    shows_up(desk, ticket, agent)
    return message


def _set_out(desk: Desk, ticket: Ticket, message: Message, mentions: tuple[str, ...] = ()) -> None:
    """On its way to the customer: held while it names somebody inside, else stoppable for the undo window.

    That counts from when we heard of it: after an outage, what was typed, edited and deleted comes all at once.
    """
    if mentions:
        message.state = State.HELD
        desk.session.flush()
        desk.happened(ReplyHeld(message=message.id, mentions=mentions))
        return
    if not desk.practice.undo:
        set_off(desk, message)
        return
    message.state = State.WAITING
    message.send_at = desk.moment + desk.practice.undo
    desk.session.flush()
    desk.happened(MessageMarked(message=message.id))


def set_off(desk: Desk, message: Message) -> None:
    """On its way. What was held or had failed wears a mark that says so; the others' still hold, or come at the end."""
    asked_about = message.state in (State.HELD, State.FAILED)
    message.state, message.send_at, message.why = State.QUEUED, None, None
    desk.session.flush()
    desk.happened(ReplyReleased(message=message.id))
    if asked_about:
        desk.happened(MessageMarked(message=message.id))


def release(desk: Desk, message: int) -> None:
    """Its undo window is over: it leaves, behind all that was typed before it."""
    said = desk.message(message)
    if said.state is not State.WAITING:
        return
    before = _typed_before(desk, said)
    last = max((each.send_at for each in before if each.send_at), default=desk.moment)
    last = min(last, desk.moment + desk.practice.undo)  # the clock may have been set back since
    if last > desk.moment:
        said.send_at = last
        return
    for each in [*before, said]:
        _let_go(desk, each)


def _typed_before(desk: Desk, said: Message) -> list[Message]:
    return [each for each in _still_waiting(desk, said.ticket_id) if each.source_at < said.source_at]


def _still_waiting(desk: Desk, ticket: int | None) -> list[Message]:
    """As typed. Locked: where another replica is releasing it just now, we look again when that is done."""
    waiting = select(Message).where(Message.ticket_id == ticket, Message.state == State.WAITING)
    return list(desk.session.exec(waiting.order_by(col(Message.source_at)).with_for_update(key_share=True)).all())


def _let_go(desk: Desk, message: Message) -> None:
    """To somebody who was blocked meanwhile, nothing goes out."""
    if desk.session.get_one(Customer, message.customer_id).blocked_at:
        _keep_inside(desk, message)
    else:
        set_off(desk, message)


def _keep_inside(desk: Desk, message: Message) -> None:
    message.state, message.send_at = State.INTERNAL, None
    desk.happened(MessageMarked(message=message.id))


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
        _keep_inside(desk, message)
    elif said.mentions and message.state in (State.WAITING, State.FAILED):
        message.state, message.send_at = State.HELD, None
        desk.happened(ReplyHeld(message=message.id, mentions=said.mentions))
    elif not said.mentions and message.state is State.HELD:
        _set_out(desk, desk.ticket(message.ticket_id or 0), message)


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
    card = _card(desk, said.channel, said.thread)
    if card and desk.session.get(Agent, said.agent):
        ticket = desk.ticket(card.ticket_id)
        message = _kept(desk, ticket, said.agent, hidden(desk, said.words), said.typed_at, State.STOPPED)
        message.channel, message.post = said.channel, said.post


def reply(desk: Desk, ticket: int, agent: str, words: Words, answered: int | None = None) -> None:
    """Typed in the Reply form and looked at there, so it leaves at once, or with what still waits to be taken back.

    Nobody's ticket becomes the agent's.
    `answered` is the customer's message that it answers, which they are shown with it. Raises `NotTheirMessage`.
    """
    desk.agent(agent)
    held = desk.unmerged(ticket)
    _may_reply(desk, held, agent, words)
    if answered is not None and not _said_by_their_customer(desk, held, answered):
        raise NotTheirMessage()
    if held.owner is None and held.status in LIVE:
        claim(desk, ticket, agent)
    before = _still_waiting(desk, held.id)
    typed_at = max([desk.moment, *(each.source_at + NEXT for each in before)])
    message = _kept(desk, held, agent, hidden(desk, words.trimmed()), typed_at, State.QUEUED)
    message.replies_to = answered
    desk.session.flush()
    desk.happened(ReplyTyped(message=message.id))
    if before:
        _goes_behind(desk, message, before)
    else:
        set_off(desk, message)


def _goes_behind(desk: Desk, message: Message, before: Sequence[Message]) -> None:
    """What was typed in the thread may still be taken back; what was said after it does not overtake it."""
    message.state = State.WAITING
    message.send_at = max(each.send_at or desk.moment for each in before)
    desk.session.flush()
    desk.happened(MessageMarked(message=message.id))


def _said_by_their_customer(desk: Desk, held: Ticket, message: int) -> bool:
    """In this ticket or another one: what was said in it may have moved since the form was opened."""
    said = desk.session.get(Message, message)
    return said is not None and said.author is Author.CUSTOMER and said.customer_id == held.customer_id


def _may_reply(desk: Desk, held: Ticket, agent: str, words: Words) -> None:
    if words.blank:
        raise NothingWritten()
    relay = desk.practice.team(held.team).relay
    if held.owner not in (None, agent) and relay is not Relay.ANYONE:
        raise TakenByAnother(ticket=held.id, owner=desk.name(held.owner))
    refuse_if_blocked(desk, held.customer_id)
    if held.status is Status.CLOSED:
        raise CannotNow(status=held.status)


def refuse_if_blocked(desk: Desk, customer_id: int) -> None:
    customer = desk.session.get_one(Customer, customer_id)
    if customer.blocked_at:
        raise CustomerIsBlocked(name=customer.name)


def note(desk: Desk, ticket: int, agent: str, words: Words) -> None:
    """For colleagues only."""
    desk.agent(agent)
    held = desk.unmerged(ticket)
    if words.blank:
        raise NothingWritten()
    message = _kept(desk, held, agent, hidden(desk, words.trimmed()), desk.moment, State.INTERNAL)
    desk.session.flush()
    desk.happened(NoteWritten(message=message.id))


def send_held(desk: Desk, message: int, agent: str) -> None:
    """It may go out as it reads, names and all."""
    _send(desk, message, agent, State.HELD, NoLongerAsked())


def keep_inside(desk: Desk, message: int, agent: str) -> None:
    desk.agent(agent)
    said = desk.message(message)
    if said.state is not State.HELD:
        raise NoLongerAsked()
    _keep_inside(desk, said)


def retry(desk: Desk, message: int, agent: str) -> None:
    """Send again what could not be delivered."""
    _send(desk, message, agent, State.FAILED, NothingToRetry())


def _send(desk: Desk, message: int, agent: str, still: State, otherwise: Refusal) -> None:
    """On an agent's word, as long as it stands where it stood when they were asked."""
    desk.agent(agent)
    said = desk.message(message)
    if said.state is not still:
        raise otherwise
    refuse_if_blocked(desk, said.customer_id)
    set_off(desk, said)
