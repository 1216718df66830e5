"""Customers who say nothing, return visits, and how often we wrote to somebody who did not ask."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, Column, Index
from sqlalchemy import text as sql
from sqlmodel import Field

from bot.desk.stored import Stored, partial_index


class Outcome(StrEnum):
    """What came of a follow-up. `missed`: it was so late that it was not asked any more."""

    CONFIRMED = "confirmed"
    REOPENED = "reopened"
    NO_ANSWER = "no_answer"
    UNREACHABLE = "unreachable"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Silence(Stored, table=True):
    """A ticket whose customer is to answer, `since` then: `nudges` reminders were due, the latest at `nudged_at`.

    The next step is at `next_at`, which is worked out anew whenever the ticket changes; not before `not_before`, when
    it was put off. None of it while it is not the customer's turn.
    """

    id: int = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", unique=True)
    since: datetime | None = None
    nudges: int = 0
    nudged_at: datetime | None = None
    not_before: datetime | None = None
    next_at: datetime | None = None
    armed: dict[str, int] = Field(default={}, sa_column=Column(JSON, nullable=False))

    __table_args__ = (partial_index("silence_next", "next_at", where="next_at IS NOT NULL"),)


class FollowUp(Stored, table=True):
    """A return visit: at `due_at` the customer is asked whether what was solved is still fixed.

    Planned by a `rule`, or by an `agent` with a `note` for colleagues. Asked at `asked_at`, and `nudges` times more;
    `late`: that was more than a day after it was due. `next_at` is when something is to be done about it. Open until
    it has an `outcome`; a ticket has one at a time.
    """

    id: int = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    customer_id: int = Field(foreign_key="customer.id", index=True)
    rule: str | None = None
    agent: str | None = None
    note: str = ""
    made_at: datetime
    due_at: datetime
    asked_at: datetime | None = None
    late: bool = Field(default=False, sa_column_kwargs={"server_default": sql("false")})
    nudges: int = 0
    next_at: datetime | None = None
    outcome: str | None = None
    ended_at: datetime | None = None
    armed: dict[str, int] = Field(default={}, sa_column=Column(JSON, nullable=False))

    __table_args__ = (
        partial_index("followup_open", "ticket_id", where="outcome IS NULL", unique=True),
        Index("followup_due", "due_at"),
        partial_index("followup_next", "next_at", where="next_at IS NOT NULL"),
    )


class Contact(Stored, table=True):
    """We wrote to a customer who had not asked. Kept for as long as it counts."""

    id: int = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    at: datetime

    __table_args__ = (Index("contact_lately", "customer_id", "at"),)
