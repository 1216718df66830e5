"""Erasure, legal holds and an audit trail that only grows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "2026_11_22_privacy"
down_revision: str | None = "2026_11_22_service_levels"
branch_labels = None
depends_on = None

ERASABLE = sa.text("erased_at IS NULL AND closed_at IS NOT NULL")

REFUSE = "BEGIN SELECT RAISE(ABORT, 'audit is only added to'); END"
ONLY_ADDED = {
    "sqlite": [
        f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit {REFUSE}",
        f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit {REFUSE}",
    ],
    "postgresql": [
        "CREATE FUNCTION audit_only_added() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit is only added to'; END $$",
        "CREATE TRIGGER audit_only_added BEFORE UPDATE OR DELETE ON audit "
        "FOR EACH ROW EXECUTE FUNCTION audit_only_added()",
    ],
}


def upgrade() -> None:
    op.add_column("customer", sa.Column("hidden_told_at", UTCDateTime(), nullable=True))
    op.add_column("customer", sa.Column("erased_at", UTCDateTime(), nullable=True))
    op.add_column("ticket", sa.Column("hold_since", UTCDateTime(), nullable=True))
    op.add_column("ticket", sa.Column("hold_by", AutoString(), nullable=True))
    op.add_column("ticket", sa.Column("hold_why", AutoString(), nullable=True))
    op.add_column("ticket", sa.Column("erased_at", UTCDateTime(), nullable=True))
    op.add_column("message", sa.Column("erased", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.create_index(
        "ticket_erasable", "ticket", ["team", "closed_at"], sqlite_where=ERASABLE, postgresql_where=ERASABLE
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("who", AutoString(), nullable=False),
        sa.Column("what", AutoString(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("audit_at", "audit", ["at"])
    op.create_index("audit_customer", "audit", ["customer_id", "what"])
    for statement in ONLY_ADDED[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("audit")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_only_added()")
    op.drop_index("ticket_erasable", "ticket")
    for table, columns in (
        ("message", ("erased",)),
        ("ticket", ("erased_at", "hold_why", "hold_by", "hold_since")),
        ("customer", ("erased_at", "hidden_told_at")),
    ):
        for column in columns:
            op.drop_column(table, column)
