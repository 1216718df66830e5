"""Messages that a customer forwards together: they come one by one, and are one to whoever reads them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from bot.desk.desk import Desk
from bot.desk.tickets.tables import Author, Message

TOGETHER = timedelta(seconds=2)
"""Between one and the next: Telegram's dates are whole seconds."""
MOST = 30
MOST_CHARACTERS = 8_000
"""Of one post in the thread; what is more begins another."""
SIGN = "forwarded:"
"""What an album's name begins with that is none of Telegram's; the first one's id in the chat follows."""


def burst(desk: Desk, customer: int, chat_message: int, written_at: datetime, length: int) -> str:
    """The name of what it was forwarded with, which is its own where it is the first. `length` is in characters."""
    before = _before(desk, customer, chat_message)
    if before and is_burst(before.album) and abs(written_at - before.source_at) <= TOGETHER:
        album = before.album or ""
        if _has_room(desk, customer, album, length):
            return album
    return f"{SIGN}{chat_message}"


def is_burst(album: str | None) -> bool:
    return bool(album and album.startswith(SIGN))


def begins(message: Message) -> bool:
    """Whether it is the first of its burst."""
    return message.album == f"{SIGN}{message.chat_first}"


def _before(desk: Desk, customer: int, chat_message: int) -> Message | None:
    theirs = select(Message).where(
        Message.customer_id == customer, col(Message.chat_first) < chat_message, Message.author == Author.CUSTOMER
    )
    return desk.session.exec(theirs.order_by(col(Message.chat_first).desc()).limit(1)).first()


def _has_room(desk: Desk, customer: int, album: str, length: int) -> bool:
    together = select(func.count(), func.sum(func.length(Message.text))).where(
        Message.customer_id == customer,
        col(Message.chat_first) >= int(album.removeprefix(SIGN)),
        Message.album == album,
    )
    count, characters = desk.session.exec(together).one()
    return count < MOST and (characters or 0) + length <= MOST_CHARACTERS


def first_of(session: Session, message: Message) -> int:
    """The one under which it stands in the thread: of the same burst, in the same ticket."""
    if not is_burst(message.album):
        return message.id
    return min(one.id for one in _burst(session, message))


def following(session: Session, message: Message) -> Sequence[Message]:
    """What was forwarded after it."""
    if not is_burst(message.album):
        return ()
    return [one for one in _burst(session, message) if one.id > message.id]


def _burst(session: Session, message: Message) -> Sequence[Message]:
    together = select(Message).where(
        Message.customer_id == message.customer_id,
        col(Message.chat_first) >= int((message.album or "").removeprefix(SIGN)),
        Message.album == message.album,
        Message.ticket_id == message.ticket_id,
    )
    return session.exec(together.order_by(col(Message.id))).all()
