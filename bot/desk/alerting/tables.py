"""Broken promises, the episodes they belong to, the posts that tell of them, and when nothing ran."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, Column, Index
from sqlmodel import Field

from bot.desk.service_levels.policies import Target
from bot.desk.stored import Stored, one_of, partial_index


class BoardKind(StrEnum):
    """What a board shows: an episode, to supervisors; what of it nobody owns, or that help is asked for, to its team;
    the episodes without a post of their own, as their shift was interrupted enough, or nothing ran when they began.
    """

    EPISODE = "episode"
    TEAM = "team"
    HELP = "help"
    DIGEST = "digest"
    OUTAGE = "outage"


class Board(Stored, table=True):
    """A post that is drawn from what is true when it is sent, and again whenever that changes."""

    id: int = Field(default=None, primary_key=True)
    kind: BoardKind = Field(sa_column=one_of(BoardKind))
    episode_id: int | None = Field(default=None, foreign_key="episode.id", index=True)
    outage_id: int | None = Field(default=None, foreign_key="outage.id", unique=True)
    channel: str
    post: str | None = None
    made_at: datetime

    __table_args__ = (
        Index("board_made", "channel", "made_at"),
        Index("board_post", "channel", "post", unique=True),
    )


class Episode(Stored, table=True):
    """All that is late for one cause, a team's queue and a target, until nothing has been for a while.

    `misses` counts them all; `missed_at` is the moment of the latest. `review_at` is when it is looked at again.
    `folded_into` is the board that tells of it where it has none of its own.
    """

    id: int = Field(default=None, primary_key=True)
    team: str
    target: Target = Field(sa_column=one_of(Target))
    began_at: datetime
    missed_at: datetime
    misses: int = 0
    review_at: datetime | None = None
    folded_into: int | None = Field(default=None, index=True)
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    helped_by: str | None = None
    helped_at: datetime | None = None
    over_at: datetime | None = None
    armed: dict[str, int] = Field(default={}, sa_column=Column(JSON, nullable=False))

    __table_args__ = (partial_index("episode_going_on", "team", "target", where="over_at IS NULL", unique=True),)


class Breach(Stored, table=True):
    """A promise that was not kept in time, of the team that had the ticket then. It joins an episode a moment later.

    `lapsed`: nothing ran when it was due.
    """

    id: int = Field(default=None, primary_key=True)
    promise_id: int = Field(foreign_key="promise.id", unique=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    team: str
    target: Target = Field(sa_column=one_of(Target))
    due_at: datetime
    lapsed: bool = False
    episode_id: int | None = Field(default=None, foreign_key="episode.id", index=True)

    __table_args__ = (partial_index("breach_new", "team", "target", where="episode_id IS NULL"),)


class Outage(Stored, table=True):
    """Between these moments of the desk's clock nothing ran."""

    id: int = Field(default=None, primary_key=True)
    since: datetime
    until: datetime = Field(index=True)


class Pulse(Stored, table=True):
    """The one row that says when the desk last ran, in ms of the machine's clock, which nobody sets."""

    id: int = Field(default=1, primary_key=True)
    beat_at: int = Field(sa_column=Column(BigInteger, nullable=False))
