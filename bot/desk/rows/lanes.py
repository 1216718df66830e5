"""On which lane each row queues, how fast those are sent, and what of it together."""

from enum import StrEnum

from bot.desk.practice import Pace
from bot.desk.rows.to_customers import (
    AskNps,
    AskSurvey,
    DeleteRelayed,
    DrawNps,
    DrawStatusLine,
    DrawSurvey,
    DrawTopic,
    EditRelayed,
    EndStatusLine,
    InChat,
    RelayFile,
    RelayToCustomer,
    SendData,
    TellCustomer,
)
from bot.desk.rows.to_teams import (
    DrawBoard,
    DrawCallout,
    DrawHome,
    DrawRecovery,
    DrawReminder,
    DrawTelling,
    InTeams,
    PostSatisfaction,
    Whisper,
)
from bot.desk.rows.to_threads import (
    ClearThread,
    DrawCard,
    DrawOffer,
    DrawWords,
    InThread,
    Mark,
    PostCopy,
    PostEntry,
    PostFile,
    PostTranscript,
    PostWords,
)
from bot.engine.lanes import Lane

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


def lane(row: InChat | InThread | InTeams, pace: Pace) -> Lane:  # noqa: C901 - one table
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
