"""The auditor finds what is past by an index: it went through whole tables, twice a minute."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_past_steps"
down_revision: str | None = "2026_11_22_after_care"
branch_labels = None
depends_on = None

PAST = (
    ("ticket_snoozed", "ticket", ["snoozed_until"], "snoozed_until IS NOT NULL"),
    ("ticket_reminded", "ticket", ["team", "reminded_at"], "reminded_at IS NOT NULL"),
    ("statusline_until", "statusline", ["holds_until"], "holds_until IS NOT NULL"),
    ("customer_asked_which", "customer", ["asked_which_at"], "asked_which_at IS NOT NULL"),
    ("customer_catching_up", "customer", ["catch_up_at"], "catch_up_at IS NOT NULL"),
    ("escalation_next", "escalation", ["next_at"], "next_at IS NOT NULL"),
    ("telling_all", "telling", ["all_at"], "all_at IS NOT NULL"),
    ("silence_next", "silence", ["next_at"], "next_at IS NOT NULL"),
    ("followup_next", "followup", ["next_at"], "next_at IS NOT NULL"),
    ("survey_to_ask", "survey", ["ask_at"], "asked_at IS NULL AND over_at IS NULL"),
    ("survey_to_remind", "survey", ["remind_at"], "over_at IS NULL"),
    ("survey_to_end", "survey", ["expires_at"], "over_at IS NULL"),
    ("nps_to_ask", "nps", ["ask_at"], "asked_at IS NULL AND over_at IS NULL"),
    ("nps_to_end", "nps", ["expires_at"], "over_at IS NULL"),
)


def upgrade() -> None:
    for name, table, columns, where in PAST:
        op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    for name, table, _, _ in PAST:
        op.drop_index(name, table)
