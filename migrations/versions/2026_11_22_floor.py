"""The floor: the oldest version that can work on these tables. Empty while every migration only adds something."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_floor"
down_revision: str | None = "2026_11_22_leases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "schema_floor", sa.Column("revision", sa.Text(), nullable=False), sa.PrimaryKeyConstraint("revision")
    )


def downgrade() -> None:
    op.drop_table("schema_floor")
