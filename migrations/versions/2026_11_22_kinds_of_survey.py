"""How easy it was, beside how it went; whether they would recommend us; and whether an answer of the bot's helped."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "2026_11_22_kinds_of_survey"
down_revision: str | None = "2026_11_22_recoveries"
branch_labels = None
depends_on = None

ANSWERED = sa.text("answered_at IS NOT NULL")
SOLVED = sa.text("solved_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("survey", sa.Column("asks_effort", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("survey", sa.Column("effort", sa.Integer(), nullable=True))
    op.create_table(
        "nps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("ask_at", UTCDateTime(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=True),
        sa.Column("delivered_at", UTCDateTime(), nullable=True),
        sa.Column("expires_at", UTCDateTime(), nullable=True),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("over_at", UTCDateTime(), nullable=True),
        sa.Column("passed", sa.String(), nullable=True),
        sa.Column("armed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("nps_customer", "nps", ["customer_id", "asked_at"])
    op.create_index("nps_ticket", "nps", ["ticket_id"])
    op.create_index("nps_answered", "nps", ["answered_at"], sqlite_where=ANSWERED, postgresql_where=ANSWERED)
    op.create_index("ticket_solved", "ticket", ["solved_at"], sqlite_where=SOLVED, postgresql_where=SOLVED)
    op.create_table(
        "vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("vote_once", "vote", ["customer_id", "answer"], unique=True)
    op.create_index("vote_answer", "vote", ["answer", "at"])


def downgrade() -> None:
    op.drop_table("vote")
    op.drop_index("ticket_solved", "ticket")
    op.drop_table("nps")
    op.drop_column("survey", "effort")
    op.drop_column("survey", "asks_effort")
