"""Escalations that were begun, whom each of them told, and the gaps of the rota that were told of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "2026_11_22_escalation"
down_revision: str | None = "2026_11_22_floods"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "escalation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(16), nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("chain", sa.JSON(), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=True),
        sa.Column("by", AutoString(), nullable=False),
        sa.Column("began_at", UTCDateTime(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("next_at", UTCDateTime(), nullable=True),
        sa.Column("taken_by", AutoString(), nullable=True),
        sa.Column("taken_at", UTCDateTime(), nullable=True),
        sa.Column("over_at", UTCDateTime(), nullable=True),
        sa.Column("why", AutoString(), nullable=True),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("armed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_escalation_ticket_id", "escalation", ["ticket_id"])
    going = sa.text("stage != 'over'")
    op.create_index(
        "escalation_going",
        "escalation",
        ["ticket_id", "cause"],
        unique=True,
        sqlite_where=going,
        postgresql_where=going,
    )
    op.create_table(
        "telling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("tell", AutoString(), nullable=False),
        sa.Column("place", sa.String(16), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("passed", AutoString(), nullable=True),
        sa.Column("missed", AutoString(), nullable=True),
        sa.Column("reminds", sa.Boolean(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("channel", AutoString(), nullable=True),
        sa.Column("post", AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["escalation_id"], ["escalation.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_telling_escalation_id", "telling", ["escalation_id"])
    op.create_table(
        "gap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("starts", UTCDateTime(), nullable=False),
        sa.Column("ends", UTCDateTime(), nullable=False),
        sa.Column("told_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_gap_ends", "gap", ["ends"])
    op.add_column("ticket", sa.Column("escalated_at", UTCDateTime(), nullable=True))
    op.add_column("ticket", sa.Column("acknowledged_by", AutoString(), nullable=True))


def downgrade() -> None:
    op.drop_column("ticket", "acknowledged_by")
    op.drop_column("ticket", "escalated_at")
    op.drop_table("gap")
    op.drop_table("telling")
    op.drop_table("escalation")
