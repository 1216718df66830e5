"""What was asked after each solve and what came of it; and what customers think of the bot's own answers."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlalchemy import text as sql
from sqlmodel import Field

from bot.desk.stored import Stored, partial_index


class Passed(StrEnum):
    """Why somebody was not asked after all."""

    OFF = "off"
    NOBODY_REPLIED = "nobody_replied"
    REOPENED = "reopened"
    NOT_ONE_OF_OURS = "not_one_of_ours"
    CANNOT_BE_REACHED = "cannot_be_reached"
    WANTS_QUIET = "wants_quiet"
    ASKED_LATELY = "asked_lately"


class Survey(Stored, table=True):
    """The question how it went, about the solve at `solved_at`: to be asked at `ask_at`, and open until `expires_at`.

    `agent` is who replied last before the solve, and has the credit; `shared`: others had replied too. `asked_at` is
    when the question was sent off, `delivered_at` when it was with the customer, in the messages `numbers` of their
    chat, the reminder's too. `score` is on the scale from 1 to 5, whatever the `scale` was. `asks_effort`: whoever has
    rated is asked how easy it was as well, which is `effort`, from 1 to 7. `comment_id` is the last message they wrote
    about it. `over_at`: nothing can be said to it any more; `passed` says why it was never asked.
    """

    id: int = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id")
    customer_id: int = Field(foreign_key="customer.id")
    scale: str
    solved_at: datetime
    ask_at: datetime
    agent: str | None = None
    shared: bool = False
    asked_at: datetime | None = None
    delivered_at: datetime | None = None
    remind_at: datetime | None = None
    expires_at: datetime | None = None
    numbers: list[Any] = Field(default=[], sa_column=Column(JSON, nullable=False))
    score: int | None = None
    asks_effort: bool = Field(default=False, sa_column_kwargs={"server_default": sql("false")})
    effort: int | None = None
    answered_at: datetime | None = None
    comment_id: int | None = None
    over_at: datetime | None = None
    passed: str | None = None
    armed: dict[str, int] = Field(default={}, sa_column=Column(JSON, nullable=False))

    __table_args__ = (
        Index("survey_solve", "ticket_id", "solved_at", unique=True),
        Index("survey_customer", "customer_id", "asked_at"),
        partial_index("survey_answered", "answered_at", where="answered_at IS NOT NULL"),
        partial_index("survey_asked", "asked_at", where="asked_at IS NOT NULL"),
        partial_index("survey_to_ask", "ask_at", where="asked_at IS NULL AND over_at IS NULL"),
        partial_index("survey_to_remind", "remind_at", where="over_at IS NULL"),
        partial_index("survey_to_end", "expires_at", where="over_at IS NULL"),
    )

    @property
    def is_open(self) -> bool:
        """Asked, and not over yet."""
        return self.asked_at is not None and self.over_at is None


class Vote(Stored, table=True):
    """Whether a customer found an answer of the bot's helpful; `answer` is its key. They have one vote for each."""

    id: int = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    answer: str
    helpful: bool
    at: datetime

    __table_args__ = (
        Index("vote_once", "customer_id", "answer", unique=True),
        Index("vote_answer", "answer", "at"),
    )
