"""What can happen. Frozen, past tense. An event about a ticket is also a line of its history.

`actor` says who did it: `customer`, `desk`, or an agent's id.
"""

from dataclasses import dataclass

from bot.desk.outgoing import Notice, Sentence
from bot.desk.tickets.life import Status

CUSTOMER = "customer"
DESK = "desk"


@dataclass(frozen=True, kw_only=True)
class OfTicket:
    ticket: int
    actor: str


@dataclass(frozen=True, kw_only=True)
class TicketOpened(OfTicket):
    source: str | None = None
    follows: int | None = None


@dataclass(frozen=True, kw_only=True)
class CustomerWrote(OfTicket):
    message: int
    reopened: bool = False


@dataclass(frozen=True, kw_only=True)
class TicketClaimed(OfTicket):
    pass


@dataclass(frozen=True, kw_only=True)
class TicketReleased(OfTicket):
    pass


@dataclass(frozen=True, kw_only=True)
class TicketHandedOver(OfTicket):
    to: str
    summary: str = ""


@dataclass(frozen=True, kw_only=True)
class TicketMoved(OfTicket):
    """To another team, or back to its own queue; `old_card` is the card it left behind in another channel."""

    team: str
    old_card: int | None
    summary: str = ""


@dataclass(frozen=True, kw_only=True)
class StatusChanged(OfTicket):
    """`until_ms`, since 1970: on hold no longer than that."""

    before: Status
    after: Status
    why: str = ""
    until_ms: int | None = None


@dataclass(frozen=True, kw_only=True)
class TicketSolved(OfTicket):
    """`duplicate_of`: closed in favour of that one. `no_answer`: its customer was to say something, and never did."""

    duplicate_of: int | None = None
    no_answer: bool = False


@dataclass(frozen=True, kw_only=True)
class TicketReopened(OfTicket):
    pass


@dataclass(frozen=True, kw_only=True)
class TicketDiscarded(OfTicket):
    """Spam, or of a customer who was blocked: nobody is told."""

    why: str


@dataclass(frozen=True, kw_only=True)
class TicketExpired(OfTicket):
    """Solved for so long that it is over for good."""


@dataclass(frozen=True, kw_only=True)
class CategorySet(OfTicket):
    category: str


@dataclass(frozen=True, kw_only=True)
class TierSet(OfTicket):
    """What kind of customer they are; empty for none in particular."""

    tier: str


@dataclass(frozen=True, kw_only=True)
class PrioritySet(OfTicket):
    priority: str


@dataclass(frozen=True, kw_only=True)
class PersonAskedFor(OfTicket):
    pass


@dataclass(frozen=True, kw_only=True)
class CustomerBlocked(OfTicket):
    """`unshown`: how many of their messages still waited to be shown, and are only kept."""

    unshown: int = 0


@dataclass(frozen=True, kw_only=True)
class CustomerUnblocked(OfTicket):
    """`dropped`: how many messages of theirs were, while they were blocked."""

    dropped: int = 0


@dataclass(frozen=True, kw_only=True)
class CardRehomed(OfTicket):
    """Its channel, which it `left`, is gone for good: the card and its thread begin anew in the team's other one."""

    card: int
    left: str
    summary: str = "nothing can be posted any more where it was"


@dataclass(frozen=True, kw_only=True)
class CustomerFloods(OfTicket):
    """They wrote more than `most` messages in a minute."""

    most: int


@dataclass(frozen=True, kw_only=True)
class CustomerLeft(OfTicket):
    """Nothing reaches them any more; `why` is an `Absence`."""

    why: str


@dataclass(frozen=True, kw_only=True)
class CustomerReturned(OfTicket):
    """They can be reached again, and nothing was kept for them here."""


@dataclass(frozen=True, kw_only=True)
class AnswersOffered(OfTicket):
    """They can be reached again, and the thread is asked whether to send what was kept."""

    offer: int


@dataclass(frozen=True, kw_only=True)
class ReplyDelivered(OfTicket):
    message: int


@dataclass(frozen=True, kw_only=True)
class ReplyFailed(OfTicket):
    message: int
    why: str


@dataclass(frozen=True, kw_only=True)
class ReplyRepeated(OfTicket):
    """The customer has it, and perhaps so many `times`: what came of some of its sends is not known."""

    message: int
    times: int


