"""What customers do and are told, beside what is said in a ticket."""

from dataclasses import dataclass

from bot.desk.happening.of_ticket import InThread
from bot.desk.outgoing import Notice


@dataclass(frozen=True, kw_only=True)
class PersonAskedFor(InThread):
    pass


@dataclass(frozen=True, kw_only=True)
class CustomerBlocked(InThread):
    """`unshown`: how many of their messages still waited to be shown, and are only kept."""

    unshown: int = 0


@dataclass(frozen=True, kw_only=True)
class CustomerUnblocked(InThread):
    """`dropped`: how many messages of theirs were, while they were blocked."""

    dropped: int = 0


@dataclass(frozen=True, kw_only=True)
class CustomerFloods(InThread):
    """They wrote more than `most` messages in a minute."""

    most: int


@dataclass(frozen=True, kw_only=True)
class CustomerLeft(InThread):
    """Nothing reaches them any more; `why` is an `Absence`."""

    why: str


@dataclass(frozen=True, kw_only=True)
class CustomerReturned(InThread):
    """They can be reached again, and nothing was kept for them here."""


@dataclass(frozen=True, kw_only=True)
class CustomerTold:
    """The customer is to be told something; `instead_of` is a message of ours in their chat that it replaces."""

    customer: int
    notice: Notice
    ticket: int | None = None
    about: str = ""
    instead_of: int | None = None


@dataclass(frozen=True, kw_only=True)
class CustomerForgotten:
    """Said to a chat of which nobody knows any more whose it is."""

    customer: int
    chat: int
    instead_of: int | None = None


@dataclass(frozen=True, kw_only=True)
class DataAskedFor:
    """A customer wants a copy of all we keep about them."""

    customer: int


@dataclass(frozen=True, kw_only=True)
class TopicStale:
    """What the name of the ticket's topic says of it is no longer so."""

    ticket: int


@dataclass(frozen=True, kw_only=True)
class StatusLineStale:
    """What the line in the customer's chat says of the ticket may no longer be so."""

    ticket: int


@dataclass(frozen=True, kw_only=True)
class StatusLineGivenUp:
    """The line of a ticket of which nothing is kept any more: that message of the chat is not to be pinned for ever."""

    ticket: int
    customer: int
    chat: int
    number: int


CustomerEvent = (
    PersonAskedFor
    | CustomerBlocked
    | CustomerUnblocked
    | CustomerFloods
    | CustomerLeft
    | CustomerReturned
    | CustomerTold
    | CustomerForgotten
    | DataAskedFor
    | TopicStale
    | StatusLineStale
    | StatusLineGivenUp
)
