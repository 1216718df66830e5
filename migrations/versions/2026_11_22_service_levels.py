"""What is promised on a ticket, when each promise is due, and how it went."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "2026_11_22_service_levels"
down_revision: str | None = "2026_11_21_attachments"
branch_labels = None
depends_on = None

OF_TICKETS = ("waits_from", "with_us", "resolved_at", "promised_under", "promised", "due_at", "due", "late")


def upgrade() -> None:
    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(16), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("policy", AutoString(), nullable=False),
        sa.Column("version", AutoString(), nullable=False),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.Column("within_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=True),
        sa.Column("warn_at", sa.JSON(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("used_ms", sa.BigInteger(), nullable=True),
        sa.Column("armed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_promise_ticket_id", "promise", ["ticket_id"])
    still = sa.text("outcome = 'running'")
    op.create_index("promise_running", "promise", ["ticket_id"], sqlite_where=still, postgresql_where=still)
    op.add_column("customer", sa.Column("tier", AutoString(), nullable=True))
    op.add_column("ticket", sa.Column("waits_from", UTCDateTime(), nullable=True))
    op.add_column("ticket", sa.Column("with_us", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("ticket", sa.Column("resolved_at", UTCDateTime(), nullable=True))
    op.add_column("ticket", sa.Column("promised_under", AutoString(), nullable=True))
    op.add_column("ticket", sa.Column("promised", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("ticket", sa.Column("due_at", UTCDateTime(), nullable=True))
    op.add_column("ticket", sa.Column("due", AutoString(), nullable=True))
    op.add_column("ticket", sa.Column("late", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index("ticket_promised", "ticket", ["status", "promised_under"])


def downgrade() -> None:
    op.drop_index("ticket_promised", "ticket")
    for column in reversed(OF_TICKETS):
        op.drop_column("ticket", column)
    op.drop_column("customer", "tier")
    op.drop_table("promise")
