"""What was asked beside the ratings in a time is found by an index, and so are the follow-ups that were due in it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_after_care"
down_revision: str | None = "2026_11_22_citing"
branch_labels = None
depends_on = None

DELIVERED = sa.text("delivered_at IS NOT NULL")


def upgrade() -> None:
    op.create_index("nps_delivered", "nps", ["delivered_at"], sqlite_where=DELIVERED, postgresql_where=DELIVERED)
    op.create_index("followup_due", "followup", ["due_at"])


def downgrade() -> None:
    op.drop_index("followup_due", "followup")
    op.drop_index("nps_delivered", "nps")
