"""Broken promises as episodes, the boards that tell of them, when nothing ran; and what finds steps that were lost."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "2026_11_22_alerts"
down_revision: str | None = "2026_11_22_escalation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pulse",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("beat_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "outage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", UTCDateTime(), nullable=False),
        sa.Column("until", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_outage_until", "outage", ["until"])
    _episodes()
    _boards()
    _breaches()
    _what_finds_lost_steps()


def _episodes() -> None:
    op.create_table(
        "episode",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", AutoString(), nullable=False),
        sa.Column("target", sa.String(16), nullable=False),
        sa.Column("began_at", UTCDateTime(), nullable=False),
        sa.Column("missed_at", UTCDateTime(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("review_at", UTCDateTime(), nullable=True),
        sa.Column("folded_into", sa.Integer(), nullable=True),
        sa.Column("acknowledged_by", AutoString(), nullable=True),
        sa.Column("acknowledged_at", UTCDateTime(), nullable=True),
        sa.Column("helped_by", AutoString(), nullable=True),
        sa.Column("helped_at", UTCDateTime(), nullable=True),
        sa.Column("over_at", UTCDateTime(), nullable=True),
        sa.Column("armed", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_episode_folded_into", "episode", ["folded_into"])
    on = sa.text("over_at IS NULL")
    op.create_index(
        "episode_going_on", "episode", ["team", "target"], unique=True, sqlite_where=on, postgresql_where=on
    )


def _boards() -> None:
    op.create_table(
        "board",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("episode_id", sa.Integer(), nullable=True),
        sa.Column("outage_id", sa.Integer(), nullable=True),
        sa.Column("channel", AutoString(), nullable=False),
        sa.Column("post", AutoString(), nullable=True),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"]),
        sa.ForeignKeyConstraint(["outage_id"], ["outage.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("outage_id"),
    )
    op.create_index("ix_board_episode_id", "board", ["episode_id"])
    op.create_index("board_made", "board", ["channel", "made_at"])
    op.create_index("board_post", "board", ["channel", "post"], unique=True)


def _breaches() -> None:
    op.create_table(
        "breach",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("promise_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("team", AutoString(), nullable=False),
        sa.Column("target", sa.String(16), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("lapsed", sa.Boolean(), nullable=False),
        sa.Column("episode_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("promise_id"),
    )
    op.create_index("ix_breach_ticket_id", "breach", ["ticket_id"])
    op.create_index("ix_breach_episode_id", "breach", ["episode_id"])
    new = sa.text("episode_id IS NULL")
    op.create_index("breach_new", "breach", ["team", "target"], sqlite_where=new, postgresql_where=new)


def _what_finds_lost_steps() -> None:
    failed = sa.text("strikes > 0")
    op.create_index(
        "ix_engine_timer_strikes", "engine_timer", ["strikes"], sqlite_where=failed, postgresql_where=failed
    )
    unjudged = sa.text("outcome = 'running' AND NOT late")
    op.create_index("promise_unjudged", "promise", ["due_at"], sqlite_where=unjudged, postgresql_where=unjudged)
    waiting = sa.text("state = 'waiting'")
    op.create_index("message_to_send", "message", ["send_at"], sqlite_where=waiting, postgresql_where=waiting)


def downgrade() -> None:
    op.drop_index("message_to_send", "message")
    op.drop_index("promise_unjudged", "promise")
    op.drop_index("ix_engine_timer_strikes", "engine_timer")
    for table in ("breach", "board", "episode", "outage", "pulse"):
        op.drop_table(table)
