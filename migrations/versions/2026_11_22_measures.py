"""How satisfied customers were: the questions that were sent in a time are found by an index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_measures"
down_revision: str | None = "2026_11_22_quiet_tellings"
branch_labels = None
depends_on = None

ASKED = sa.text("asked_at IS NOT NULL")


def upgrade() -> None:
    op.create_index("survey_asked", "survey", ["asked_at"], sqlite_where=ASKED, postgresql_where=ASKED)


def downgrade() -> None:
    op.drop_index("survey_asked", "survey")
