"""A ticket, what was said in it, where its card is, and everything that happened to it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index
from sqlalchemy import text as sql
from sqlmodel import Field

from bot.desk.stored import Stored, one_of, partial_index
from bot.desk.tickets.life import Status
from bot.desk.words import Words, spans_from


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Author(StrEnum):
    CUSTOMER = "customer"
    AGENT = "agent"
    DESK = "desk"


class State(StrEnum):
    """Where a message stands: a customer's is `received`, a note `internal`, an answer goes through the rest."""

    RECEIVED = "received"
    INTERNAL = "internal"
    HELD = "held"
    WAITING = "waiting"
    QUEUED = "queued"
    DELIVERED = "delivered"
    FAILED = "failed"
    STOPPED = "stopped"


class Ticket(Stored, table=True):
    """`id` is the number people say. `waiting_since` is the oldest customer message nobody has answered yet.

    One that was `merged_into` another is closed and counts nowhere. `links` is how many others it is linked with.

    `waits_from` is when it first waited for a person, `with_us` (pairs of ms since 1970, the last perhaps without an
    end) when it was on us to act, up to `resolved_at`, the first time that it was solved. `promised`: it has promises,
    chosen from the policies of the version `promised_under`; the next is `due` (a target) at `due_at`, or is `late`.
    `escalated_at`: since when somebody is to hear of it, and `acknowledged_by` who said that they are on it.
    `hold_since`: nothing of it may be erased, by whom and why. `erased_at`: its words are gone, and it only counts.
    `in_minute` counts the customer's messages in the minute that began at `minute_at`.
    `owner_since`: when its owner, or nobody, began to have it; an owner who is still on it begins anew, and was asked
    about that at `reminded_at`. `called_out_at`: since then it is on its team's list of what nobody has taken.
    On hold, it comes back at `on_hold_until`, and waits for `on_hold_for`. `snoozed_until`: it asks nobody's attention
    before that, as `snoozed_by` said. `cause` is why its customer had to write at all; `survey_id` is the question how
    the last solve went.
    """

    id: int = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id", index=True)
    team: str
    category: str | None = None
    priority: Priority = Field(default=Priority.NORMAL, sa_column=one_of(Priority))
    status: Status = Field(default=Status.NEW, sa_column=one_of(Status))
    owner: str | None = None
    subject: str
    source: str | None = None
    follows: int | None = None
    duplicate_of: int | None = None
    merged_into: int | None = None
    merged_at: datetime | None = None
    links: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    spam: bool = False
    card_id: int | None = None
    topic_id: int | None = None
    line_id: int | None = None
    opened_at: datetime
    waiting_since: datetime | None = None
    customer_wrote_at: datetime
    minute_at: datetime | None = None
    in_minute: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    first_reply_at: datetime | None = None
    solved_at: datetime | None = None
    closed_at: datetime | None = None
    waits_from: datetime | None = None
    with_us: list[Any] = Field(default=[], sa_column=Column(JSON, server_default="[]", nullable=False))
    resolved_at: datetime | None = None
    promised_under: str | None = None
    promised: bool = Field(default=False, sa_column_kwargs={"server_default": sql("false")})
    due_at: datetime | None = None
    due: str | None = None
    late: bool = Field(default=False, sa_column_kwargs={"server_default": sql("false")})
    escalated_at: datetime | None = None
    acknowledged_by: str | None = None
    hold_since: datetime | None = None
    hold_by: str | None = None
    hold_why: str | None = None
    erased_at: datetime | None = None
    owner_since: datetime | None = None
    reminded_at: datetime | None = None
    called_out_at: datetime | None = None
    on_hold_until: datetime | None = None
    on_hold_for: str | None = None
    snoozed_until: datetime | None = None
    snoozed_by: str | None = None
    cause: str | None = None
    survey_id: int | None = None
    armed: dict[str, int] = Field(default={}, sa_column=Column(JSON, nullable=False))

    __table_args__ = (
        Index("ticket_queue", "team", "status", "owner"),
        partial_index("ticket_called_out", "team", where="called_out_at IS NOT NULL"),
        Index("ticket_owner", "owner", "status"),
        partial_index("ticket_solved", "solved_at", where="solved_at IS NOT NULL"),
        Index("ticket_promised", "status", "promised_under"),
        partial_index("ticket_erasable", "team", "closed_at", where="erased_at IS NULL AND closed_at IS NOT NULL"),
        partial_index("ticket_merged", "merged_into", where="merged_into IS NOT NULL"),
        partial_index("ticket_caused", "category", "resolved_at", where="cause IS NOT NULL"),
        partial_index("ticket_answered", "first_reply_at", where="first_reply_at IS NOT NULL"),
        partial_index("ticket_snoozed", "snoozed_until", where="snoozed_until IS NOT NULL"),
        partial_index("ticket_reminded", "team", "reminded_at", where="reminded_at IS NOT NULL"),
        {"sqlite_autoincrement": True},
    )


class Card(Stored, table=True):
    """A ticket's card and thread in a channel. A ticket that changes teams gets a new one; the old one points on."""

    id: int = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    channel: str
    post: str | None = None

    __table_args__ = (Index("card_post", "channel", "post", unique=True),)


class Topic(Stored, table=True):
    """A part of a customer's chat that is one ticket's own; `number` is what the chat calls it.

    A ticket may have had another before, which its customer deleted.
    """

    id: int = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    customer_id: int = Field(foreign_key="customer.id")
    number: int = Field(sa_column=Column(BigInteger, nullable=False))

    __table_args__ = (Index("topic_number", "customer_id", "number", unique=True),)


