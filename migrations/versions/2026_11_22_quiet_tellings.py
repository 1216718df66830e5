"""What is escalated to supervisors whose shift was interrupted enough is added to a digest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_quiet_tellings"
down_revision: str | None = "2026_11_22_kinds_of_survey"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("telling", sa.Column("quiet", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("telling", "quiet")
