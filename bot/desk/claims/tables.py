"""What was asked of owners who did not answer, and each team's list of what nobody has taken."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from bot.desk.stored import Stored, partial_index


class Upshot(StrEnum):
    """What came of a question. `moot`: it was answered, handed over or put aside, so there is nothing to ask."""

    STILL = "still"
    RETURNED = "returned"
    MOOT = "moot"


class Reminder(Stored, table=True):
    """A post in a ticket's thread that asks its owner, `agent`, whether they are still on it."""

    id: int = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    agent: str
    made_at: datetime
    channel: str | None = None
    post: str | None = None
    upshot: str | None = None

    __table_args__ = (partial_index("reminder_open", "ticket_id", where="upshot IS NULL"),)


class Callout(Stored, table=True):
    """A team's post with what nobody has taken: none while there is nothing. It is the team's `number`th.

    `former` is the post before it, which still has to say that the list goes on further down.
    """

    team: str = Field(primary_key=True)
    channel: str
    number: int = 0
    post: str | None = None
    posted_at: datetime | None = None
    former: str | None = None
