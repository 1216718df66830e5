"""What a message says of words that were said before, by whomever and wherever."""

from dataclasses import dataclass

from bot.desk.desk import Desk
from bot.desk.people.names import shown
from bot.desk.privacy.hiding import hidden_text
from bot.desk.tickets.tables import Message


@dataclass(frozen=True)
class Cited:
    """`quoted` is the part of what they reply to that they marked, or what they reply to in another chat, where
    `quoted_from` said it. `forwarded_from` wrote what they only pass on. Empty is what there is not.
    """

    quoted: str = ""
    quoted_from: str = ""
    forwarded_from: str = ""


NOTHING = Cited()


def discreetly(desk: Desk, cited: Cited) -> Cited:
    """Without what must not be kept, and with names that can stand beside our words."""

    def name(given: str) -> str:
        return hidden_text(desk, shown(given)) if given else ""

    return Cited(hidden_text(desk, cited.quoted), name(cited.quoted_from), name(cited.forwarded_from))


def cite(message: Message, cited: Cited) -> None:
    message.quoted = cited.quoted or None
    message.quoted_from = cited.quoted_from or None
    message.forwarded_from = cited.forwarded_from or None
