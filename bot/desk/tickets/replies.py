"""What agents say: in the thread or a form, to the customer or among themselves; and how it fares on its way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select

from bot.desk.desk import Desk
from bot.desk.events import (
    DESK,
    AgentTold,
    MessageMarked,
    NoteWritten,
    ReplyDelivered,
    ReplyFailed,
    ReplyHeld,
    ReplyReleased,
    ReplyStopped,
    ReplyTyped,
)
from bot.desk.files.enclosing import all_there, attached, enclose, forget, removed, says_anything
from bot.desk.files.policy import MOST_TO_CUSTOMERS, File, refusal
from bot.desk.files.tables import Attachment
from bot.desk.people.tables import Agent, Customer
from bot.desk.practice import Relay
from bot.desk.refusals import (
    CannotNow,
    CustomerIsBlocked,
    FileStaysThere,
    NoLongerAsked,
    NothingToRetry,
    NothingWritten,
    OnlyInside,
    TakenByAnother,
)
from bot.desk.tickets.changes import change, is_note, is_out, take_back
from bot.desk.tickets.handling import claim
from bot.desk.tickets.life import LIVE, Status, Step
from bot.desk.tickets.tables import Author, Card, Message, State, Ticket
from bot.desk.words import Words


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


def typed(desk: Desk, said: Typed) -> None:
    """Somebody wrote in a thread. In a ticket's thread it goes to the customer, or stays inside and is marked so."""
    card = _card(desk, said.channel, said.thread)
    if card is None or desk.posted(said.channel, said.post):
        return
    if not desk.has_agent(said.agent):
        raise OnlyInside()
    ticket = desk.ticket(card.ticket_id)
    if said.words.blank and not said.files:
        return
    inside = _stays_inside(desk, ticket, card, said)
    message = _kept(desk, ticket, said.agent, said.words, said.typed_at, State.INTERNAL)
    message.channel, message.post = said.channel, said.post
    desk.session.flush()
    enclosed = enclose(desk, message, said.files, MOST_TO_CUSTOMERS)
    if inside is None:
        _say_what_stays(desk, said, enclosed)
    if inside is None and says_anything(message.words, enclosed):
        _set_out(desk, ticket, message, said.mentions)
        return
    desk.happened(MessageMarked(message=message.id))
    if inside:
        _whisper(desk, said, inside)


def _whisper(desk: Desk, said: Typed, sentence: str) -> None:
    desk.happened(AgentTold(agent=said.agent, channel=said.channel, thread=said.thread, sentence=sentence))


def _say_what_stays(desk: Desk, said: Typed, enclosed: Sequence[Attachment]) -> None:
    for file in enclosed:
        if file.refused:
            _whisper(desk, said, refusal(file.refused, file.name, file.size).sentence)


def _card(desk: Desk, channel: str, post: str) -> Card | None:
    return desk.session.exec(select(Card).where(Card.channel == channel, Card.post == post)).first()


def _stays_inside(desk: Desk, ticket: Ticket, card: Card, said: Typed) -> str | None:
    """None where it goes out; else why it does not: empty where its author meant it so, or a sentence for them."""
    if is_note(said.words):
        return ""
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
        source_at=at,
        received_at=desk.moment,
        cause=desk.cause,
    )
    desk.session.add(message)
    return message


def _set_out(desk: Desk, ticket: Ticket, message: Message, mentions: tuple[str, ...] = ()) -> None:
    """On its way to the customer: held while it names somebody inside, else stoppable for the undo window.

    That counts from when we heard of it: after an outage, what was typed, edited and deleted comes all at once.
    """
    if mentions:
        message.state = State.HELD
        desk.happened(ReplyHeld(message=message.id, mentions=mentions))
        return
    if not desk.practice.undo:
        _release(desk, message)
        return
    message.state = State.WAITING
    message.send_at = desk.moment + desk.practice.undo
    desk.happened(MessageMarked(message=message.id))


def _release(desk: Desk, message: Message) -> None:
    message.state, message.send_at, message.why = State.QUEUED, None, None
    desk.happened(ReplyReleased(message=message.id))


def release(desk: Desk, message: int) -> None:
    """Its undo window is over: it leaves, behind all that was typed before it."""
    said = desk.message(message)
    if said.state is not State.WAITING:
        return
    before = _typed_before(desk, said)
    last = max((each.send_at for each in before if each.send_at), default=desk.moment)
    if last > desk.moment:
        said.send_at = last
        return
    for each in [*before, said]:
        _let_go(desk, each)


