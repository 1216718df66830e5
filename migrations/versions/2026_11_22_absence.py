"""Customers who cannot be reached: why, what is kept for them, and what was asked about it on their return."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "2026_11_22_absence"
down_revision: str | None = "2026_11_22_doubts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customer", sa.Column("unreachable_why", AutoString(), nullable=True))
    op.add_column("message", sa.Column("unreached", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("channel", AutoString(), nullable=True),
        sa.Column("post", AutoString(), nullable=True),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.Column("settled_by", AutoString(), nullable=True),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_offer_ticket_id", "offer", ["ticket_id"])


def downgrade() -> None:
    op.drop_table("offer")
    op.drop_column("message", "unreached")
    op.drop_column("customer", "unreachable_why")
