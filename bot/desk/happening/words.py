"""What is said, on either side, and what becomes of it."""

from dataclasses import dataclass

from bot.desk.happening.of_ticket import InThread, OfTicket


@dataclass(frozen=True, kw_only=True)
class CustomerWrote(OfTicket):
    message: int
    reopened: bool = False


@dataclass(frozen=True, kw_only=True)
class CustomerRewrote(OfTicket):
    """They changed a message that said `former`; `answered`: nothing of theirs was waiting for us."""

    message: int
    former: str
    answered: bool = False


@dataclass(frozen=True, kw_only=True)
class CustomerReacted(InThread):
    """They put that sign on a message of ours, `quoted`; none where they took it away (`former`)."""

    message: int
    quoted: str
    reaction: str | None
    former: str | None = None


@dataclass(frozen=True, kw_only=True)
class FilesAdded(OfTicket):
    """A customer's change of a message brought further files."""

    message: int
    attachments: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class FileNotPassed(InThread):
    """A customer's file did not make it into the thread."""

    name: str
    why: str


@dataclass(frozen=True, kw_only=True)
class WordsReleased:
    """A customer's message that was held back goes into its thread."""

    message: int


@dataclass(frozen=True, kw_only=True)
class ReplyTyped:
    """Typed in a form: the thread does not show it yet."""

    message: int


@dataclass(frozen=True, kw_only=True)
class ReplyHeld:
    message: int
    mentions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReplyReleased:
    """Nothing stops it any more: it goes to the customer."""

    message: int


@dataclass(frozen=True, kw_only=True)
class ReplyDelivered(OfTicket):
    message: int


@dataclass(frozen=True, kw_only=True)
class ReplyFailed(OfTicket):
    message: int
    why: str


@dataclass(frozen=True, kw_only=True)
class ReplyRepeated(InThread):
    """The customer has it, and perhaps so many `times`: what came of some of its sends is not known."""

    message: int
    times: int


@dataclass(frozen=True, kw_only=True)
class ReplyStopped(OfTicket):
    message: int


@dataclass(frozen=True, kw_only=True)
class ReplyChanged(OfTicket):
    """An answer that said `former` was changed after it had gone to the customer."""

    message: int
    former: str


@dataclass(frozen=True, kw_only=True)
class ReplyTakenBack(OfTicket):
    """An answer that said `former` was deleted after it had gone to the customer."""

    message: int
    former: str


@dataclass(frozen=True, kw_only=True)
class CopyRemoved(InThread):
    """What was taken back is no longer in the customer's chat."""

    message: int


@dataclass(frozen=True, kw_only=True)
class CopyKept(InThread):
    """What was changed, or `deleted`, still stands in the customer's chat as it was."""

    message: int
    why: str
    deleted: bool = False


@dataclass(frozen=True, kw_only=True)
class MessageMarked:
    """Its state changed, so the reaction it wears does."""

    message: int


@dataclass(frozen=True, kw_only=True)
class NoteWritten:
    """Typed in a form: the thread does not show it yet."""

    message: int


@dataclass(frozen=True, kw_only=True)
class AnswersOffered(OfTicket):
    """They can be reached again, and the thread is asked whether to send what was kept."""

    offer: int


@dataclass(frozen=True, kw_only=True)
class OfferStale:
    """What the post that asks about kept answers shows has changed."""

    offer: int


WordsEvent = (
    CustomerWrote
    | CustomerRewrote
    | CustomerReacted
    | FilesAdded
    | FileNotPassed
    | WordsReleased
    | ReplyTyped
    | ReplyHeld
    | ReplyReleased
    | ReplyDelivered
    | ReplyFailed
    | ReplyRepeated
    | ReplyStopped
    | ReplyChanged
    | ReplyTakenBack
    | CopyRemoved
    | CopyKept
    | MessageMarked
    | NoteWritten
    | AnswersOffered
    | OfferStale
)