@dataclass(frozen=True, kw_only=True)
class ReplyStopped(OfTicket):
    message: int


@dataclass(frozen=True, kw_only=True)
class CustomerRewrote(OfTicket):
    """They changed a message that said `former`; `answered`: nothing of theirs was waiting for us."""

    message: int
    former: str
    answered: bool = False


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
class CopyRemoved(OfTicket):
    """What was taken back is no longer in the customer's chat."""

    message: int


@dataclass(frozen=True, kw_only=True)
class CopyKept(OfTicket):
    """What was changed, or `deleted`, still stands in the customer's chat as it was."""

    message: int
    why: str
    deleted: bool = False


@dataclass(frozen=True, kw_only=True)
class FileNotPassed(OfTicket):
    """A customer's file did not make it into the thread."""

    name: str
    why: str


@dataclass(frozen=True, kw_only=True)
class FilesAdded(OfTicket):
    """A customer's change of a message brought further files."""

    message: int
    attachments: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class TicketErased(OfTicket):
    """Nothing of what was said in it is kept; what stands of it in Slack is to go."""


@dataclass(frozen=True, kw_only=True)
class ThreadCleared(OfTicket):
    """Its words are gone from a card's thread, but for `left` messages that people typed there themselves."""

    card: int
    left: int


@dataclass(frozen=True, kw_only=True)
class LegalHoldPlaced(OfTicket):
    why: str


@dataclass(frozen=True, kw_only=True)
class LegalHoldLifted(OfTicket):
    pass


@dataclass(frozen=True, kw_only=True)
class TranscriptAskedFor(OfTicket):
    """`notes`: with what stays inside."""

    notes: bool


@dataclass(frozen=True, kw_only=True)
class TicketMerged(OfTicket):
    """`merged` became a part of it."""

    merged: int


@dataclass(frozen=True, kw_only=True)
class TicketMergedAway(OfTicket):
    """It became a part of `into`."""

    into: int


@dataclass(frozen=True, kw_only=True)
class TicketParted(OfTicket):
    """`merged` is a ticket of its own again."""

    merged: int


@dataclass(frozen=True, kw_only=True)
class TicketUnmerged(OfTicket):
    """It is a ticket of its own again, and no part of `into`."""

    into: int


@dataclass(frozen=True, kw_only=True)
class TicketLinked(OfTicket):
    other: int


@dataclass(frozen=True, kw_only=True)
class TicketUnlinked(OfTicket):
    other: int


@dataclass(frozen=True, kw_only=True)
class DuplicateClosed(OfTicket):
    """`duplicate` was closed in favour of it."""

    duplicate: int


@dataclass(frozen=True, kw_only=True)
class CustomerReacted(OfTicket):
    """They put that sign on a message of ours, `quoted`; none where they took it away (`former`)."""

    message: int
    quoted: str
    reaction: str | None
    former: str | None = None


@dataclass(frozen=True, kw_only=True)
class FilesCarried:
    """Files of a conversation that came to the thread of that card; by their copies."""

    card: int
    copies: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class CardStarted:
    """A ticket's first card, or its card in the team it moved to (with the conversation so far)."""

    ticket: int
    card: int
    moved: bool = False


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
class MessageMarked:
    """Its state changed, so the reaction it wears does."""

    message: int


@dataclass(frozen=True, kw_only=True)
class NoteWritten:
    """Typed in a form: the thread does not show it yet."""

    message: int


@dataclass(frozen=True, kw_only=True)
class TargetWarned(OfTicket):
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
class TicketEscalated(OfTicket):
    """An agent says that somebody above them is wanted."""


@dataclass(frozen=True, kw_only=True)
class EscalationTold(OfTicket):
    """A step reached somebody, or whoever acknowledged is reminded."""

    telling: int


@dataclass(frozen=True, kw_only=True)
class EscalationSkipped(OfTicket):
    """A step that was to `tell` somebody reached nobody; `passed` says why, `missed` whom."""

    tell: str
    passed: str
    missed: str | None


@dataclass(frozen=True, kw_only=True)
class EscalationAcknowledged(OfTicket):
    """`still`: they were asked whether they are still on it."""

    still: bool = False


@dataclass(frozen=True, kw_only=True)
class EscalationReleased(OfTicket):
    """`who` had acknowledged it, and did not answer: it begins again."""

    who: str


