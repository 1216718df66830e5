"""Which part of what it answers a message quotes, and whose words it passes on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_citing"
down_revision: str | None = "2026_11_22_measures"
branch_labels = None
depends_on = None

COLUMNS = ("quoted", "quoted_from", "forwarded_from")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("message", sa.Column(name, sa.String(), nullable=True))


def downgrade() -> None:
    for name in reversed(COLUMNS):
        op.drop_column("message", name)
