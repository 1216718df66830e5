"""What comes after the answer."""

from dataclasses import dataclass

from bot.desk.happening.of_ticket import InThread, OfTicket


@dataclass(frozen=True, kw_only=True)
class CustomerNudged(InThread):
    """For the `number`th time they are reminded that we wait for their answer; or are not, and why that `passed`."""

    number: int
    passed: str = ""


@dataclass(frozen=True, kw_only=True)
class FollowUpPlanned(InThread):
    """At so many ms since 1970 the customer is asked whether it is still fixed; `why` is for colleagues."""

    at_ms: int
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class FollowUpAsked(InThread):
    """They are asked that; `number` is 0 the first time."""

    number: int
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class FollowUpEnded(InThread):
    """`outcome` is an `Outcome` of follow-ups; `reason` is why nobody was asked: `open`, `rated`, or an `Unwanted`."""

    outcome: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class SurveyAsked(OfTicket):
    """The customer is asked how it went, or reminded that they were."""

    survey: int
    reminder: bool = False


@dataclass(frozen=True, kw_only=True)
class SurveyAnswered(InThread):
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
class SurveyStale:
    """What the question in the customer's chat shows is no longer so."""

    survey: int


@dataclass(frozen=True, kw_only=True)
class EffortRated(InThread):
    """How easy it was: `score` is from 1 to 7; `former` is what they chose before, if they changed it."""

    survey: int
    score: int
    former: int | None


@dataclass(frozen=True, kw_only=True)
class NpsAsked:
    """The customer is to be asked whether they would recommend us, which is about no ticket."""

    nps: int


@dataclass(frozen=True, kw_only=True)
class NpsExplained(InThread):
    """They wrote why they would recommend us, or not, and how much: `score` is from 0 to 10, if they said so yet."""

    nps: int
    score: int | None


@dataclass(frozen=True, kw_only=True)
class NpsStale:
    """What the question in the customer's chat shows is no longer so."""

    nps: int


@dataclass(frozen=True, kw_only=True)
class RecoveryOpened(OfTicket):
    """Its customer was let down, and somebody who did not handle it is to see to them by `due_ms` (since 1970).

    `reason` is `rated` or `not_solved`.
    """

    recovery: int
    reason: str
    due_ms: int


@dataclass(frozen=True, kw_only=True)
class RecoveryJoined(InThread):
    """And for a second reason."""

    recovery: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RecoveryTaken(InThread):
    recovery: int


@dataclass(frozen=True, kw_only=True)
class RecoveryHandedBack(InThread):
    recovery: int


@dataclass(frozen=True, kw_only=True)
class CallBackPlanned(InThread):
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
class RecoveryEnded(InThread):
    """`outcome` is an `Outcome` of recovery, `why` what the agent wrote about it."""

    recovery: int
    outcome: str
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class RecoveryResumed(InThread):
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


AftercareEvent = (
    CustomerNudged
    | FollowUpPlanned
    | FollowUpAsked
    | FollowUpEnded
    | SurveyAsked
    | SurveyAnswered
    | SurveyStale
    | EffortRated
    | NpsAsked
    | NpsExplained
    | NpsStale
    | RecoveryOpened
    | RecoveryJoined
    | RecoveryTaken
    | RecoveryHandedBack
    | CallBackPlanned
    | RecoveryReminded
    | RecoveryEnded
    | RecoveryResumed
    | RecoveryStale
    | RatingsGathered
)