@dataclass(frozen=True, kw_only=True)
class OwnerReminded(OfTicket):
    """The customer has waited for `owner` for too long: a `reminder` asks whether they are still on it."""

    reminder: int
    owner: str


@dataclass(frozen=True, kw_only=True)
class LeaseRanOut(OfTicket):
    """Its `owner` was asked and did not say, so it is back in the queue.

    `mentions` are ids of the people and groups of its team, where no list in their channel tells them.
    """

    owner: str
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TicketSnoozed(OfTicket):
    """Until so many ms since 1970."""

    until_ms: int


@dataclass(frozen=True, kw_only=True)
class SnoozeOver(OfTicket):
    """`mentions` are ids of the people and groups who are to hear of it."""

    mentions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class HoldOver(OfTicket):
    """The day has come until which it was on hold, and `why`. `mentions` are as of `SnoozeOver`."""

    mentions: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class CustomerNudged(OfTicket):
    """For the `number`th time they are reminded that we wait for their answer; or are not, and why that `passed`."""

    number: int
    passed: str = ""


@dataclass(frozen=True, kw_only=True)
class FollowUpPlanned(OfTicket):
    """At so many ms since 1970 the customer is asked whether it is still fixed; `why` is for colleagues."""

    at_ms: int
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class FollowUpAsked(OfTicket):
    """They are asked that; `number` is 0 the first time."""

    number: int
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class FollowUpEnded(OfTicket):
    """`outcome` is an `Outcome` of follow-ups; `reason` is why nobody was asked: `open`, `rated`, or an `Unwanted`."""

    outcome: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class CauseSet(OfTicket):
    """Why its customer had to write at all."""

    cause: str


@dataclass(frozen=True, kw_only=True)
class SurveyAsked(OfTicket):
    """The customer is asked how it went, or reminded that they were."""

    survey: int
    reminder: bool = False


@dataclass(frozen=True, kw_only=True)
class SurveyAnswered(OfTicket):
    """`score` is from 1 to 5, whatever the `scale`; `former` is what they chose before, if they changed it.

    `agent` has the credit; `shared`: others had replied too.
    """

    survey: int
    score: int
    scale: str
    former: int | None
    agent: str | None
    shared: bool


@dataclass(frozen=True, kw_only=True)
class RecoveryOpened(OfTicket):
    """Its customer was let down, and somebody who did not handle it is to see to them by `due_ms` (since 1970).

    `reason` is `rated` or `not_solved`.
    """

    recovery: int
    reason: str
    due_ms: int


@dataclass(frozen=True, kw_only=True)
class RecoveryJoined(OfTicket):
    """And for a second reason."""

    recovery: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RecoveryTaken(OfTicket):
    recovery: int


@dataclass(frozen=True, kw_only=True)
class RecoveryHandedBack(OfTicket):
    recovery: int


@dataclass(frozen=True, kw_only=True)
class CallBackPlanned(OfTicket):
    """At so many ms since 1970; `told`: so the customer was told. `why` is for colleagues."""

    recovery: int
    at_ms: int
    told: bool
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class RecoveryReminded(OfTicket):
    """The `agent` who has it is told that it is time to `call`, or that it is `overdue`."""

    recovery: int
    agent: str
    of: str


@dataclass(frozen=True, kw_only=True)
class RecoveryEnded(OfTicket):
    """`outcome` is an `Outcome` of recovery, `why` what the agent wrote about it."""

    recovery: int
    outcome: str
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class RecoveryResumed(OfTicket):
    """It was not the end after all."""

    recovery: int


@dataclass(frozen=True, kw_only=True)
class RecoveryStale:
    """What the post of a task shows has changed."""

    recovery: int


@dataclass(frozen=True, kw_only=True)
class RatingsGathered:
    """Low ratings of an hour are told to supervisors, in one post."""

    digest: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class EffortRated(OfTicket):
    """How easy it was: `score` is from 1 to 7; `former` is what they chose before, if they changed it."""

    survey: int
    score: int
    former: int | None


@dataclass(frozen=True, kw_only=True)
class SurveyStale:
    """What the question in the customer's chat shows is no longer so."""

    survey: int


@dataclass(frozen=True, kw_only=True)
class NpsAsked:
    """The customer is to be asked whether they would recommend us, which is about no ticket."""

    nps: int


