"""How often a send may have arrived although nobody knows: of what waits on a lane, and of an answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_doubts"
down_revision: str | None = "2026_11_22_floor"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("engine_lane", sa.Column("doubts", sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("message", sa.Column("doubts", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("message", "doubts")
    op.drop_column("engine_lane", "doubts")
