"""What customers may expect: the line in their chat that says how a ticket stands, and how long first answers took."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "2026_11_22_expectations"
down_revision: str | None = "2026_11_22_claims"
branch_labels = None
depends_on = None

ANSWERED = sa.text("first_reply_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "statusline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("holds_until", UTCDateTime(), nullable=True),
        sa.Column("armed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_statusline_ticket_id", "statusline", ["ticket_id"])
    op.create_table(
        "answertime",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("half_ms", sa.BigInteger(), nullable=False),
        sa.Column("most_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("answertime_kind", "answertime", ["team", "category"], unique=True)
    op.add_column("ticket", sa.Column("line_id", sa.Integer(), nullable=True))
    op.create_index("ticket_answered", "ticket", ["first_reply_at"], sqlite_where=ANSWERED, postgresql_where=ANSWERED)


def downgrade() -> None:
    op.drop_index("ticket_answered", "ticket")
    op.drop_column("ticket", "line_id")
    op.drop_table("answertime")
    op.drop_table("statusline")
