"""The desk: customers, agents, tickets with their cards, messages and history."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "2026_11_21_desk"
down_revision: str | None = "2026_11_21_engine"
branch_labels = None
depends_on = None

FIRST_NUMBER = 1001
"""A ticket's number is its id: one that people can say, and that does not tell how new the desk is."""

UNPLACED = sa.text("ticket_id IS NULL")
STATES = ("received", "internal", "held", "waiting", "queued", "delivered", "failed", "stopped")


def upgrade() -> None:
    people()
    tickets()
    cards()
    history()
    messages()


def downgrade() -> None:
    for table in ("message", "entry", "card", "ticket", "customer", "agent"):
        op.drop_table(table)


def text(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, AutoString(), nullable=nullable)


def number(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def moment(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, UTCDateTime(), nullable=nullable)


def json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(), nullable=False)


def choice(name: str, *values: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Enum(*values, name=name, native_enum=False, length=16), nullable=False)


def people() -> None:
    op.create_table("agent", text("id"), text("name"), json("teams"), sa.PrimaryKeyConstraint("id"))
    op.create_table(
        "customer",
        number("id"),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        text("name"),
        text("username", nullable=True),
        text("language"),
        sa.Column("chose_language", sa.Boolean(), nullable=False),
        text("source", nullable=True),
        number("active_ticket", nullable=True),
        sa.Column("wants_new", sa.Boolean(), nullable=False),
        moment("asked_which_at"),
        moment("blocked_at"),
        number("dropped"),
        moment("unreachable_since"),
        moment("since", nullable=False),
        json("armed"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("chat"),
    )


def tickets() -> None:
    op.create_table(
        "ticket",
        number("id"),
        number("customer_id"),
        text("team"),
        text("category", nullable=True),
        choice("priority", "low", "normal", "high", "urgent"),
        choice("status", "new", "open", "pending", "on_hold", "solved", "closed"),
        text("owner", nullable=True),
        text("subject"),
        text("source", nullable=True),
        number("follows", nullable=True),
        sa.Column("spam", sa.Boolean(), nullable=False),
        number("card_id", nullable=True),
        moment("opened_at", nullable=False),
        moment("waiting_since"),
        moment("customer_wrote_at", nullable=False),
        moment("first_reply_at"),
        moment("solved_at"),
        moment("closed_at"),
        json("armed"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ticket_customer_id", "ticket", ["customer_id"])
    op.create_index("ticket_owner", "ticket", ["owner", "status"])
    op.create_index("ticket_queue", "ticket", ["team", "status", "owner"])
    number_from(FIRST_NUMBER)


def number_from(first: int) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER SEQUENCE ticket_id_seq RESTART WITH {first}")
    else:
        op.execute(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('ticket', {first - 1})")  # noqa: S608 - ours


def cards() -> None:
    op.create_table(
        "card",
        number("id"),
        number("ticket_id"),
        text("channel"),
        text("post", nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("card_post", "card", ["channel", "post"], unique=True)
    op.create_index("ix_card_ticket_id", "card", ["ticket_id"])


def history() -> None:
    op.create_table(
        "entry",
        number("id"),
        number("ticket_id"),
        moment("at", nullable=False),
        moment("source_at", nullable=False),
        text("actor"),
        text("what"),
        json("detail"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_entry_ticket_id", "entry", ["ticket_id"])


def messages() -> None:
    op.create_table(
        "message",
        number("id"),
        number("ticket_id", nullable=True),
        number("customer_id"),
        choice("author", "customer", "agent", "desk"),
        text("agent", nullable=True),
        choice("state", *STATES),
        text("text"),
        json("spans"),
        moment("source_at", nullable=False),
        moment("received_at", nullable=False),
        moment("delivered_at"),
        moment("send_at"),
        text("why", nullable=True),
        sa.Column("chat_first", sa.BigInteger(), nullable=True),
        sa.Column("chat_last", sa.BigInteger(), nullable=True),
        text("channel", nullable=True),
        text("post", nullable=True),
        text("mark", nullable=True),
        text("question", nullable=True),
        text("cause"),
        json("armed"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_message_ticket_id", "message", ["ticket_id"])
    op.create_index("message_chat", "message", ["customer_id", "chat_first"])
    op.create_index("message_post", "message", ["channel", "post"])
    op.create_index("message_unplaced", "message", ["customer_id"], sqlite_where=UNPLACED, postgresql_where=UNPLACED)
