"""What goes to a ticket's card and its thread, in Slack."""

from typing import Any, Literal

from pydantic import Field

from bot.desk.rows.row import Row


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
    spans: list[Any] = Field(default=[])


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


class Mark(Row):
    kind: Literal["mark"] = "mark"
    ticket: int
    message: int


InThread = (
    PostCard
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
    | DrawOffer
    | Mark
)
