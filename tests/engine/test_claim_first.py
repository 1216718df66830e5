"""Claiming from several buckets at once."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from bot.engine import buckets, lanes
from bot.engine.database import DatabaseAway, open_database
from bot.engine.lanes import Lane
from tests.databases import Fresh
from tests.engine.transaction import NOW, transaction

BUCKETS = ("first", "second", "third")


def fill(connection: Connection, **waiting: int) -> None:
    for name in BUCKETS:
        buckets.ensure_bucket(connection, name, interval_us=0, burst=1)
    for name, count in waiting.items():
        lanes.push_many(connection, [(Lane(f"{name}:{i}", name), "") for i in range(count)], NOW)


def counted(connection: Connection, n: int) -> dict[str, int]:
    claims = lanes.claim_first(connection, BUCKETS, n, 60_000, NOW)
    return {name: len(claim.heads) for name, claim in claims.items()}


@transaction
def test_the_first_bucket_is_served_first_and_idle_ones_are_left_out(connection: Connection) -> None:
    fill(connection, third=2, first=3)
    assert counted(connection, 4) == {"first": 3, "third": 1}
    assert counted(connection, 4) == {"third": 1}
    assert counted(connection, 4) == {}


@transaction
def test_a_bucket_that_may_not_go_leaves_its_share_to_the_next(connection: Connection) -> None:
    fill(connection, first=3, second=2, third=1)
    buckets.ensure_bucket(connection, "second", interval_us=1_000_000, burst=1)
    buckets.hold_bucket(connection, "first", NOW + 1000)
    assert counted(connection, 5) == {"second": 1, "third": 1}
    assert buckets.ready(connection, BUCKETS, NOW) == {"second": True}


async def test_a_body_alone_that_sqlite_rolled_back_is_not_told_that_it_was_written(fresh_sqlite: Fresh) -> None:
    database = await open_database(fresh_sqlite())
    with pytest.raises(DatabaseAway, match="rolled back"):
        await database.do(lambda connection: connection.exec_driver_sql("ROLLBACK"))
    await database.close()


@transaction
def test_the_soonest_is_when_a_lane_may_go_or_its_bucket_is_let_go(connection: Connection) -> None:
    for name in ("urgent", "bulk", "other"):
        buckets.ensure_bucket(connection, name, 0, 1)
    assert buckets.soonest(connection, ["urgent", "bulk"]) is None
    lanes.push(connection, Lane("other:1", "other"), "", NOW)
    lanes.push(connection, Lane("bulk:1", "bulk"), "", NOW + 50)
    assert buckets.soonest(connection, ["urgent", "bulk"]) == NOW + 50
    lanes.push(connection, Lane("urgent:1", "urgent"), "", NOW)
    buckets.hold_bucket(connection, "urgent", NOW + 20)
    assert buckets.soonest(connection, ["urgent", "bulk"]) == NOW + 20
    taken = lanes.claim(connection, "urgent", 1, 1000, NOW + 20)
    lanes.complete(connection, taken.token, taken.heads[0].lane_id, taken.heads[0].seq, NOW + 20)
    assert buckets.soonest(connection, ["urgent", "bulk"]) == NOW + 50
