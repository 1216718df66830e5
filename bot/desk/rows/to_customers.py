"""What goes to customers, in Telegram."""

from typing import Any, Literal

from pydantic import Field

from bot.desk.rows.notices import Notice
from bot.desk.rows.row import Row


class RelayToCustomer(Row):
    kind: Literal["relay"] = "relay"
    chat: int
    message: int
    ticket: int
    text: str
    spans: list[Any] = Field(default=[])


class RelayFile(Row):
    """A file of an agent's, with the words that stand under it."""

    kind: Literal["relay_file"] = "relay_file"
    chat: int
    message: int
    ticket: int
    attachment: int
    text: str = ""
    spans: list[Any] = Field(default=[])


class EditRelayed(Row):
    """What the customer has of an answer is to say this from now on."""

    kind: Literal["edit"] = "edit"
    chat: int
    message: int
    ticket: int
    text: str
    spans: list[Any] = Field(default=[])


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


ToCustomer = RelayToCustomer | RelayFile | EditRelayed | DeleteRelayed | TellCustomer

InChat = (
    RelayToCustomer
    | RelayFile
    | EditRelayed
    | DeleteRelayed
    | TellCustomer
    | DrawTopic
    | DrawStatusLine
    | EndStatusLine
    | AskSurvey
    | DrawSurvey
    | AskNps
    | DrawNps
    | SendData
)
