"""What can be sent, and on which lane: the vocabulary between who must hear of what and the couriers who carry it.

A row names things by their ids and is drawn when it is sent; relayed words carry their own text.
"""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from bot.desk.practice import Pace
from bot.engine.lanes import Lane

Sentence = str
"""A whole sentence for one person, in their language or the agents' (English)."""


class Notice(StrEnum):
    """What a customer is told; each is a view, and texts in every language."""

    OPENED = "opened"
    REOPENED = "reopened"
    FOLLOW_UP = "follow_up"
    SOLVED = "solved"
    SOLVED_BY_YOU = "solved_by_you"
    WELCOME = "welcome"
    HELP = "help"
    STATUS = "status"
    WRITE_NEW = "write_new"
    WENT_ELSEWHERE = "went_elsewhere"
    ADD_TO = "add_to"
    WHICH = "which"
    PLACED = "placed"
    CATEGORY_SET = "category_set"
    LANGUAGES = "languages"
    LANGUAGE_SET = "language_set"
    PERSON_COMING = "person_coming"
    NO_TICKETS = "no_tickets"
    CLOSE_WHICH = "close_which"
    YOU_ARE_WELCOME = "you_are_welcome"
    MERGED = "merged"
    UNMERGED = "unmerged"
    DUPLICATE = "duplicate"
    FILE_REFUSED = "file_refused"
    CANNOT_SHOW = "cannot_show"
    HIDDEN = "hidden"
    PRIVACY = "privacy"
    FORGET_ASKED = "forget_asked"
    FORGOTTEN = "forgotten"
    NOT_FORGOTTEN = "not_forgotten"
    SLOW_DOWN = "slow_down"
    REMINDED = "reminded"
    REMINDED_AGAIN = "reminded_again"
    NO_ANSWER = "no_answer"
    STILL_FIXED = "still_fixed"
    STILL_FIXED_AGAIN = "still_fixed_again"
    CONFIRMED = "confirmed"
    CALL_BACK = "call_back"
    QUIET = "quiet"
    NOT_QUIET = "not_quiet"
    COMMENT_TAKEN = "comment_taken"
    NPS_COMMENT_TAKEN = "nps_comment_taken"
    REFUSED = "refused"
    FAULT = "fault"


class Row(BaseModel):
    """`cause` is the key of what came in and led to this, for the log alone."""

    model_config = ConfigDict(frozen=True)

    cause: str = Field(default="", repr=False)


class RelayToCustomer(Row):
    kind: Literal["relay"] = "relay"
    chat: int
    message: int
    ticket: int
    text: str
    spans: list[Any] = []


class RelayFile(Row):
    """A file of an agent's, with the words that stand under it."""

    kind: Literal["relay_file"] = "relay_file"
    chat: int
    message: int
    ticket: int
    attachment: int
    text: str = ""
    spans: list[Any] = []


class EditRelayed(Row):
    """What the customer has of an answer is to say this from now on."""

    kind: Literal["edit"] = "edit"
    chat: int
    message: int
    ticket: int
    text: str
    spans: list[Any] = []


class DeleteRelayed(Row):
    """What the customer has of an answer is to go, files and all."""

    kind: Literal["delete"] = "delete"
    chat: int
    message: int
    ticket: int


class TellCustomer(Row):
    """What is about no ticket is said in the `topic` where they asked; what is about one, in the ticket's own."""

    kind: Literal["tell"] = "tell"
    chat: int
    customer: int
    notice: Notice
    ticket: int | None = None
    about: str = ""
    instead_of: int | None = None
    topic: int | None = None


class DrawTopic(Row):
    """The name of a ticket's topic is to say how the ticket stands."""

    kind: Literal["topic"] = "topic"
    ticket: int


class DrawStatusLine(Row):
    """The line in the customer's chat is to say how the ticket stands, and to be pinned as long as it is open."""

    kind: Literal["status_line"] = "status_line"
    ticket: int


class EndStatusLine(Row):
    """The line of a ticket that was erased: it says no more than that it is closed, and is not pinned any more."""

    kind: Literal["end_line"] = "end_line"
    chat: int
    customer: int
    ticket: int
    number: int


