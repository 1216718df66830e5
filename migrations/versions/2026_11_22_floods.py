"""Customers who write too fast: how fast, and what of it waits to be shown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "2026_11_22_floods"
down_revision: str | None = "2026_11_22_troubles"
branch_labels = None
depends_on = None

HELD_BACK = sa.text("held_back")


def upgrade() -> None:
    op.add_column("customer", sa.Column("flooding_since", UTCDateTime(), nullable=True))
    op.add_column("customer", sa.Column("catch_up_at", UTCDateTime(), nullable=True))
    op.add_column("ticket", sa.Column("minute_at", UTCDateTime(), nullable=True))
    op.add_column("ticket", sa.Column("in_minute", sa.Integer(), server_default="0", nullable=False))
    op.add_column("message", sa.Column("held_back", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.create_index("message_held_back", "message", ["customer_id"], sqlite_where=HELD_BACK, postgresql_where=HELD_BACK)


def downgrade() -> None:
    op.drop_index("message_held_back", "message")
    op.drop_column("message", "held_back")
    for column in ("in_minute", "minute_at"):
        op.drop_column("ticket", column)
    for column in ("catch_up_at", "flooding_since"):
        op.drop_column("customer", column)
