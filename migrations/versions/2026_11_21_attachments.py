"""Files that go with messages; and what a message needs so that it can be quoted and changed afterwards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "2026_11_21_attachments"
down_revision: str | None = "2026_11_21_desk"
branch_labels = None
depends_on = None

NEW = ("album", "replies_to", "former", "parts", "files")


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("mime", AutoString(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("telegram_file", AutoString(), nullable=True),
        sa.Column("telegram_unique", AutoString(), nullable=True),
        sa.Column("slack_file", AutoString(), nullable=True),
        sa.Column("chat_message", sa.BigInteger(), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("refused", AutoString(), nullable=True),
        sa.Column("why", AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_attachment_message_id", "attachment", ["message_id"])
    op.add_column("message", sa.Column("album", AutoString(), nullable=True))
    op.add_column("message", sa.Column("replies_to", sa.Integer(), nullable=True))
    op.add_column("message", sa.Column("former", AutoString(), nullable=True))
    op.add_column("message", sa.Column("parts", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("message", sa.Column("files", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    for column in reversed(NEW):
        op.drop_column("message", column)
    op.drop_table("attachment")
