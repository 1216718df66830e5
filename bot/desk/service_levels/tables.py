"""What was promised on a ticket, and how each promise went."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, Column, Index
from sqlmodel import Field

from bot.desk.service_levels.policies import Target
from bot.desk.stored import Stored, one_of, partial_index


class Outcome(StrEnum):
    """`withdrawn`: it is not promised any more, and nobody was late."""

    RUNNING = "running"
    MET = "met"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"


class Promise(Stored, table=True):
    """One clock of a ticket. Its history is kept: a ticket has a promise for every message that waited for an answer.

    `within_ms` and `used_ms` are working time; `due_at` is none while it is paused. `warn_at` are the moments, in ms,
    at which somebody is still to be warned. `late`: it was due, and that was told.
    """

    id: int = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    target: Target = Field(sa_column=one_of(Target))
    outcome: Outcome = Field(default=Outcome.RUNNING, sa_column=one_of(Outcome))
    policy: str
    version: str
    started_at: datetime
    within_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    due_at: datetime | None = None
    warn_at: list[int] = Field(default=[], sa_column=Column(JSON, nullable=False))
    late: bool = False
    ended_at: datetime | None = None
    used_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    armed: dict[str, int] = Field(default={}, sa_column=Column(JSON, nullable=False))

    __table_args__ = (
        partial_index("promise_running", "ticket_id", where="outcome = 'running'"),
        partial_index("promise_unjudged", "due_at", where="outcome = 'running' AND NOT late"),
    )


class AnswerTime(Stored, table=True):
    """How long a team's first answers took lately, for one category or, where that is empty, for all of them."""

    id: int = Field(default=None, primary_key=True)
    team: str
    category: str
    answers: int
    half_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    most_ms: int = Field(sa_column=Column(BigInteger, nullable=False))

    __table_args__ = (Index("answertime_kind", "team", "category", unique=True),)