class AskSurvey(Row):
    """Asks the customer how it went, or reminds them that we did."""

    kind: Literal["survey"] = "survey"
    chat: int
    customer: int
    ticket: int
    survey: int
    reminder: bool = False


class DrawSurvey(Row):
    """The question in the customer's chat is to show what they chose, or that it is over."""

    kind: Literal["draw_survey"] = "draw_survey"
    chat: int
    customer: int
    survey: int


class AskNps(Row):
    """Asks the customer whether they would recommend us."""

    kind: Literal["nps"] = "nps"
    chat: int
    customer: int
    nps: int


class DrawNps(Row):
    """That question is to show what they chose, or that it is over."""

    kind: Literal["draw_nps"] = "draw_nps"
    chat: int
    customer: int
    nps: int


class SendData(Row):
    """A file with all that is kept about the customer; `asked` is when they asked for it, in ms."""

    kind: Literal["data"] = "data"
    chat: int
    customer: int
    asked: int


class PostCard(Row):
    kind: Literal["card"] = "card"
    channel: str
    card: int


class DrawCard(Row):
    kind: Literal["draw"] = "draw"
    card: int


class PostRecap(Row):
    """The conversation so far, for the thread of a ticket that came from another team."""

    kind: Literal["recap"] = "recap"
    channel: str
    card: int


class PostMerged(Row):
    """A part of what was said in a ticket that was merged into this one, by messages; `begins`: the first part."""

    kind: Literal["merged"] = "merged"
    channel: str
    card: int
    entry: int
    messages: list[int]
    begins: bool = True


class PostCopy(Row):
    """A file that was in another thread before."""

    kind: Literal["copy"] = "copy"
    channel: str
    card: int
    copy_id: int


class PostWords(Row):
    """Words of a customer, or what an agent typed in a form, for the ticket's thread."""

    kind: Literal["words"] = "words"
    channel: str
    card: int
    message: int
    text: str
    spans: list[Any] = []


class PostFile(Row):
    """A customer's file, for the ticket's thread."""

    kind: Literal["file"] = "file"
    channel: str
    card: int
    attachment: int


class RedrawWords(Row):
    """A customer's words that were changed: their post says so."""

    kind: Literal["redraw"] = "redraw"
    channel: str
    card: int
    message: int


class DrawWords(Row):
    """Words whose post is to show what was forwarded with them too."""

    kind: Literal["draw_words"] = "draw_words"
    channel: str
    card: int
    message: int


class PostEntry(Row):
    """A line of history in small print."""

    kind: Literal["entry"] = "entry"
    channel: str
    card: int
    entry: int


class PostHeld(Row):
    kind: Literal["held"] = "held"
    channel: str
    card: int
    message: int
    mentions: list[str]


class PostFailed(Row):
    kind: Literal["failed"] = "failed"
    channel: str
    card: int
    message: int
    why: str


class PostTranscript(Row):
    """The whole conversation as a file, for the ticket's thread; `asked` is when, in ms, and names it."""

    kind: Literal["transcript"] = "transcript"
    channel: str
    card: int
    ticket: int
    notes: bool
    asked: int


class ClearThread(Row):
    """What we posted in a card's thread is to go."""

    kind: Literal["clear"] = "clear"
    card: int


class PostOffer(Row):
    """Asks whether what was kept for a customer who was away is to be sent now."""

    kind: Literal["offer"] = "offer"
    channel: str
    card: int
    offer: int


class DrawOffer(Row):
    """What became of it, in the place of the question."""

    kind: Literal["draw_offer"] = "draw_offer"
    offer: int


class PostTelling(Row):
    """A step of an escalation: in the ticket's thread where there is a `card`, else in the channel itself."""

    kind: Literal["telling"] = "telling"
    channel: str
    card: int | None = None
    telling: int


class PostGaps(Row):
    """Times (from and to, in ms) in which nobody is on duty, for the supervisors."""

    kind: Literal["gaps"] = "gaps"
    channel: str
    gaps: list[tuple[int, int]]


class PostSatisfaction(Row):
    """How satisfied customers were in the seven days up to `last` (ISO), with a chart, for the supervisors."""

    kind: Literal["satisfaction"] = "satisfaction"
    channel: str
    last: str


