"""Leases: what one replica does for all of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_leases"
down_revision: str | None = "2026_11_22_topics"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "engine_lease",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token", BIG, nullable=False),
        sa.Column("until", BIG, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_engine_lease"),
    )


def downgrade() -> None:
    op.drop_table("engine_lease")
