"""Claims as leases, what nobody has taken, and tickets that are put aside until a moment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "2026_11_22_claims"
down_revision: str | None = "2026_11_22_alerts"
branch_labels = None
depends_on = None

MOMENTS = ("owner_since", "reminded_at", "called_out_at", "on_hold_until", "snoozed_until")
WORDS = ("on_hold_for", "snoozed_by")


def upgrade() -> None:
    for column in MOMENTS:
        op.add_column("ticket", sa.Column(column, UTCDateTime(), nullable=True))
    for column in WORDS:
        op.add_column("ticket", sa.Column(column, AutoString(), nullable=True))
    _partial("ticket_called_out", "ticket", ["team"], "called_out_at IS NOT NULL")
    op.add_column("agent", sa.Column("timezone", AutoString(), server_default="", nullable=False))
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("agent", AutoString(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("channel", AutoString(), nullable=True),
        sa.Column("post", AutoString(), nullable=True),
        sa.Column("upshot", AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_reminder_ticket_id", "reminder", ["ticket_id"])
    _partial("reminder_open", "reminder", ["ticket_id"], "upshot IS NULL")
    op.create_table(
        "callout",
        sa.Column("team", AutoString(), nullable=False),
        sa.Column("channel", AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("post", AutoString(), nullable=True),
        sa.Column("posted_at", UTCDateTime(), nullable=True),
        sa.Column("former", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("team"),
    )


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    op.drop_table("callout")
    op.drop_table("reminder")
    op.drop_column("agent", "timezone")
    op.drop_index("ticket_called_out", "ticket")
    for column in (*WORDS, *MOMENTS):
        op.drop_column("ticket", column)
