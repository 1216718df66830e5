"""How it went, and why it came up: the question after each solve, and a ticket's cause."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "2026_11_22_surveys"
down_revision: str | None = "2026_11_22_follow_ups"
branch_labels = None
depends_on = None

CAUSED = sa.text("cause IS NOT NULL")
ANSWERED = sa.text("answered_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("scale", sa.String(), nullable=False),
        sa.Column("solved_at", UTCDateTime(), nullable=False),
        sa.Column("ask_at", UTCDateTime(), nullable=False),
        sa.Column("agent", sa.String(), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=True),
        sa.Column("delivered_at", UTCDateTime(), nullable=True),
        sa.Column("remind_at", UTCDateTime(), nullable=True),
        sa.Column("expires_at", UTCDateTime(), nullable=True),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("over_at", UTCDateTime(), nullable=True),
        sa.Column("passed", sa.String(), nullable=True),
        sa.Column("armed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("survey_solve", "survey", ["ticket_id", "solved_at"], unique=True)
    op.create_index("survey_customer", "survey", ["customer_id", "asked_at"])
    op.create_index("survey_answered", "survey", ["answered_at"], sqlite_where=ANSWERED, postgresql_where=ANSWERED)
    op.add_column("ticket", sa.Column("cause", sa.String(), nullable=True))
    op.add_column("ticket", sa.Column("survey_id", sa.Integer(), nullable=True))
    op.create_index(
        "ticket_caused", "ticket", ["category", "resolved_at"], sqlite_where=CAUSED, postgresql_where=CAUSED
    )


def downgrade() -> None:
    op.drop_index("ticket_caused", "ticket")
    op.drop_column("ticket", "survey_id")
    op.drop_column("ticket", "cause")
    op.drop_table("survey")
