"""The engine: buckets, lanes and their parcels, the ledger, the timers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_engine"
down_revision: str | None = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    buckets()
    lanes()
    parcels()
    dead_letters()
    ledger()
    timers()


def downgrade() -> None:
    for table in ("timer", "parked", "seen", "dead", "parcel", "lane", "bucket"):
        op.drop_table(f"engine_{table}")


def buckets() -> None:
    op.create_table(
        "engine_bucket",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("interval_us", BIG, nullable=False),
        sa.Column("burst", sa.Integer(), nullable=False),
        sa.Column("tat_us", BIG, nullable=False),
        sa.Column("held_until", BIG, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_engine_bucket"),
    )


def lanes() -> None:
    op.create_table(
        "engine_lane",
        sa.Column("id", BIG, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("gap_ms", BIG, nullable=False),
        sa.Column("head", BIG, nullable=False),
        sa.Column("tail", BIG, nullable=False),
        sa.Column("ready_at", BIG, nullable=True),
        sa.Column("not_before", BIG, nullable=False),
        sa.Column("lease", BIG, nullable=True),
        sa.Column("strikes", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["bucket"], ["engine_bucket.name"], name="fk_engine_lane_bucket"),
        sa.PrimaryKeyConstraint("id", name="pk_engine_lane"),
        sa.UniqueConstraint("key", name="uq_engine_lane_key"),
        postgresql_with={"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.02},
    )
    waits = sa.text("ready_at IS NOT NULL")
    op.create_index(
        "ix_engine_lane_ready", "engine_lane", ["bucket", "ready_at"], postgresql_where=waits, sqlite_where=waits
    )


def parcels() -> None:
    op.create_table(
        "engine_parcel",
        sa.Column("lane_id", BIG, autoincrement=False, nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("pushed_at", BIG, nullable=False),
        sa.ForeignKeyConstraint(["lane_id"], ["engine_lane.id"], name="fk_engine_parcel_lane_id"),
        sa.PrimaryKeyConstraint("lane_id", "seq", name="pk_engine_parcel"),
        sqlite_with_rowid=False,
    )


def dead_letters() -> None:
    op.create_table(
        "engine_dead",
        sa.Column("id", BIG, nullable=False),
        sa.Column("lane_id", BIG, nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("buried_at", BIG, nullable=False),
        sa.ForeignKeyConstraint(["lane_id"], ["engine_lane.id"], name="fk_engine_dead_lane_id"),
        sa.PrimaryKeyConstraint("id", name="pk_engine_dead"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_engine_dead_lane_id", "engine_dead", ["lane_id"])


def ledger() -> None:
    op.create_table(
        "engine_seen",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("source", "event", name="pk_engine_seen"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_engine_seen_at", "engine_seen", ["at"])
    op.create_table(
        "engine_parked",
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("parked_at", BIG, nullable=False),
        sa.Column("tried_at", BIG, nullable=False),
        sa.PrimaryKeyConstraint("reference", name="pk_engine_parked"),
        sa.UniqueConstraint("source", "event", name="uq_engine_parked_source_event"),
    )


def timers() -> None:
    op.create_table(
        "engine_timer",
        sa.Column("id", BIG, nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("due_at", BIG, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("strikes", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_engine_timer"),
        sa.UniqueConstraint("owner", "key", name="uq_engine_timer_owner_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_engine_timer_due_at", "engine_timer", ["due_at"])