@dataclass(frozen=True, kw_only=True)
class NpsExplained(OfTicket):
    """They wrote why they would recommend us, or not, and how much: `score` is from 0 to 10, if they said so yet."""

    nps: int
    score: int | None


@dataclass(frozen=True, kw_only=True)
class NpsStale:
    """What the question in the customer's chat shows is no longer so."""

    nps: int


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
class SaidTooLate:
    """Something was posted in the thread of a ticket that had just been erased."""

    ticket: int


@dataclass(frozen=True, kw_only=True)
class AgentTold:
    """Only the agent sees it, in that channel (and thread)."""

    agent: str
    channel: str
    thread: str | None
    sentence: Sentence


@dataclass(frozen=True, kw_only=True)
class CardStale:
    """What the card shows has changed, or somebody pressed a button that it should no longer have."""

    ticket: int


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


@dataclass(frozen=True, kw_only=True)
class OfferStale:
    """What the post that asks about kept answers shows has changed."""

    offer: int


@dataclass(frozen=True, kw_only=True)
class TellingStale:
    """What the post of an escalation's step shows has changed."""

    telling: int


@dataclass(frozen=True, kw_only=True)
class GapsFound:
    """Times (from and to, ms since 1970) in which nobody is on duty."""

    gaps: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class WeekEnded:
    """The supervisors are to be told how satisfied customers were in the seven days up to `last` (ISO)."""

    last: str


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
class ReminderStale:
    """What the post that asks an owner shows has changed, or somebody pressed a button it should no longer have."""

    reminder: int


@dataclass(frozen=True, kw_only=True)
class CalloutStale:
    """What nobody of the team has taken has changed."""

    team: str


@dataclass(frozen=True, kw_only=True)
class HomeStale:
    agent: str


@dataclass(frozen=True, kw_only=True)
class OperatorsAlerted:
    sentence: Sentence


Event = (
    TicketOpened
    | CustomerWrote
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
    | PrioritySet
    | TierSet
    | PersonAskedFor
    | CustomerBlocked
    | CustomerUnblocked
    | CardRehomed
    | CustomerFloods
    | CustomerLeft
    | CustomerReturned
    | AnswersOffered
    | ReplyDelivered
    | ReplyFailed
    | ReplyRepeated
    | ReplyStopped
    | CustomerRewrote
    | ReplyChanged
    | ReplyTakenBack
    | CopyRemoved
    | CopyKept
    | FileNotPassed
    | FilesAdded
    | TargetWarned
    | TargetsMissed
    | TicketEscalated
    | EscalationTold
    | EscalationSkipped
    | EscalationAcknowledged
    | EscalationReleased
    | OwnerReminded
    | LeaseRanOut
    | TicketSnoozed
    | SnoozeOver
    | HoldOver
    | CustomerNudged
    | FollowUpPlanned
    | FollowUpAsked
    | FollowUpEnded
    | CauseSet
    | SurveyAsked
    | SurveyAnswered
    | RecoveryOpened
    | RecoveryJoined
    | RecoveryTaken
    | RecoveryHandedBack
    | CallBackPlanned
    | RecoveryReminded
    | RecoveryEnded
    | RecoveryResumed
    | EffortRated
    | NpsExplained
    | TicketErased
    | ThreadCleared
    | LegalHoldPlaced
    | LegalHoldLifted
    | TranscriptAskedFor
    | TicketMerged
    | TicketMergedAway
    | TicketParted
    | TicketUnmerged
    | TicketLinked
    | TicketUnlinked
    | DuplicateClosed
    | CustomerReacted
    | FilesCarried
    | CardStarted
    | WordsReleased
    | ReplyTyped
    | ReplyHeld
    | ReplyReleased
    | MessageMarked
    | NoteWritten
    | CustomerTold
    | CustomerForgotten
    | DataAskedFor
    | SaidTooLate
    | AgentTold
    | SurveyStale
    | RecoveryStale
    | RatingsGathered
    | NpsAsked
    | NpsStale
    | CardStale
    | TopicStale
    | StatusLineStale
    | StatusLineGivenUp
    | OfferStale
    | TellingStale
    | GapsFound
    | WeekEnded
    | BoardMade
    | BoardStale
    | ReminderStale
    | CalloutStale
    | HomeStale
    | OperatorsAlerted
)
