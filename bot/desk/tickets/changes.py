"""Answers that are changed or deleted after they have gone to the customer."""

from collections.abc import Sequence

from bot.desk.desk import Desk
from bot.desk.events import DESK, CopyKept, CopyRemoved, ReplyChanged, ReplyTakenBack
from bot.desk.people.tables import Customer
from bot.desk.refusals import CustomerIsBlocked, Refusal, StillNamed, StillSaid
from bot.desk.tickets.tables import Message, State
from bot.desk.words import Words

NOTE_MARKS = ("//", "🔒", ":lock:")
"""What begins a note that stays inside, whoever writes it."""


def is_note(words: Words) -> bool:
    return words.text.lstrip().startswith(NOTE_MARKS)


def is_out(message: Message) -> bool:
    """It is on its way, or the customer has it, or a part of it, or may have it."""
    return message.state in (State.QUEUED, State.DELIVERED) or (
        message.state is State.FAILED and (message.chat_first is not None or message.doubts > 0)
    )


def change(desk: Desk, message: Message, words: Words, mentions: Sequence[str] = ()) -> Refusal | None:
    """The customer is to read the new words; gives why not, where they will not."""
    if is_note(words) or (words.blank and not message.files):
        return StillSaid()
    if mentions:
        return StillNamed(names=", ".join(mentions))
    customer = desk.session.get_one(Customer, message.customer_id)
    if customer.blocked_at:
        return CustomerIsBlocked(name=customer.name)
    former = message.text
    message.former = former if message.former is None else message.former
    message.text, message.spans = words.text, [list(span) for span in words.spans]
    desk.happened(
        ReplyChanged(ticket=message.ticket_id or 0, actor=message.agent or DESK, message=message.id, former=former)
    )
    return None


def changed(desk: Desk, message: int, parts: Sequence[int]) -> None:
    """The customer reads the new words, in messages with those ids."""
    desk.message(message).parts = list(parts)


def take_back(desk: Desk, message: Message) -> None:
    """What has not left does not leave; what the customer has is to go."""
    if message.state is not State.DELIVERED:
        message.state = State.STOPPED
    desk.happened(
        ReplyTakenBack(
            ticket=message.ticket_id or 0, actor=message.agent or DESK, message=message.id, former=message.text
        )
    )


def taken_back(desk: Desk, message: int) -> None:
    """Nothing of it is left in the customer's chat."""
    said = desk.message(message)
    said.state = State.STOPPED
    desk.happened(CopyRemoved(ticket=said.ticket_id or 0, actor=said.agent or DESK, message=message))


def kept(desk: Desk, message: int, why: str, *, deleted: bool = False) -> None:
    """The customer's copy could not be changed, or `deleted`; `why` is a sentence."""
    said = desk.message(message)
    desk.happened(CopyKept(ticket=said.ticket_id or 0, actor=DESK, message=message, why=why, deleted=deleted))
