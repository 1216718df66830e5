"""What of a long answer is in its customer's chat before the rest is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_begun"
down_revision: str | None = "2026_11_22_surveys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message", sa.Column("begun", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    op.drop_column("message", "begun")
