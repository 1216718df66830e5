"""Saying that a file stays behind: to the customer it came from, and in the thread."""

import json
from collections.abc import Iterable

from bot.desk.desk import Desk
from bot.desk.events import DESK, CustomerTold, FileNotPassed
from bot.desk.files.policy import Reason
from bot.desk.files.tables import Attachment
from bot.desk.outgoing import Notice
from bot.desk.tickets.tables import Message


def say_what_stays(desk: Desk, message: Message, enclosed: Iterable[Attachment]) -> None:
    """The customer hears at once of what is not passed on; the thread names it beside their words."""
    for file in enclosed:
        if file.refused:
            _tell(desk, message, file, file.refused)


def not_passed(desk: Desk, attachment: int, why: str, reason: Reason | None = None) -> None:
    """A customer's file did not make it into the thread, which says so.

    `why` is a sentence for the team; `reason` is what the customer can do something about, so they hear of it too.
    """
    file = desk.session.get_one(Attachment, attachment)
    file.why, file.refused = why, reason or file.refused
    message = desk.message(file.message_id)
    if message.ticket_id:
        desk.happened(FileNotPassed(ticket=message.ticket_id, actor=DESK, name=file.name, why=why))
    if reason:
        _tell(desk, message, file, reason)


def _tell(desk: Desk, message: Message, file: Attachment, why: str) -> None:
    about = json.dumps({"name": file.name, "size": file.size, "why": why})
    desk.happened(
        CustomerTold(customer=message.customer_id, notice=Notice.FILE_REFUSED, ticket=message.ticket_id, about=about)
    )