class DrawTelling(Row):
    """The post of an escalation's step is to show how that stands."""

    kind: Literal["draw_telling"] = "draw_telling"
    telling: int


class PostBoard(Row):
    """Tells supervisors or a team of what is late, on a post that stays true."""

    kind: Literal["board"] = "board"
    channel: str
    board: int


class DrawBoard(Row):
    kind: Literal["draw_board"] = "draw_board"
    board: int


class PostReminder(Row):
    """Asks the owner of a ticket whether they are still on it."""

    kind: Literal["reminder"] = "reminder"
    channel: str
    card: int
    reminder: int


class DrawReminder(Row):
    """What came of it, in the place of the question."""

    kind: Literal["draw_reminder"] = "draw_reminder"
    reminder: int


class DrawCallout(Row):
    """What nobody has taken, in its team's channel; whether that is a new post is worked out when it is drawn."""

    kind: Literal["callout"] = "callout"
    channel: str
    team: str


class PostRecovery(Row):
    """A customer who was let down, for somebody to see to."""

    kind: Literal["recovery"] = "recovery"
    channel: str
    ticket: int
    recovery: int


class DrawRecovery(Row):
    """The post of that is to show how it stands."""

    kind: Literal["draw_recovery"] = "draw_recovery"
    recovery: int


class PostRecoveryReminder(Row):
    """Below that post: what the `agent` who has it is reminded `of`."""

    kind: Literal["recovery_reminder"] = "recovery_reminder"
    channel: str
    ticket: int
    recovery: int
    agent: str
    of: str


class PostRatings(Row):
    """Low ratings of an hour, for the supervisors."""

    kind: Literal["ratings"] = "ratings"
    channel: str
    digest: int


class Mark(Row):
    kind: Literal["mark"] = "mark"
    ticket: int
    message: int


class DrawHome(Row):
    kind: Literal["home"] = "home"
    agent: str


class Whisper(Row):
    kind: Literal["whisper"] = "whisper"
    agent: str
    channel: str
    thread: str | None = None
    sentence: str


class AlertOperators(Row):
    kind: Literal["alert"] = "alert"
    channel: str
    sentence: str


Outgoing = (
    RelayToCustomer
    | RelayFile
    | EditRelayed
    | DeleteRelayed
    | TellCustomer
    | AskSurvey
    | DrawSurvey
    | AskNps
    | DrawNps
    | SendData
    | DrawTopic
    | DrawStatusLine
    | EndStatusLine
    | PostCard
    | DrawCard
    | PostRecap
    | PostMerged
    | PostCopy
    | PostWords
    | PostFile
    | RedrawWords
    | DrawWords
    | PostEntry
    | PostHeld
    | PostFailed
    | PostTranscript
    | ClearThread
    | PostOffer
    | PostTelling
    | DrawTelling
    | PostGaps
    | PostSatisfaction
    | DrawOffer
    | PostBoard
    | DrawBoard
    | PostReminder
    | DrawReminder
    | DrawCallout
    | PostRecovery
    | DrawRecovery
    | PostRecoveryReminder
    | PostRatings
    | Mark
    | DrawHome
    | Whisper
    | AlertOperators
)
ToCustomer = RelayToCustomer | RelayFile | EditRelayed | DeleteRelayed | TellCustomer
CARRIES_BYTES = (PostFile, PostCopy, RelayFile, SendData, PostTranscript, PostSatisfaction, ClearThread)
"""What may take longer than a lease: whoever sends it renews that meanwhile."""
TOGETHER = (PostWords, PostFile)
"""What can go together with others of its kind that wait behind it."""
TOGETHER_WHEN_BEHIND = (PostWords,)
"""Of that, what does so only where its lane is behind."""
LEVEL = (
    DrawCard,
    DrawTopic,
    DrawStatusLine,
    DrawHome,
    DrawWords,
    DrawOffer,
    DrawTelling,
    DrawBoard,
    DrawReminder,
    DrawCallout,
    DrawRecovery,
)
"""Drawn from the latest state: any number of changes waiting make one send."""

