"""What was asked beside the ratings, and what was due to be followed up, is found by an index; and what was late."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_after_care"
down_revision: str | None = "2026_11_22_citing"
branch_labels = None
depends_on = None

DELIVERED = sa.text("delivered_at IS NOT NULL")
LATE = {
    "sqlite": "UPDATE followup SET late = 1 WHERE julianday(asked_at) - julianday(due_at) > 1",
    "postgresql": "UPDATE followup SET late = true WHERE asked_at > due_at + interval '1 day'",
}


def upgrade() -> None:
    op.add_column("followup", sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.execute(LATE[op.get_bind().dialect.name])
    op.create_index("nps_delivered", "nps", ["delivered_at"], sqlite_where=DELIVERED, postgresql_where=DELIVERED)
    op.create_index("followup_due", "followup", ["due_at"])


def downgrade() -> None:
    op.drop_index("followup_due", "followup")
    op.drop_index("nps_delivered", "nps")
    op.drop_column("followup", "late")