def _typed_before(desk: Desk, said: Message) -> list[Message]:
    """What still waits. Locked: where another replica is releasing it just now, we look again when that is done."""
    waiting = select(Message).where(
        Message.ticket_id == said.ticket_id, Message.state == State.WAITING, col(Message.source_at) < said.source_at
    )
    return list(desk.session.exec(waiting.order_by(col(Message.source_at)).with_for_update()).all())


def _let_go(desk: Desk, message: Message) -> None:
    """To somebody who was blocked meanwhile, nothing goes out."""
    if desk.session.get_one(Customer, message.customer_id).blocked_at:
        _keep_inside(desk, message)
    else:
        _release(desk, message)


def _keep_inside(desk: Desk, message: Message) -> None:
    message.state, message.send_at = State.INTERNAL, None
    desk.happened(MessageMarked(message=message.id))


def edited(desk: Desk, said: Typed) -> None:
    """The agent changed what they typed; while it is not on its way, the changed words are what is sent."""
    message = desk.posted(said.channel, said.post)
    if message is None:  # the edit has overtaken what it edits
        typed(desk, said)
        return
    if message.author is not Author.AGENT or message.agent != said.agent:
        return
    gone = removed(desk, message, {file.id for file in said.files})
    if not gone and (message.text, message.spans) == (said.words.text, [list(span) for span in said.words.spans]):
        return
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
    if message is None or message.author is not Author.AGENT or message.ticket_id is None:
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
        message = _kept(desk, ticket, said.agent, said.words, said.typed_at, State.STOPPED)
        message.channel, message.post = said.channel, said.post


def reply(desk: Desk, ticket: int, agent: str, words: Words) -> None:
    """Typed in the Reply form and looked at there, so it leaves at once. Nobody's ticket becomes the agent's."""
    desk.agent(agent)
    held = desk.ticket(ticket)
    _may_reply(desk, held, agent, words)
    if held.owner is None and held.status in LIVE:
        claim(desk, ticket, agent)
    message = _kept(desk, held, agent, words.trimmed(), desk.moment, State.QUEUED)
    desk.session.flush()
    desk.happened(ReplyTyped(message=message.id))
    _release(desk, message)


def _may_reply(desk: Desk, held: Ticket, agent: str, words: Words) -> None:
    if words.blank:
        raise NothingWritten()
    relay = desk.practice.team(held.team).relay
    if held.owner not in (None, agent) and relay is not Relay.ANYONE:
        raise TakenByAnother(ticket=held.id, owner=desk.name(held.owner))
    _refuse_if_blocked(desk, held.customer_id)
    if held.status is Status.CLOSED:
        raise CannotNow(status=held.status)


def _refuse_if_blocked(desk: Desk, customer_id: int) -> None:
    customer = desk.session.get_one(Customer, customer_id)
    if customer.blocked_at:
        raise CustomerIsBlocked(name=customer.name)


def note(desk: Desk, ticket: int, agent: str, words: Words) -> None:
    """For colleagues only."""
    desk.agent(agent)
    held = desk.ticket(ticket)
    if words.blank:
        raise NothingWritten()
    message = _kept(desk, held, agent, words.trimmed(), desk.moment, State.INTERNAL)
    desk.session.flush()
    desk.happened(NoteWritten(message=message.id))


def send_held(desk: Desk, message: int, agent: str) -> None:
    """It may go out as it reads, names and all."""
    desk.agent(agent)
    said = desk.message(message)
    if said.state is not State.HELD:
        raise NoLongerAsked()
    _refuse_if_blocked(desk, said.customer_id)
    _release(desk, said)


def keep_inside(desk: Desk, message: int, agent: str) -> None:
    desk.agent(agent)
    said = desk.message(message)
    if said.state is not State.HELD:
        raise NoLongerAsked()
    _keep_inside(desk, said)


def retry(desk: Desk, message: int, agent: str) -> None:
    """Send again what could not be delivered."""
    desk.agent(agent)
    said = desk.message(message)
    if said.state is not State.FAILED:
        raise NothingToRetry()
    _refuse_if_blocked(desk, said.customer_id)
    _release(desk, said)


