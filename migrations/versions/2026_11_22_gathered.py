"""Escalations that are told of in one channel within a moment share a post."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "2026_11_22_gathered"
down_revision: str | None = "2026_11_22_expectations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("telling", sa.Column("gathered", sa.Integer(), nullable=True))
    op.add_column("telling", sa.Column("all_by", AutoString(), nullable=True))
    op.add_column("telling", sa.Column("all_at", UTCDateTime(), nullable=True))
    op.add_column("telling", sa.Column("armed", sa.JSON(), server_default="{}", nullable=False))
    op.create_index("ix_telling_gathered", "telling", ["gathered"])
    op.create_index("telling_channel", "telling", ["channel", "at"])


def downgrade() -> None:
    op.drop_index("telling_channel", "telling")
    op.drop_index("ix_telling_gathered", "telling")
    for column in ("armed", "all_at", "all_by", "gathered"):
        op.drop_column("telling", column)
