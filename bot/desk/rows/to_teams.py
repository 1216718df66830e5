"""What goes to teams, supervisors, operators and single agents, in Slack."""

from typing import Literal

from bot.desk.rows.row import Row

Sentence = str
"""A whole sentence for one person, in their language or the agents' (English)."""


class PostTelling(Row):
    """A step of an escalation: in the ticket's thread where there is a `card`, else in the channel itself."""

    kind: Literal["telling"] = "telling"
    channel: str
    card: int | None = None
    telling: int


class DrawTelling(Row):
    """The post of an escalation's step is to show how that stands."""

    kind: Literal["draw_telling"] = "draw_telling"
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


InTeams = (
    PostTelling
    | DrawTelling
    | PostGaps
    | PostSatisfaction
    | PostBoard
    | DrawBoard
    | PostReminder
    | DrawReminder
    | DrawCallout
    | PostRecovery
    | DrawRecovery
    | PostRecoveryReminder
    | PostRatings
    | DrawHome
    | Whisper
    | AlertOperators
)
