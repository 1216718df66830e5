"""Tickets that are merged, duplicates and links; customers' reactions; copies of files in a second thread."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "2026_11_22_merges"
down_revision: str | None = "2026_11_22_privacy"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _merges()
    _links()
    op.create_table(
        "file_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("slack_file", AutoString(), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"]),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_file_copy_attachment_id", "file_copy", ["attachment_id"])
    op.add_column("message", sa.Column("reaction", AutoString(), nullable=True))
    op.add_column("message", sa.Column("written_in", sa.Integer(), nullable=True))
    op.add_column("ticket", sa.Column("duplicate_of", sa.Integer(), nullable=True))
    op.add_column("ticket", sa.Column("merged_into", sa.Integer(), nullable=True))
    op.add_column("ticket", sa.Column("merged_at", UTCDateTime(), nullable=True))
    op.add_column("ticket", sa.Column("links", sa.Integer(), server_default="0", nullable=False))
    merged = sa.text("merged_into IS NOT NULL")
    op.create_index("ticket_merged", "ticket", ["merged_into"], sqlite_where=merged, postgresql_where=merged)


def _merges() -> None:
    op.create_table(
        "merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("agent", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("undone_at", UTCDateTime(), nullable=True),
        sa.Column("ticket_was", sa.JSON(), nullable=False),
        sa.Column("kept_was", sa.JSON(), nullable=False),
        sa.Column("kept_became", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.ForeignKeyConstraint(["into_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_merge_ticket_id", "merge", ["ticket_id"])
    op.create_index("ix_merge_into_id", "merge", ["into_id"])


def _links() -> None:
    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("second", sa.Integer(), nullable=False),
        sa.Column("agent", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["first"], ["ticket.id"]),
        sa.ForeignKeyConstraint(["second"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_link_second", "link", ["second"])
    op.create_index("link_pair", "link", ["first", "second"], unique=True)


def downgrade() -> None:
    op.drop_index("ticket_merged", "ticket")
    for column in ("links", "merged_at", "merged_into", "duplicate_of"):
        op.drop_column("ticket", column)
    for column in ("written_in", "reaction"):
        op.drop_column("message", column)
    for table in ("file_copy", "link", "merge"):
        op.drop_table(table)
