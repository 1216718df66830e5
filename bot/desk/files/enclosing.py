"""Files as part of messages: kept with them, and how far each has got on its way."""

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from bot.desk.desk import Desk
from bot.desk.events import DESK, SaidTooLate
from bot.desk.files.policy import File, clean, reason
from bot.desk.files.tables import Attachment, Kind
from bot.desk.privacy.auditing import Deed, written_down
from bot.desk.privacy.masking import masked
from bot.desk.tickets.tables import Message
from bot.desk.words import Words

LONGEST_CAPTION = 1024
"""Telegram's own limit, in UTF-16 units; the head that names the ticket counts too."""
HEAD = 16
"""What stands around the ticket's subject in that head."""

SIGNS = {
    Kind.PHOTO: "📷",
    Kind.STICKER: "📷",
    Kind.VOICE: "🎤",
    Kind.AUDIO: "🎵",
    Kind.VIDEO: "🎬",
    Kind.VIDEO_NOTE: "🎬",
    Kind.ANIMATION: "🎬",
}


def enclose(desk: Desk, message: Message, files: Sequence[File], most: int) -> list[Attachment]:
    """Keep the files with their message, which has its id already. `most` is in bytes."""
    enclosed = [
        Attachment(
            message_id=message.id,
            kind=file.kind.value,
            name=masked(clean(file.name), desk.practice.privacy.patterns),
            mime=file.mime,
            size=file.size,
            telegram_file=file.id if file.unique else None,
            telegram_unique=file.unique,
            slack_file=None if file.unique else file.id,
            refused=reason(file, most, desk.practice.refused_files),
        )
        for file in files
    ]
    message.files += len(enclosed)
    desk.session.add_all(enclosed)
    desk.session.flush()
    return enclosed


def attached(desk: Desk, message: Message) -> list[Attachment]:
    return of_message(desk.session, message.id) if message.files else []


def of_message(session: Session, message: int) -> list[Attachment]:
    """In the order in which they were sent."""
    theirs = select(Attachment).where(Attachment.message_id == message)
    return list(session.exec(theirs.order_by(col(Attachment.id))).all())


def of_ticket(session: Session, ticket: int) -> dict[int, list[Attachment]]:
    """By message."""
    joined = select(Attachment).join(Message, col(Message.id) == col(Attachment.message_id))
    found: dict[int, list[Attachment]] = {}
    for one in session.exec(joined.where(Message.ticket_id == ticket).order_by(col(Attachment.id))).all():
        found.setdefault(one.message_id, []).append(one)
    return found


def with_message(session: Session, attachment: int) -> tuple[Attachment, Message] | None:
    """None where it was removed meanwhile."""
    one = session.get(Attachment, attachment)
    return (one, session.get_one(Message, one.message_id)) if one else None


def with_messages(session: Session, attachments: Collection[int]) -> dict[int, tuple[Attachment, Message]]:
    """Those that are still there, by their ids; none of a message that was erased."""
    joined = select(Attachment, Message).join(Message, col(Message.id) == col(Attachment.message_id))
    there = joined.where(col(Attachment.id).in_(attachments), col(Message.erased).is_(False))
    return {file.id: (file, message) for file, message in session.exec(there).all()}


def album_ticket(desk: Desk, customer: int, album: str) -> int | None:
    """Where the first of those that came together went."""
    theirs = select(Message.ticket_id).where(Message.customer_id == customer, Message.album == album)
    return desk.session.exec(theirs.order_by(col(Message.id)).limit(1)).first()


def begins_album(desk: Desk, message: Message) -> bool:
    """Nothing of its album stands before it in the ticket; so it is with what came alone."""
    if message.album is None:
        return True
    before = select(Message.id).where(
        Message.customer_id == message.customer_id,
        Message.album == message.album,
        Message.ticket_id == message.ticket_id,
        col(Message.id) < message.id,
    )
    return desk.session.exec(before.limit(1)).first() is None


def captions(words: Words, subject: str) -> bool:
    """The words fit under a file, whether or not the ticket is named above them."""
    return _units(words.text) + _units(subject) + HEAD <= LONGEST_CAPTION


def _units(text: str) -> int:
    return len(text) + sum(sign > "\uffff" for sign in text)


def says_anything(words: Words, files: Sequence[Attachment]) -> bool:
    """There is something in it that a customer can be sent."""
    return not words.blank or any(not file.refused for file in files)


def all_there(desk: Desk, message: Message) -> bool:
    """The customer has its words and every file that may be passed on."""
    files = attached(desk, message)
    return bool(message.words.blank or message.parts) and all(file.refused or file.chat_message for file in files)


def removed(desk: Desk, message: Message, left: Collection[str]) -> list[Attachment]:
    """An agent's files that are no longer in what they typed."""
    return [file for file in attached(desk, message) if file.slack_file not in left]


def forget(desk: Desk, message: Message, files: Sequence[Attachment]) -> None:
    """They are not to be sent."""
    for file in files:
        desk.session.delete(file)
    message.files -= len(files)
    desk.session.flush()


def in_short(files: Sequence[Attachment]) -> str:
    """What stands for a message that has no words: in every language the same."""
    return " ".join(f"{SIGNS.get(Kind(file.kind), '📎')} {file.name}" for file in files[:3])


def uploading(desk: Desk, attachment: int, slack_file: str) -> None:
    """It has a place in Slack now; whoever has to try again looks there first."""
    desk.session.get_one(Attachment, attachment).slack_file = slack_file


def shared(desk: Desk, attachment: int) -> None:
    """It stands in the thread."""
    file = desk.session.get_one(Attachment, attachment)
    file.shared = True
    message = desk.session.get_one(Message, file.message_id)
    about = {"ticket": message.ticket_id, "customer": message.customer_id}
    written_down(desk, DESK, Deed.FILE_PASSED_ON, **about, file=attachment)
    if message.erased and message.ticket_id:
        desk.happened(SaidTooLate(ticket=message.ticket_id))