class StatusLine(Stored, table=True):
    """The message in a customer's chat that says how a ticket stands; `number` is its id there.

    `shown` stands for what it says, `holds_until` is when that is to be said otherwise, if nothing else happens.
    """

    id: int = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    number: int = Field(sa_column=Column(BigInteger, nullable=False))
    shown: str
    pinned: bool = False
    holds_until: datetime | None = None
    armed: dict[str, int] = Field(default={}, sa_column=Column(JSON, nullable=False))

    __table_args__ = (partial_index("statusline_until", "holds_until", where="holds_until IS NOT NULL"),)


class Message(Stored, table=True):
    """Something said. Without a ticket it waits for the customer to say which one it is for.

    `written_in` is the ticket that it was for before that one was merged into `ticket_id`.

    `chat_first`..`chat_last` are its ids in the customer's chat, `post` its id in the team's channel and `question`
    that of the post which asks what is to become of it; `mark` is the reaction it wears there. `source_at` is when it
    was written, `received_at` when we had it.

    `parts` are the ids in the customer's chat of an answer's words; none where they stand under a file. `begun` are
    those of the first of them, while the rest is not there yet. `files` is how many came with it, `album` what Telegram
    calls those that came together. `replies_to` is the message it answers, `quoted` the part of that which they marked,
    or what they answer in another chat, where `quoted_from` said it; `forwarded_from` wrote what they only passed on.
    `former` is what it said at first, if it was changed. `doubts` are the sends of it that nobody knows the end of:
    the customer may have it so many times more than it is known to be there. `reaction` is the sign that the
    customer has put on it. `erased`: nothing of what was said is here any more. `unreached`: it failed because they
    could not be reached at all. `held_back`: it waits to be shown with others, as its customer writes too fast.
    """

    id: int = Field(default=None, primary_key=True)
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", index=True)
    customer_id: int = Field(foreign_key="customer.id")
    author: Author = Field(sa_column=one_of(Author))
    agent: str | None = None
    state: State = Field(sa_column=one_of(State))
    text: str
    spans: list[Any] = Field(default=[], sa_column=Column(JSON, nullable=False))
    source_at: datetime
    received_at: datetime
    delivered_at: datetime | None = None
    send_at: datetime | None = None
    why: str | None = None
    chat_first: int | None = Field(default=None, sa_column=Column(BigInteger))
    chat_last: int | None = Field(default=None, sa_column=Column(BigInteger))
    channel: str | None = None
    post: str | None = None
    mark: str | None = None
    question: str | None = None
    cause: str = ""
    album: str | None = None
    replies_to: int | None = None
    quoted: str | None = None
    quoted_from: str | None = None
    forwarded_from: str | None = None
    former: str | None = None
    reaction: str | None = None
    written_in: int | None = None
    erased: bool = Field(default=False, sa_column_kwargs={"server_default": sql("false")})
    parts: list[int] = Field(default=[], sa_column=Column(JSON, server_default="[]", nullable=False))
    begun: list[int] = Field(default=[], sa_column=Column(JSON, server_default="[]", nullable=False))
    files: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    doubts: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    unreached: bool = Field(default=False, sa_column_kwargs={"server_default": sql("false")})
    held_back: bool = Field(default=False, sa_column_kwargs={"server_default": sql("false")})
    armed: dict[str, int] = Field(default={}, sa_column=Column(JSON, nullable=False))

    __table_args__ = (
        Index("message_chat", "customer_id", "chat_first"),
        Index("message_post", "channel", "post"),
        partial_index("message_to_send", "send_at", where="state = 'waiting'"),
        partial_index("message_held_back", "customer_id", where="held_back"),
        partial_index("message_unplaced", "customer_id", where="ticket_id IS NULL"),
    )

    @property
    def words(self) -> Words:
        return Words(self.text, spans_from(self.spans))

    @property
    def half_there(self) -> bool:
        """The customer has the first of several parts of its words, as far as we know."""
        return bool(self.begun) and not self.parts


class Offer(Stored, table=True):
    """A post in a ticket's thread: whether what was kept for a customer who was away is to be sent now.

    `settled_by` is the agent who decided, and `sent` how many answers they sent; nobody where the customer left again.
    """

    id: int = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    made_at: datetime
    channel: str | None = None
    post: str | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
    sent: int = 0


class Entry(Stored, table=True):
    """One line of a ticket's history; only ever added, though an erasure takes words out of it.

    `what` is the event's name and `detail` its fields.
    """

    id: int = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    at: datetime
    source_at: datetime
    actor: str
    what: str
    detail: dict[str, Any] = Field(default={}, sa_column=Column(JSON, nullable=False))


class Merge(Stored, table=True):
    """A ticket became a part of another one of its customer's, until that was undone.

    How both stood before, and how the kept one stood after (`Stand` as JSON), so that it can be.
    """

    id: int = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    into_id: int = Field(foreign_key="ticket.id", index=True)
    agent: str
    at: datetime
    undone_at: datetime | None = None
    ticket_was: dict[str, Any] = Field(default={}, sa_column=Column(JSON, nullable=False))
    kept_was: dict[str, Any] = Field(default={}, sa_column=Column(JSON, nullable=False))
    kept_became: dict[str, Any] = Field(default={}, sa_column=Column(JSON, nullable=False))


class Link(Stored, table=True):
    """Two tickets that have to do with each other, the smaller number first."""

    id: int = Field(default=None, primary_key=True)
    first: int = Field(foreign_key="ticket.id")
    second: int = Field(foreign_key="ticket.id", index=True)
    agent: str
    at: datetime

    __table_args__ = (Index("link_pair", "first", "second", unique=True),)
