"""Whatever is done to a clock: nothing waits for longer than it was meant to, and no lease ends before its time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.door import machine_now
from bot.engine import buckets, lanes, timers
from bot.engine.clock import SteadyClock, shared_now
from bot.engine.database import Database
from bot.engine.lanes import Lane
from tests.engine.transaction import NOW, transaction

HOUR = timedelta(hours=1) // timedelta(milliseconds=1)
ADA = Lane("chat:1", "bot", gap_ms=1000)


class Machine:
    """Its clock, that people set, in ms, and the one that only goes on, in nanoseconds."""

    def __init__(self) -> None:
        self.set_to, self.running = NOW, 5_000_000_000

    def passes(self, ms: int) -> None:
        self.set_to += ms
        self.running += ms * 1_000_000

    def clock(self) -> SteadyClock:
        return SteadyClock(self.set_to, lambda: self.running)


@pytest.mark.parametrize("by", [-HOUR, HOUR])
def test_it_goes_on_evenly_when_the_machines_clock_is_set(by: int) -> None:
    machine = Machine()
    clock = machine.clock()
    machine.set_to += by
    machine.passes(1500)
    assert clock() == NOW + 1500
    assert machine.clock()() == NOW + by + 1500


def test_it_follows_another_clock_and_says_how_far_that_was() -> None:
    machine = Machine()
    clock = machine.clock()
    assert clock.follow(NOW - HOUR) == -HOUR
    machine.passes(20)
    assert clock() == NOW - HOUR + 20
    assert clock.follow(NOW - HOUR + 20) == 0


async def test_only_replicas_have_a_clock_in_common(database: Database) -> None:
    shared = await database.read(shared_now)
    assert shared is None if database.dialect == "sqlite" else abs((shared or 0) - machine_now()) < HOUR


@transaction
def test_what_was_told_to_wait_by_a_clock_that_was_set_back_goes_at_once(connection: Connection) -> None:
    buckets.ensure_bucket(connection, "bot", 1_000_000, 2)
    lanes.push_many(connection, [(ADA, "one"), (ADA, "two")], NOW)
    mine = lanes.claim(connection, "bot", 1, 1000, NOW)
    assert lanes.complete(connection, mine.token, mine.heads[0].lane_id, 1, NOW)
    buckets.hold_bucket(connection, "bot", NOW + 60_000)
    now = NOW - HOUR
    assert lanes.claim(connection, "bot", 1, 1000, now + 120_000) == lanes.NOTHING
    lanes.bring_near(connection, now, HOUR // 2)
    assert [head.payload for head in lanes.claim(connection, "bot", 1, 1000, now).heads] == ["two"]


@transaction
def test_a_lane_that_was_empty_then_does_not_remember_its_pace_for_an_hour(connection: Connection) -> None:
    buckets.ensure_bucket(connection, "bot", 0, 1)
    lanes.push(connection, ADA, "one", NOW)
    mine = lanes.claim(connection, "bot", 1, 1000, NOW)
    assert lanes.complete(connection, mine.token, mine.heads[0].lane_id, 1, NOW)
    now = NOW - HOUR
    lanes.bring_near(connection, now, HOUR // 2)
    lanes.push(connection, ADA, "two", now)
    assert [head.payload for head in lanes.claim(connection, "bot", 1, 1000, now).heads] == ["two"]


@transaction
def test_what_waits_for_no_longer_than_that_goes_on_waiting(connection: Connection) -> None:
    buckets.ensure_bucket(connection, "bot", 0, 1)
    lanes.push(connection, ADA, "one", NOW)
    mine = lanes.claim(connection, "bot", 1, 1000, NOW)
    assert lanes.defer(connection, mine.token, mine.heads[0].lane_id, NOW + 60_000)
    lanes.bring_near(connection, NOW, HOUR // 2)
    assert lanes.claim(connection, "bot", 1, 1000, NOW + 59_999) == lanes.NOTHING
    assert len(lanes.claim(connection, "bot", 1, 1000, NOW + 60_000).heads) == 1


@transaction
def test_timers_of_one_kind_are_brought_near_and_others_stay(connection: Connection) -> None:
    timers.set_timer(connection, "a", NOW + HOUR, "release")
    timers.set_timer(connection, "b", NOW + HOUR, "expire")
    timers.bring_near(connection, "release", NOW + 5000)
    assert [timer.key for timer in timers.due(connection, NOW + 5000, 9)] == ["a"]
    assert timers.due(connection, NOW + 4999, 9) == []
