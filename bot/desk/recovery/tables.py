"""Tasks to see to a customer who was let down, and what supervisors are told of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field

from bot.desk.stored import Stored, partial_index


class Recovery(Stored, table=True):
    """A ticket's customer is to be seen to by `due_at`, by somebody who is none of the `handlers`.

    Why: their rating, which was `score` when the task was made, in the survey `survey_id`; or they said at `denied_at`
    that it was not solved; or both. `owner` has it. They call back at `call_at`, with a `call_note` for colleagues, and
    are reminded then (`called_at`); `promised`: the customer was told. `overdue_at`: it was due and not done, which was
    told. Open until it has an `outcome`; a ticket has one open task at a time. Where `ended_by` is nobody, the desk
    ended it, and `note` is empty. It is the post `post` of that `channel`.
    """

    id: int = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    customer_id: int = Field(foreign_key="customer.id", index=True)
    team: str
    channel: str
    post: str | None = None
    handlers: list[Any] = Field(default=[], sa_column=Column(JSON, nullable=False))
    survey_id: int | None = Field(default=None, foreign_key="survey.id", index=True)
    score: int | None = None
    denied_at: datetime | None = None
    made_at: datetime
    due_at: datetime
    owner: str | None = None
    call_at: datetime | None = None
    call_note: str = ""
    promised: bool = False
    called_at: datetime | None = None
    overdue_at: datetime | None = None
    outcome: str | None = None
    note: str = ""
    ended_at: datetime | None = None
    ended_by: str | None = None
    armed: dict[str, int] = Field(default={}, sa_column=Column(JSON, nullable=False))

    __table_args__ = (
        partial_index("recovery_open", "ticket_id", where="outcome IS NULL", unique=True),
        partial_index("recovery_ended", "ended_at", where="ended_at IS NOT NULL"),
    )


class RatingDigest(Stored, table=True):
    """One post for the supervisors, of all that was flagged in an hour."""

    id: int = Field(default=None, primary_key=True)
    made_at: datetime


class RecoveryFlag(Stored, table=True):
    """What supervisors are to read of a task in the next digest: a low rating, or that it is `overdue` and nobody's."""

    id: int = Field(default=None, primary_key=True)
    recovery_id: int = Field(foreign_key="recovery.id", index=True)
    overdue: bool = False
    digest_id: int | None = Field(default=None, foreign_key="ratingdigest.id", index=True)

    __table_args__ = (partial_index("recoveryflag_new", "recovery_id", where="digest_id IS NULL"),)
