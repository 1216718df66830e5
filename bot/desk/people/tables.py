"""Who writes and who answers."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, Column
from sqlmodel import Field

from bot.desk.stored import Stored, partial_index


class Absence(StrEnum):
    """Why somebody cannot be written to: they stopped the bot, their account is gone, or the platform just refuses."""

    BLOCKED = "blocked"
    DELETED = "deleted"
    REFUSED = "refused"


class Customer(Stored, table=True):
    """A person who writes to us. `chat` is where they are reached; `language` is what they read.

    `hidden_told_at`: when they were last told that something they wrote was hidden. Of somebody who was erased, only
    that they were there is left: their `chat` is then one that nobody has, unless they are blocked.

    `topic` is the part of the chat in which they acted last; none where it has no parts, or that was in none of them.
    `wants_new`: their next message opens a ticket of its own; they said so in the topic `wants_new_in`.

    `unreachable_why` is an `Absence`; `dropped` counts what they wrote since we blocked them. While they write too
    fast, the next batch of it is shown at `catch_up_at`. Since `quiet_since` they want nothing that they did
    not ask for.
    """

    id: int = Field(default=None, primary_key=True)
    chat: int = Field(sa_column=Column(BigInteger, unique=True, nullable=False))
    name: str
    username: str | None = None
    language: str
    chose_language: bool = False
    source: str | None = None
    active_ticket: int | None = None
    wants_new: bool = False
    wants_new_in: int | None = Field(default=None, sa_column=Column(BigInteger))
    topic: int | None = Field(default=None, sa_column=Column(BigInteger))
    asked_which_at: datetime | None = None
    tier: str | None = None
    blocked_at: datetime | None = None
    dropped: int = 0
    unreachable_since: datetime | None = None
    unreachable_why: str | None = None
    hidden_told_at: datetime | None = None
    erased_at: datetime | None = None
    flooding_since: datetime | None = None
    catch_up_at: datetime | None = None
    quiet_since: datetime | None = None
    since: datetime
    armed: dict[str, int] = Field(default={}, sa_column=Column(JSON, nullable=False))

    __table_args__ = (
        partial_index("customer_asked_which", "asked_which_at", where="asked_which_at IS NOT NULL"),
        partial_index("customer_catching_up", "catch_up_at", where="catch_up_at IS NOT NULL"),
    )


class Agent(Stored, table=True):
    """A configured member of the home workspace. `teams` are names; an agent who left keeps the row, with none.

    `timezone` is the one that they set in Slack, as IANA has it; empty where it said none.
    """

    id: str = Field(primary_key=True)
    name: str
    teams: list[str] = Field(default=[], sa_column=Column(JSON, nullable=False))
    timezone: str = Field(default="", sa_column_kwargs={"server_default": ""})
