"""Escalations that were begun, and whom each of them told."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index
from sqlalchemy import text as sql
from sqlmodel import Field

from bot.desk.escalation.audiences import Place
from bot.desk.stored import Stored, one_of, partial_index


class Cause(StrEnum):
    """A promise that was missed, or somebody who asked for a manager."""

    LATE = "late"
    ASKED = "asked"


class Stage(StrEnum):
    """`climbing` from step to step; `taken` by whoever acknowledged it; `asked` whether they still have it."""

    CLIMBING = "climbing"
    TAKEN = "taken"
    ASKED = "asked"
    OVER = "over"


class End(StrEnum):
    """`met`: what was waited for has come. `old`: it went on for so long that reminders help nobody."""

    MET = "met"
    CLOSED = "closed"
    SPAM = "spam"
    MERGED = "merged"
    ERASED = "erased"
    WITHDRAWN = "withdrawn"
    OLD = "old"


class Escalation(Stored, table=True):
    """One run of a chain for a ticket. At most one for each cause is not over.

    `chain` is the chain as it was when it began (`chains.frozen`). While it climbs, `run` and `step` say what is next,
    and at `next_at` that is done; none where nothing is left to do, or it is not on us to act. `targets` (those that
    were missed, the first of them due at `due_ms`) and `by` (who asked) say why it began. `changes` counts what its
    posts have to show anew.
    """

    id: int = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    cause: Cause = Field(sa_column=one_of(Cause))
    stage: Stage = Field(default=Stage.CLIMBING, sa_column=one_of(Stage))
    chain: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    targets: list[str] = Field(default=[], sa_column=Column(JSON, nullable=False))
    due_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    by: str
    began_at: datetime
    run: int = 0
    step: int = 0
    next_at: datetime | None = None
    taken_by: str | None = None
    taken_at: datetime | None = None
    over_at: datetime | None = None
    why: str | None = None
    changes: int = 0
    armed: dict[str, int] = Field(default={}, sa_column=Column(JSON, nullable=False))

    __table_args__ = (
        partial_index("escalation_going", "ticket_id", "cause", where="stage != 'over'", unique=True),
        partial_index("escalation_next", "next_at", where="next_at IS NOT NULL"),
    )


class Telling(Stored, table=True):
    """What one step did: whom it told where, and who was passed over (by their id in `missed`), and why (a `Passed`).

    `reminds`: it is no step, but asks whoever acknowledged. `leads`: its post shows how the escalation stands.
    `gathered` is the telling whose post it shares, which is itself where its own post tells of many. `quiet`: that is
    the digest of a shift which was interrupted enough. `all_by` has acknowledged all that it told of at `all_at`, which
    is being done.
    """

    id: int = Field(default=None, primary_key=True)
    escalation_id: int = Field(foreign_key="escalation.id", index=True)
    at: datetime
    tell: str
    place: Place = Field(sa_column=one_of(Place))
    people: list[str] = Field(default=[], sa_column=Column(JSON, nullable=False))
    passed: str | None = None
    missed: str | None = None
    reminds: bool = False
    leads: bool = True
    channel: str | None = None
    post: str | None = None
    gathered: int | None = Field(default=None, index=True)
    quiet: bool = Field(default=False, sa_column_kwargs={"server_default": sql("false")})
    all_by: str | None = None
    all_at: datetime | None = None
    armed: dict[str, int] = Field(default={}, sa_column=Column(JSON, nullable=False, server_default="{}"))

    __table_args__ = (
        Index("telling_channel", "channel", "at"),
        partial_index("telling_all", "all_at", where="all_at IS NOT NULL"),
    )
