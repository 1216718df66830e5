from __future__ import annotations

from sqlalchemy import Connection

from bot.engine import buckets, lanes
from bot.engine.lanes import Lane
from tests.engine.transaction import NOW, transaction


def claimed(connection: Connection, now: int, n: int = 100) -> int:
    return len(lanes.claim(connection, "bot", n, 60_000, now).heads)


def fill(connection: Connection, lanes_in_it: int) -> None:
    lanes.push_many(connection, [(Lane(f"chat:{i}", "bot"), "") for i in range(lanes_in_it)], NOW)


@transaction
def test_a_bucket_gives_its_burst_and_then_its_rate(connection: Connection) -> None:
    buckets.ensure_bucket(connection, "bot", interval_us=100_000, burst=5)
    fill(connection, 50)
    assert claimed(connection, NOW) == 5
    assert claimed(connection, NOW + 99) == 0
    assert claimed(connection, NOW + 100) == 1
    assert claimed(connection, NOW + 350) == 2
    assert claimed(connection, NOW + 10_000) == 5


@transaction
def test_only_what_was_claimed_is_paid_for(connection: Connection) -> None:
    buckets.ensure_bucket(connection, "bot", interval_us=100_000, burst=5)
    fill(connection, 50)
    assert [claimed(connection, NOW, n=2) for _ in range(4)] == [2, 2, 1, 0]


@transaction
def test_a_bucket_without_an_interval_has_no_limit(connection: Connection) -> None:
    buckets.ensure_bucket(connection, "bot", interval_us=0, burst=1)
    fill(connection, 50)
    assert claimed(connection, NOW) == 50


@transaction
def test_a_held_bucket_gives_nothing_and_then_returns_without_a_burst(connection: Connection) -> None:
    buckets.ensure_bucket(connection, "bot", interval_us=100_000, burst=5)
    fill(connection, 50)
    buckets.hold_bucket(connection, "bot", NOW + 3000)
    buckets.hold_bucket(connection, "bot", NOW + 2000)
    assert claimed(connection, NOW + 2999) == 0
    assert [claimed(connection, NOW + 3000 + later) for later in (0, 99, 100)] == [1, 0, 1]


@transaction
def test_a_bucket_without_a_limit_can_be_held_too(connection: Connection) -> None:
    buckets.ensure_bucket(connection, "bot", interval_us=0, burst=1)
    fill(connection, 3)
    buckets.hold_bucket(connection, "bot", NOW + 3000)
    assert claimed(connection, NOW + 2999) == 0
    assert claimed(connection, NOW + 3000) == 3


@transaction
def test_a_new_rate_replaces_the_old_and_forgets_no_debt(connection: Connection) -> None:
    buckets.ensure_bucket(connection, "bot", interval_us=1_000_000, burst=1)
    fill(connection, 50)
    assert claimed(connection, NOW) == 1
    buckets.ensure_bucket(connection, "bot", interval_us=100_000, burst=1)
    assert claimed(connection, NOW + 999) == 0
    assert claimed(connection, NOW + 1000) == 1
    assert claimed(connection, NOW + 1100) == 1


@transaction
def test_a_bucket_nobody_made_gives_nothing(connection: Connection) -> None:
    assert claimed(connection, NOW) == 0
