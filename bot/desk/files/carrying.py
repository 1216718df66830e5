"""Files whose conversation has come to another thread: shown there once more, so that nobody has to look for them."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session, col, or_, select

from bot.desk.desk import Desk
from bot.desk.events import DESK, FileNotPassed, FilesCarried
from bot.desk.files.tables import Attachment, FileCopy
from bot.desk.tickets.tables import Card, Message, State, Ticket

MOST_CARRIED = 20
"""The newest: what is older is named, and stands in the thread it was sent to."""


class Carried(NamedTuple):
    """A copy that is to be made, and of what."""

    copy: FileCopy
    file: Attachment
    message: Message


def carry(desk: Desk, ticket: Ticket, written_in: Sequence[int] = ()) -> None:
    """To the ticket's card: its files, or only those of what was `written_in` certain tickets before."""
    files = _files(desk, ticket, written_in)
    if not files or ticket.card_id is None:
        return
    copies = [FileCopy(attachment_id=file, card_id=ticket.card_id) for file in reversed(files)]
    desk.session.add_all(copies)
    desk.session.flush()
    desk.happened(FilesCarried(card=ticket.card_id, copies=tuple(copy.id for copy in copies)))


def _files(desk: Desk, ticket: Ticket, written_in: Sequence[int]) -> Sequence[int]:
    """The newest first."""
    desk.session.flush()
    theirs = (
        select(Attachment.id)
        .join(Message, col(Message.id) == col(Attachment.message_id))
        .where(Message.ticket_id == ticket.id, Message.state != State.STOPPED, col(Attachment.refused).is_(None))
        .where(or_(col(Attachment.telegram_file).is_not(None), col(Attachment.slack_file).is_not(None)))
    )
    if written_in:
        theirs = theirs.where(col(Message.written_in).in_(written_in))
    return desk.session.exec(theirs.order_by(col(Attachment.id).desc()).limit(MOST_CARRIED)).all()


def carried(session: Session, copy: int) -> Carried | None:
    """None where the file was removed meanwhile."""
    one = session.get_one(FileCopy, copy)
    file = session.get(Attachment, one.attachment_id)
    return Carried(one, file, session.get_one(Message, file.message_id)) if file else None


def uploading(desk: Desk, copy: int, slack_file: str) -> None:
    """It has a place in Slack now; whoever has to try again looks there first."""
    desk.session.get_one(FileCopy, copy).slack_file = slack_file


def shared(desk: Desk, copy: int) -> None:
    """It stands in the thread."""
    desk.session.get_one(FileCopy, copy).shared = True


def not_carried(desk: Desk, copy: int, why: str) -> None:
    """It cannot be fetched any more: the thread says so, and the file stands where it stood."""
    one = desk.session.get_one(FileCopy, copy)
    card = desk.session.get_one(Card, one.card_id)
    file = desk.session.get(Attachment, one.attachment_id)
    if file:
        desk.happened(FileNotPassed(ticket=card.ticket_id, actor=DESK, name=file.name, why=why))
