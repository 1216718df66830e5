"""The engine's tables. Every moment is a bigint of milliseconds since the epoch (asyncpg would take an
integer for 32 bits and overflow on `now + gap`)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, SmallInteger, Table, Text
from sqlalchemy import UniqueConstraint as Unique

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)

# SQLite numbers rows by itself only in a column declared exactly INTEGER; its integers have 64 bits anyway.
Big = BigInteger().with_variant(Integer, "sqlite")

bucket = Table(  # the rate of a whole bot or workspace, as a GCRA
    "engine_bucket",
    metadata,
    Column("name", Text, primary_key=True),
    Column("interval_us", Big, nullable=False),  # 0: no limit
    Column("burst", Integer, nullable=False),
    Column("tat_us", Big, nullable=False),  # theoretical arrival time of the next one, microseconds
    Column("held_until", Big, nullable=False),  # the platform said: nothing at all before this
)

lane = Table(  # one destination: a log with a cursor; how PostgreSQL stores it stands in its migration
    "engine_lane",
    metadata,
    Column("id", Big, primary_key=True),
    Column("key", Text, nullable=False),
    Column("bucket", Text, ForeignKey(bucket.c.name), nullable=False),
    Column("gap_ms", Big, nullable=False),
    Column("head", Big, nullable=False),  # last one done; the next to send is head + 1
    Column("tail", Big, nullable=False),  # last one pushed; empty when equal to head
    Column("ready_at", Big),  # null: empty; past: claimable; future: leased, paced or backing off
    Column("not_before", Big, nullable=False),  # remembers the pace while the lane is empty
    Column("lease", Big),  # random token of the claim that holds the lane: the fence
    Column("strikes", SmallInteger, nullable=False),  # attempts of the head parcel
    Column("doubts", SmallInteger, nullable=False, server_default="0"),  # those of them that may have sent it
    Unique("key"),
)
Index("ix_engine_lane_ready", lane.c.bucket, lane.c.ready_at, sqlite_where=lane.c.ready_at.isnot(None))

parcel = Table(  # inserted and deleted, never updated: attempts are counted on the lane
    "engine_parcel",
    metadata,
    Column("lane_id", Big, ForeignKey(lane.c.id), primary_key=True, autoincrement=False),
    Column("seq", Big, primary_key=True, autoincrement=False),
    Column("payload", Text, nullable=False),
    Column("pushed_at", Big, nullable=False),
    sqlite_with_rowid=False,
)

dead = Table(
    "engine_dead",
    metadata,
    Column("id", Big, primary_key=True),
    # SQLite looks here for whom a new lane might have made whole, hence the index.
    Column("lane_id", Big, ForeignKey(lane.c.id), nullable=False, index=True),
    Column("seq", Big, nullable=False),
    Column("payload", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("buried_at", Big, nullable=False),
    sqlite_autoincrement=True,  # people say these numbers: never give one out twice
)

seen = Table(
    "engine_seen",
    metadata,
    Column("source", Text, primary_key=True),
    Column("event", Text, primary_key=True),
    Column("at", Big, nullable=False, index=True),
    sqlite_with_rowid=False,
)

parked = Table(
    "engine_parked",
    metadata,
    Column("reference", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("parked_at", Big, nullable=False),
    Column("tried_at", Big, nullable=False),
    Unique("source", "event"),
)

timer = Table(
    "engine_timer",
    metadata,
    Column("id", Big, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("due_at", Big, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("strikes", SmallInteger, nullable=False),
    Unique("owner", "key"),
    sqlite_autoincrement=True,  # an id read a moment ago must never mean another timer
)

Index("ix_engine_timer_strikes", timer.c.strikes, sqlite_where=timer.c.strikes > 0)

lease = Table(  # what one process does for all of them
    "engine_lease",
    metadata,
    Column("name", Text, primary_key=True),
    Column("token", Big, nullable=False),  # random, of the process that has it: the fence
    Column("until", Big, nullable=False),
)
