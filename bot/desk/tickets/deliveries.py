"""How what was said fares on its way: delivered, failed, shown in the thread, asked about, marked."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, update
from sqlmodel import col, func, select

from bot.desk.desk import Desk
from bot.desk.events import (
    DESK,
    MessageMarked,
    ReplyDelivered,
    ReplyFailed,
    ReplyRepeated,
    SaidTooLate,
)
from bot.desk.files.enclosing import all_there
from bot.desk.files.tables import Attachment
from bot.desk.refusals import NoLongerAsked
from bot.desk.tickets.life import Step
from bot.desk.tickets.tables import Author, Card, Message, State, Ticket
from bot.engine.statements import among, run

# Written without being read: nothing that follows from a message depends on where it stands in Slack.
_SHOWN = (
    update(Message)
    .where(among(col(Message.id), "messages"))
    .values(channel=bindparam("where"), post=bindparam("shown_as"))
    .returning(col(Message.id), col(Message.author), col(Message.erased), col(Message.ticket_id))
)
_MARKED = update(Message).where(col(Message.id) == bindparam("which")).values(mark=bindparam("wears"))


def delivered(
    desk: Desk, message: int, chat_first: int, chat_last: int, parts: Sequence[int] = (), doubts: int = 0
) -> None:
    """The customer has its words, in messages with the ids `parts`; with what files there are, they have all of it.

    `doubts` earlier sends may have arrived as well.
    """
    said = desk.answer(message)
    said.doubts += doubts
    said.chat_first, said.chat_last = chat_first, chat_last
    said.parts, said.begun = list(parts) or list(range(chat_first, chat_last + 1)), []
    _has_arrived(desk, said)


def begun(desk: Desk, message: int, numbers: Sequence[int]) -> None:
    """So much of its words is in the customer's chat, in messages with those ids; the rest is not sent yet."""
    said = desk.message(message)
    if said.erased:
        return
    said.begun = list(numbers)
    if numbers:
        said.chat_first = min(said.chat_first or numbers[0], numbers[0])
        said.chat_last = max(said.chat_last or numbers[-1], numbers[-1])


def file_delivered(desk: Desk, attachment: int, chat_message: int, *, captioned: bool, doubts: int = 0) -> None:
    """The customer has the file; `captioned`: and the message's words under it. `doubts` as for words."""
    file = desk.session.get_one(Attachment, attachment)
    file.chat_message = chat_message
    said = desk.message(file.message_id)
    said.doubts += doubts
    said.chat_first = min(said.chat_first or chat_message, chat_message)
    said.chat_last = max(said.chat_last or chat_message, chat_message)
    if captioned:
        said.parts = [chat_message]
    _has_arrived(desk, said)


def _has_arrived(desk: Desk, said: Message) -> None:
    if not all_there(desk, said):
        return
    _is_there(desk, said, said.agent)
    if said.doubts and said.ticket_id:
        desk.happened(ReplyRepeated(ticket=said.ticket_id, actor=DESK, message=said.id, times=said.doubts + 1))


def confirmed(desk: Desk, message: int, agent: str) -> None:
    """The agent knows that the customer has it: nobody has to send it again."""
    desk.agent(agent)
    said = desk.message(message)
    if said.state is not State.FAILED or not said.doubts or said.erased:
        raise NoLongerAsked()
    said.doubts -= 1
    _is_there(desk, said, agent)


def _is_there(desk: Desk, said: Message, actor: str | None) -> None:
    """All of it, so it answers whatever the customer had written before it was typed."""
    said.state, said.delivered_at, said.why = State.DELIVERED, desk.moment, None
    if said.ticket_id is None or actor is None:
        return
    held = desk.ticket(said.ticket_id)
    held.first_reply_at = held.first_reply_at or desk.moment
    _answered(desk, held, said.source_at)
    _made_active(desk, held)
    desk.happened(ReplyDelivered(ticket=said.ticket_id, actor=actor, message=said.id))


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


def failed(desk: Desk, message: int, why: str, doubts: int = 0, *, unreached: bool = False) -> None:
    """It cannot be delivered, or after so many `doubts` nobody knows; the thread says why and offers to try again.

    Said once for all of its parts. `unreached`: it is kept for when the customer is back; but not what they may have.
    """
    said = desk.message(message)
    if said.erased:
        return
    asked = said.state is State.FAILED
    said.doubts += doubts
    said.state, said.why = State.FAILED, why
    said.unreached = not said.doubts and (unreached or (asked and said.unreached))
    if said.ticket_id and not asked:
        desk.happened(ReplyFailed(ticket=said.ticket_id, actor=DESK, message=message, why=why))


def doubted(desk: Desk, message: int, doubts: int) -> None:
    """It is not sent any more, but so many of its sends may have arrived."""
    desk.message(message).doubts += doubts


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


def shown(desk: Desk, messages: Sequence[int], channel: str, post: str) -> None:
    """The messages stand in the team's thread now, in one post."""
    placed = run(desk.session.connection(), _SHOWN, {"messages": messages, "where": channel, "shown_as": post})
    for message, author, erased, ticket in placed:
        if erased and ticket:
            desk.happened(SaidTooLate(ticket=ticket))
        if author is Author.AGENT:
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
    run(desk.session.connection(), _MARKED, {"which": message, "wears": mark})
