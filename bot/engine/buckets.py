"""How fast a whole bot or workspace may speak: a bucket (GCRA, one row) shared by the lanes in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Executable, bindparam, case, exists, func, or_, select, update

from bot.engine.statements import among, big, for_this, later, run, upsert
from bot.engine.tables import bucket, lane

US_PER_MS = 1000


def _ensure(insert: Any) -> Executable:
    new = insert(bucket).values(tat_us=0, held_until=0)
    rate = {"interval_us": new.excluded.interval_us, "burst": new.excluded.burst}
    statement: Executable = new.on_conflict_do_update(index_elements=["name"], set_=rate)
    return statement


_THIS = bucket.c.name == bindparam("bucket")
_NOW_US: ColumnElement[int] = big("now") * US_PER_MS
_READY = exists().where(lane.c.bucket == bucket.c.name, lane.c.ready_at <= big("now"))

ENSURE = upsert(_ensure)
# Whichever they are: to name some in a list costs more than the question.
LOOK = select(bucket.c.name, bucket.c.interval_us).where(bucket.c.held_until <= big("now"), _READY)
_FIRST = select(func.min(lane.c.ready_at)).where(lane.c.bucket == bucket.c.name, lane.c.ready_at.isnot(None))
SOONEST = select(bucket.c.held_until, _FIRST.scalar_subquery()).where(among(bucket.c.name, "buckets"))
# Not FOR UPDATE: that would also stop pushes, whose foreign key reads this row.
LOCK = (
    select(bucket.c.held_until, bucket.c.interval_us, bucket.c.burst, bucket.c.tat_us)
    .where(_THIS)
    .with_for_update(key_share=True, skip_locked=True)
)
SPEND = update(bucket).where(_THIS).values(tat_us=later(bucket.c.tat_us, _NOW_US) + big("taken") * bucket.c.interval_us)
_ONE_LEFT: ColumnElement[int] = big("until") * US_PER_MS + (bucket.c.burst - 1) * bucket.c.interval_us
HOLD = (
    update(bucket)
    .where(_THIS)
    .values(
        held_until=later(bucket.c.held_until, big("until")),
        tat_us=case((bucket.c.interval_us > 0, later(bucket.c.tat_us, _ONE_LEFT)), else_=bucket.c.tat_us),
    )
)

_LIMIT_US: ColumnElement[int] = big("limit") * US_PER_MS
LET_GO = (
    update(bucket)
    .where(or_(bucket.c.held_until > big("limit"), bucket.c.tat_us > _LIMIT_US))
    .values(held_until=0, tat_us=_NOW_US)
)


def ensure_bucket(connection: Connection, name: str, interval_us: int, burst: int) -> None:
    """Make the bucket, or give it this rate: one every `interval_us` microseconds on average, `burst` at
    once after a rest. An interval of 0 is no limit."""
    rate = {"name": name, "interval_us": interval_us, "burst": burst}
    connection.execute(for_this(connection, ENSURE), rate)


def hold_bucket(connection: Connection, bucket: str, until: int) -> None:
    """Nothing at all from this bucket before `until`; then one, and on at its rate without a burst."""
    connection.execute(HOLD, {"bucket": bucket, "until": until})


def let_go(connection: Connection, now: int, beyond_ms: int) -> None:
    """Nothing is held, or spoken for, for longer than that."""
    connection.execute(LET_GO, {"now": now, "limit": now + beyond_ms})


def ready(connection: Connection, buckets: Collection[str], now: int) -> dict[str, bool]:
    """Those of the buckets that have a lane to claim from now, and whether each has a rate."""
    found = run(connection, LOOK, {"now": now})
    return {name: bool(interval_us) for name, interval_us in found if name in buckets}


def soonest(connection: Connection, buckets: Iterable[str]) -> int | None:
    """When one of the buckets has a lane to claim, as far as its rate allows; None while nothing waits in any."""
    found = run(connection, SOONEST, {"buckets": list(buckets)})
    return min((max(held, first) for held, first in found if first is not None), default=None)


def take_turn(connection: Connection, bucket: str, n: int, now: int) -> int:
    """How many of `n` a bucket with a rate lets go now; pay for them with `spend` in this transaction.

    It is then locked, so that its claimers go one after another; one that a rival holds gives 0.
    """
    locked = run(connection, LOCK, {"bucket": bucket})
    if not locked:
        return 0
    [(held_until, interval_us, burst, tat_us)] = locked
    if held_until > now or not interval_us:
        return 0
    spoken_for = -((now * US_PER_MS - tat_us) // interval_us)  # rounded up
    left: int = burst - max(0, spoken_for)
    return min(n, left)


def spend(connection: Connection, bucket: str, taken: int, now: int) -> None:
    """Pay for what was claimed. Call with the bucket locked by `take_turn`."""
    run(connection, SPEND, {"bucket": bucket, "taken": taken, "now": now})
