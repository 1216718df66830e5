"""Topics: a part of a customer's chat for each ticket, where the platform has such parts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_topics"
down_revision: str | None = "2026_11_22_merges"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_topic_ticket_id", "topic", ["ticket_id"])
    op.create_index("topic_number", "topic", ["customer_id", "number"], unique=True)
    op.add_column("ticket", sa.Column("topic_id", sa.Integer(), nullable=True))
    op.add_column("customer", sa.Column("topic", sa.BigInteger(), nullable=True))
    op.add_column("customer", sa.Column("wants_new_in", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("customer", "wants_new_in")
    op.drop_column("customer", "topic")
    op.drop_column("ticket", "topic_id")
    op.drop_table("topic")
