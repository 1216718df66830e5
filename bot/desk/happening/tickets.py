"""What becomes of a ticket."""

from dataclasses import dataclass

from bot.desk.happening.of_ticket import InThread, OfTicket
from bot.desk.tickets.life import Status


@dataclass(frozen=True, kw_only=True)
class TicketOpened(OfTicket):
    source: str | None = None
    follows: int | None = None


@dataclass(frozen=True, kw_only=True)
class TicketClaimed(InThread):
    pass


@dataclass(frozen=True, kw_only=True)
class TicketReleased(InThread):
    pass


@dataclass(frozen=True, kw_only=True)
class TicketHandedOver(InThread):
    to: str
    summary: str = ""


@dataclass(frozen=True, kw_only=True)
class TicketMoved(OfTicket):
    """To another team, or back to its own queue; `old_card` is the card it left behind in another channel."""

    team: str
    old_card: int | None
    summary: str = ""


@dataclass(frozen=True, kw_only=True)
class StatusChanged(InThread):
    """`until_ms`, since 1970: on hold no longer than that."""

    before: Status
    after: Status
    why: str = ""
    until_ms: int | None = None


@dataclass(frozen=True, kw_only=True)
class TicketSolved(InThread):
    """`duplicate_of`: closed in favour of that one. `no_answer`: its customer was to say something, and never did."""

    duplicate_of: int | None = None
    no_answer: bool = False


@dataclass(frozen=True, kw_only=True)
class TicketReopened(InThread):
    pass


@dataclass(frozen=True, kw_only=True)
class TicketDiscarded(InThread):
    """Spam, or of a customer who was blocked: nobody is told."""

    why: str


@dataclass(frozen=True, kw_only=True)
class TicketExpired(OfTicket):
    """Solved for so long that it is over for good."""


@dataclass(frozen=True, kw_only=True)
class CategorySet(InThread):
    category: str


@dataclass(frozen=True, kw_only=True)
class TierSet(InThread):
    """What kind of customer they are; empty for none in particular."""

    tier: str


@dataclass(frozen=True, kw_only=True)
class PrioritySet(InThread):
    priority: str


@dataclass(frozen=True, kw_only=True)
class CauseSet(InThread):
    """Why its customer had to write at all."""

    cause: str


@dataclass(frozen=True, kw_only=True)
class TicketMerged(OfTicket):
    """`merged` became a part of it."""

    merged: int


@dataclass(frozen=True, kw_only=True)
class TicketMergedAway(InThread):
    """It became a part of `into`."""

    into: int


@dataclass(frozen=True, kw_only=True)
class TicketParted(InThread):
    """`merged` is a ticket of its own again."""

    merged: int


@dataclass(frozen=True, kw_only=True)
class TicketUnmerged(InThread):
    """It is a ticket of its own again, and no part of `into`."""

    into: int


@dataclass(frozen=True, kw_only=True)
class TicketLinked(InThread):
    other: int


@dataclass(frozen=True, kw_only=True)
class TicketUnlinked(InThread):
    other: int


@dataclass(frozen=True, kw_only=True)
class DuplicateClosed(InThread):
    """`duplicate` was closed in favour of it."""

    duplicate: int


@dataclass(frozen=True, kw_only=True)
class LegalHoldPlaced(InThread):
    why: str


@dataclass(frozen=True, kw_only=True)
class LegalHoldLifted(InThread):
    pass


@dataclass(frozen=True, kw_only=True)
class TranscriptAskedFor(OfTicket):
    """`notes`: with what stays inside."""

    notes: bool


@dataclass(frozen=True, kw_only=True)
class TicketErased(OfTicket):
    """Nothing of what was said in it is kept; what stands of it in Slack is to go."""


@dataclass(frozen=True, kw_only=True)
class ThreadCleared(OfTicket):
    """Its words are gone from a card's thread, but for `left` messages that people typed there themselves."""

    card: int
    left: int


@dataclass(frozen=True, kw_only=True)
class SaidTooLate:
    """Something was posted in the thread of a ticket that had just been erased."""

    ticket: int


@dataclass(frozen=True, kw_only=True)
class CardRehomed(OfTicket):
    """Its channel, which it `left`, is gone for good: the card and its thread begin anew in the team's other one."""

    card: int
    left: str
    summary: str = "nothing can be posted any more where it was"


@dataclass(frozen=True, kw_only=True)
class CardStarted:
    """A ticket's first card, or its card in the team it moved to (with the conversation so far)."""

    ticket: int
    card: int
    moved: bool = False


@dataclass(frozen=True, kw_only=True)
class CardStale:
    """What the card shows has changed, or somebody pressed a button that it should no longer have."""

    ticket: int


@dataclass(frozen=True, kw_only=True)
class FilesCarried:
    """Files of a conversation that came to the thread of that card; by their copies."""

    card: int
    copies: tuple[int, ...]


TicketEvent = (
    TicketOpened
    | TicketClaimed
    | TicketReleased
    | TicketHandedOver
    | TicketMoved
    | StatusChanged
    | TicketSolved
    | TicketReopened
    | TicketDiscarded
    | TicketExpired
    | CategorySet
    | TierSet
    | PrioritySet
    | CauseSet
    | TicketMerged
    | TicketMergedAway
    | TicketParted
    | TicketUnmerged
    | TicketLinked
    | TicketUnlinked
    | DuplicateClosed
    | LegalHoldPlaced
    | LegalHoldLifted
    | TranscriptAskedFor
    | TicketErased
    | ThreadCleared
    | SaidTooLate
    | CardRehomed
    | CardStarted
    | CardStale
    | FilesCarried
)