def delivered(desk: Desk, message: int, chat_first: int, chat_last: int, parts: Sequence[int] = ()) -> None:
    """The customer has its words, in messages with the ids `parts`; with what files there are, they have all of it."""
    said = desk.message(message)
    said.chat_first, said.chat_last = chat_first, chat_last
    said.parts = list(parts) or list(range(chat_first, chat_last + 1))
    _has_arrived(desk, said)


def file_delivered(desk: Desk, attachment: int, chat_message: int, *, captioned: bool) -> None:
    """The customer has the file; `captioned`: and the message's words under it."""
    file = desk.session.get_one(Attachment, attachment)
    file.chat_message = chat_message
    said = desk.message(file.message_id)
    said.chat_first = min(said.chat_first or chat_message, chat_message)
    said.chat_last = max(said.chat_last or chat_message, chat_message)
    if captioned:
        said.parts = [chat_message]
    _has_arrived(desk, said)


def _has_arrived(desk: Desk, said: Message) -> None:
    """When nothing of it is missing, it answers whatever the customer had written before it was typed."""
    if not all_there(desk, said):
        return
    said.state, said.delivered_at, said.why = State.DELIVERED, desk.moment, None
    if said.ticket_id is None or said.agent is None:
        return
    held = desk.ticket(said.ticket_id)
    held.first_reply_at = held.first_reply_at or desk.moment
    _answered(desk, held, said.source_at)
    _made_active(desk, held)
    desk.happened(ReplyDelivered(ticket=said.ticket_id, actor=said.agent, message=said.id))


def _answered(desk: Desk, held: Ticket, typed_at: datetime) -> None:
    if held.customer_wrote_at <= typed_at:
        held.waiting_since = None
        desk.move(held, Step.AGENT_REPLIED)
    elif held.waiting_since:
        held.waiting_since = _oldest_after(desk, held, typed_at)


def _oldest_after(desk: Desk, held: Ticket, moment: datetime) -> datetime | None:
    """When the customer first wrote after the moment."""
    theirs = select(func.min(Message.source_at)).where(
        Message.ticket_id == held.id, Message.author == Author.CUSTOMER, col(Message.source_at) > moment
    )
    return desk.session.exec(theirs).one()


def _made_active(desk: Desk, held: Ticket) -> None:
    """With several open, what the customer writes next could be for either: so they will be asked."""
    customer = desk.customer_of(held)
    if customer.active_ticket != held.id:
        customer.active_ticket = None


def failed(desk: Desk, message: int, why: str) -> None:
    """It cannot be delivered; the thread says why and offers to try again."""
    said = desk.message(message)
    said.state, said.why = State.FAILED, why
    if said.ticket_id:
        desk.happened(ReplyFailed(ticket=said.ticket_id, actor=DESK, message=message, why=why))


def told(desk: Desk, customer: int, ticket: int | None, text: str, chat_first: int, chat_last: int) -> None:
    """What the desk itself told a customer about a ticket is part of its record, and can be replied to."""
    if ticket is None:
        return
    desk.session.add(
        Message(
            ticket_id=ticket,
            customer_id=customer,
            author=Author.DESK,
            state=State.DELIVERED,
            text=text,
            source_at=desk.moment,
            received_at=desk.moment,
            delivered_at=desk.moment,
            chat_first=chat_first,
            chat_last=chat_last,
        )
    )


def unreachable(desk: Desk, customer: int) -> None:
    """The platform says that they cannot be written to."""
    known = desk.session.get_one(Customer, customer, with_for_update=True)
    known.unreachable_since = known.unreachable_since or desk.moment


def shown(desk: Desk, message: int, channel: str, post: str) -> None:
    """The message stands in the team's thread now."""
    said = desk.message(message)
    said.channel, said.post = channel, post
    if said.author is Author.AGENT:
        desk.happened(MessageMarked(message=message))


def card_posted(desk: Desk, card: int, post: str) -> None:
    """The card stands in its channel; what changed while it was being drawn is drawn again."""
    kept = desk.session.get_one(Card, card)
    kept.post = post


def asked(desk: Desk, message: int, post: str) -> None:
    """A post asks what is to become of the message; it may have been settled while it was being posted."""
    said = desk.message(message)
    said.question = post
    if said.state not in (State.HELD, State.FAILED):
        desk.happened(MessageMarked(message=message))


def settled(desk: Desk, message: int) -> None:
    """The post that asked says what became of it."""
    desk.message(message).question = None


def marked(desk: Desk, message: int, mark: str | None) -> None:
    desk.message(message).mark = mark
