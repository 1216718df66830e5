"""Customers who were let down: a task for each, and what supervisors are told of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "2026_11_22_recoveries"
down_revision: str | None = "2026_11_22_begun"
branch_labels = None
depends_on = None

OPEN = sa.text("outcome IS NULL")
ENDED = sa.text("ended_at IS NOT NULL")
NEW = sa.text("digest_id IS NULL")


def upgrade() -> None:
    op.create_table(
        "recovery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=True),
        sa.Column("handlers", sa.JSON(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("denied_at", UTCDateTime(), nullable=True),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("call_at", UTCDateTime(), nullable=True),
        sa.Column("call_note", sa.String(), nullable=False),
        sa.Column("promised", sa.Boolean(), nullable=False),
        sa.Column("called_at", UTCDateTime(), nullable=True),
        sa.Column("overdue_at", UTCDateTime(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("armed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("ticket_id", "customer_id", "survey_id"):
        op.create_index(f"ix_recovery_{column}", "recovery", [column])
    op.create_index("recovery_open", "recovery", ["ticket_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("recovery_ended", "recovery", ["ended_at"], sqlite_where=ENDED, postgresql_where=ENDED)
    op.create_table(
        "ratingdigest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "recoveryflag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recovery_id", sa.Integer(), nullable=False),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.Column("digest_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["recovery_id"], ["recovery.id"]),
        sa.ForeignKeyConstraint(["digest_id"], ["ratingdigest.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("recovery_id", "digest_id"):
        op.create_index(f"ix_recoveryflag_{column}", "recoveryflag", [column])
    op.create_index("recoveryflag_new", "recoveryflag", ["recovery_id"], sqlite_where=NEW, postgresql_where=NEW)


def downgrade() -> None:
    op.drop_table("recoveryflag")
    op.drop_table("ratingdigest")
    op.drop_table("recovery")