_rows: TypeAdapter[Outgoing] = TypeAdapter(Annotated[Outgoing, Field(discriminator="kind")])


def read(payload: str) -> Outgoing:
    """The row a lane kept. Raises `pydantic.ValidationError` for one this version does not know."""
    return _rows.validate_json(payload)


class Bucket(StrEnum):
    """What shares a rate: each is a method, or a family of methods, of one platform."""

    CHAT = "telegram"
    POST = "slack.post"
    UPDATE = "slack.update"
    REACT = "slack.react"
    VIEWS = "slack.views"
    WHISPER = "slack.whisper"
    CLEAR = "slack.clear"
    TOPIC = "telegram.topic"
    LINE = "telegram.line"


RATES: dict[Bucket, tuple[int, int]] = {
    Bucket.CHAT: (33_400, 30),
    Bucket.POST: (200_000, 20),
    Bucket.UPDATE: (1_200_000, 15),
    Bucket.REACT: (600_000, 20),
    Bucket.VIEWS: (600_000, 20),
    Bucket.WHISPER: (600_000, 20),
    Bucket.CLEAR: (15_000_000, 2),  # each send deletes ten posts
    Bucket.TOPIC: (200_000, 10),
    Bucket.LINE: (200_000, 10),  # apart, so that no answer ever waits for them
}
"""Microseconds between two sends once the burst is used up, and the burst."""


DRAWN = (Bucket.UPDATE, Bucket.VIEWS, Bucket.TOPIC, Bucket.LINE)
"""On whose lanes there is nothing but what is drawn from the latest state."""


def is_drawn(place: Lane) -> bool:
    return place.bucket in DRAWN


def lane(row: Outgoing, pace: Pace) -> Lane:  # noqa: C901 - one table
    """Where the row queues: rows of one lane leave one after another, in order."""
    match row:  # what comes in crowds, first: each case costs those below it
        case DrawCard():
            return Lane(f"card:{row.card}", Bucket.UPDATE, pace.card)
        case PostEntry():
            return Lane(channel_lane(row.channel), Bucket.POST, pace.channel)
        case RelayToCustomer() | RelayFile() | EditRelayed() | DeleteRelayed() | TellCustomer() | SendData():
            return Lane(chat_lane(row.chat), Bucket.CHAT, pace.chat if row.chat > 0 else 3 * pace.chat)
        case EndStatusLine() | AskSurvey() | DrawSurvey() | AskNps() | DrawNps():
            return Lane(chat_lane(row.chat), Bucket.CHAT, pace.chat)
        case DrawTopic():
            return Lane(f"topic:{row.ticket}", Bucket.TOPIC, pace.topic)
        case DrawStatusLine():
            return Lane(f"line:{row.ticket}", Bucket.LINE, pace.line)
        case ClearThread():
            return Lane(f"clear:{row.card}", Bucket.CLEAR)
        case DrawWords():
            return Lane(f"words:{row.message}", Bucket.UPDATE, pace.card)
        case DrawOffer():
            return Lane(f"offer:{row.offer}", Bucket.UPDATE)
        case DrawTelling():
            return Lane(f"telling:{row.telling}", Bucket.UPDATE, pace.card)
        case DrawBoard():
            return Lane(f"board:{row.board}", Bucket.UPDATE, pace.card)
        case DrawReminder():
            return Lane(f"reminder:{row.reminder}", Bucket.UPDATE)
        case DrawCallout():
            return Lane(f"callout:{row.team}", Bucket.UPDATE, pace.callout)
        case DrawRecovery():
            return Lane(f"recovery:{row.recovery}", Bucket.UPDATE, pace.card)
        case Mark():
            return Lane(f"marks:{row.ticket}", Bucket.REACT)
        case DrawHome():
            return Lane(f"home:{row.agent}", Bucket.VIEWS, pace.home)
        case Whisper():
            return Lane(f"whisper:{row.agent}", Bucket.WHISPER)
        case _:
            return Lane(channel_lane(row.channel), Bucket.POST, pace.channel)


def chat_lane(chat: int) -> str:
    return f"chat:{chat}"


def channel_lane(channel: str) -> str:
    return f"channel:{channel}"
