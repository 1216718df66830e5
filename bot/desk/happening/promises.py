"""What time does to a ticket: targets, escalation, claims, and who hears of it."""

from dataclasses import dataclass

from bot.desk.happening.of_ticket import InThread, OfTicket


@dataclass(frozen=True, kw_only=True)
class TargetWarned(InThread):
    """What is promised for `due_ms` (since 1970) has not come yet. Its owner, if it has one, is to hear of it."""

    target: str
    due_ms: int
    owner: str | None


@dataclass(frozen=True, kw_only=True)
class TargetsMissed(OfTicket):
    """What was promised has not come; the first of it was due at `due_ms`. `lapsed`: while nothing ran."""

    targets: tuple[str, ...]
    due_ms: int
    owner: str | None
    lapsed: bool = False


@dataclass(frozen=True, kw_only=True)
class TicketEscalated(InThread):
    """An agent says that somebody above them is wanted."""


@dataclass(frozen=True, kw_only=True)
class EscalationTold(OfTicket):
    """A step reached somebody, or whoever acknowledged is reminded."""

    telling: int


@dataclass(frozen=True, kw_only=True)
class EscalationSkipped(InThread):
    """A step that was to `tell` somebody reached nobody; `passed` says why, `missed` whom."""

    tell: str
    passed: str
    missed: str | None


@dataclass(frozen=True, kw_only=True)
class EscalationAcknowledged(InThread):
    """`still`: they were asked whether they are still on it."""

    still: bool = False


@dataclass(frozen=True, kw_only=True)
class EscalationReleased(InThread):
    """`who` had acknowledged it, and did not answer: it begins again."""

    who: str


@dataclass(frozen=True, kw_only=True)
class TellingStale:
    """What the post of an escalation's step shows has changed."""

    telling: int


@dataclass(frozen=True, kw_only=True)
class OwnerReminded(OfTicket):
    """The customer has waited for `owner` for too long: a `reminder` asks whether they are still on it."""

    reminder: int
    owner: str


@dataclass(frozen=True, kw_only=True)
class ReminderStale:
    """What the post that asks an owner shows has changed, or somebody pressed a button it should no longer have."""

    reminder: int


@dataclass(frozen=True, kw_only=True)
class LeaseRanOut(InThread):
    """Its `owner` was asked and did not say, so it is back in the queue.

    `mentions` are ids of the people and groups of its team, where no list in their channel tells them.
    """

    owner: str
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TicketSnoozed(InThread):
    """Until so many ms since 1970."""

    until_ms: int


@dataclass(frozen=True, kw_only=True)
class SnoozeOver(InThread):
    """`mentions` are ids of the people and groups who are to hear of it."""

    mentions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class HoldOver(InThread):
    """The day has come until which it was on hold, and `why`. `mentions` are as of `SnoozeOver`."""

    mentions: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class GapsFound:
    """Times (from and to, ms since 1970) in which nobody is on duty."""

    gaps: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class BoardMade:
    """Supervisors or a team are to be told of something, on a post that stays true."""

    board: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class BoardStale:
    """What the board shows has changed."""

    board: int


@dataclass(frozen=True, kw_only=True)
class CalloutStale:
    """What nobody of the team has taken has changed."""

    team: str


PromiseEvent = (
    TargetWarned
    | TargetsMissed
    | TicketEscalated
    | EscalationTold
    | EscalationSkipped
    | EscalationAcknowledged
    | EscalationReleased
    | TellingStale
    | OwnerReminded
    | ReminderStale
    | LeaseRanOut
    | TicketSnoozed
    | SnoozeOver
    | HoldOver
    | GapsFound
    | BoardMade
    | BoardStale
    | CalloutStale
)
