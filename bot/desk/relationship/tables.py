"""Who was asked whether they would recommend us, and what they said."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field

from bot.desk.stored import Stored, partial_index


class Passed(StrEnum):
    """Why somebody who was chosen was not asked after all."""

    OFF = "off"
    ERASED = "erased"
    CANNOT_BE_REACHED = "cannot_be_reached"
    WANTS_QUIET = "wants_quiet"
    TICKET_OPEN = "ticket_open"
    ASKED_LATELY = "asked_lately"


class Nps(Stored, table=True):
    """One customer who was chosen, to be asked at `ask_at`. `ticket_id` is the last of theirs that was solved by then:
    a comment is kept with it, and told in its thread.

    `asked_at` is when the question was sent off, `delivered_at` when it was with the customer, in the messages
    `numbers` of their chat. `score` is from 0 to 10, and can be changed until `expires_at`. `comment_id` is the last
    message they wrote about it. `over_at`: nothing can be said to it any more; `passed` says why it was never asked.
    """

    id: int = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    ticket_id: int = Field(foreign_key="ticket.id")
    ask_at: datetime
    asked_at: datetime | None = None
    delivered_at: datetime | None = None
    expires_at: datetime | None = None
    numbers: list[Any] = Field(default=[], sa_column=Column(JSON, nullable=False))
    score: int | None = None
    answered_at: datetime | None = None
    comment_id: int | None = None
    over_at: datetime | None = None
    passed: str | None = None
    armed: dict[str, int] = Field(default={}, sa_column=Column(JSON, nullable=False))

    __table_args__ = (
        Index("nps_customer", "customer_id", "asked_at"),
        Index("nps_ticket", "ticket_id"),
        partial_index("nps_answered", "answered_at", where="answered_at IS NOT NULL"),
        partial_index("nps_delivered", "delivered_at", where="delivered_at IS NOT NULL"),
        partial_index("nps_to_ask", "ask_at", where="asked_at IS NULL AND over_at IS NULL"),
        partial_index("nps_to_end", "expires_at", where="over_at IS NULL"),
    )

    @property
    def is_open(self) -> bool:
        """Asked, and not over yet."""
        return self.asked_at is not None and self.over_at is None
