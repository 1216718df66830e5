from __future__ import annotations

import asyncio

from sqlalchemy import Connection

from bot.engine import timers
from bot.engine.database import Database, open_database
from bot.engine.timers import Due, Overdue
from tests.engine.transaction import NOW, transaction


def due_keys(connection: Connection, now: int, n: int = 10) -> list[str]:
    return [timer.key for timer in timers.due(connection, now, n)]


@transaction
def test_timers_come_due_in_order_and_not_before(connection: Connection) -> None:
    for key, at in (("late", 30), ("early", 10), ("middle", 20)):
        timers.set_timer(connection, key, NOW + at, "test")
    assert due_keys(connection, NOW + 9) == []
    assert due_keys(connection, NOW + 20) == ["early", "middle"]
    assert due_keys(connection, NOW + 90, n=1) == ["early"]


@transaction
def test_a_timer_carries_what_it_is_for(connection: Connection) -> None:
    timers.set_timer(connection, "first", NOW, "ticket.warn", "17", owner="ticket:17")
    [timer] = timers.due(connection, NOW, 10)
    assert (timer.owner, timer.key, timer.due_at, timer.kind, timer.payload, timer.strikes) == (
        "ticket:17",
        "first",
        NOW,
        "ticket.warn",
        "17",
        0,
    )


@transaction
def test_setting_a_timer_again_moves_it_and_no_moment_clears_it(connection: Connection) -> None:
    timers.set_timer(connection, "a", NOW, "test")
    timers.set_timer(connection, "a", NOW + 50, "test")
    assert timers.earliest(connection) == NOW + 50
    timers.set_timer(connection, "a", None, "test")
    assert timers.earliest(connection) is None


@transaction
def test_an_owner_has_exactly_the_timers_it_wants(connection: Connection) -> None:
    timers.set_timer(connection, "warn", NOW, "another's", owner="ticket:1")
    timers.replace(connection, "ticket:17", {"warn": Due(NOW + 1, "w"), "breach": Due(NOW + 2, "b")})
    timers.replace(connection, "ticket:17", {"breach": Due(NOW + 3, "b"), "nag": Due(NOW + 4, "n")})
    found = [(timer.owner, timer.key, timer.due_at) for timer in timers.due(connection, NOW + 9, 10)]
    assert found == [
        ("ticket:1", "warn", NOW),
        ("ticket:17", "breach", NOW + 3),
        ("ticket:17", "nag", NOW + 4),
    ]
    timers.replace(connection, "ticket:17", {})
    assert due_keys(connection, NOW + 9) == ["warn"]


@transaction
def test_a_timer_that_is_still_wanted_is_not_touched(connection: Connection) -> None:
    wanted = {"warn": Due(NOW, "w", "17"), "breach": Due(NOW + 60_000, "b", "17")}
    timers.replace(connection, "ticket:17", wanted)
    [warn] = timers.due(connection, NOW, 10)
    timers.postpone(connection, warn.id, NOW)
    timers.replace(connection, "ticket:17", {**wanted, "warn": Due(NOW, "w", "17")})
    assert [(timer.id, timer.strikes) for timer in timers.due(connection, NOW, 10)] == [(warn.id, 1)]


@transaction
def test_a_timer_that_fails_lets_the_others_pass_and_counts(connection: Connection) -> None:
    timers.set_timer(connection, "broken", NOW, "test")
    timers.set_timer(connection, "sound", NOW + 1, "test")
    [broken] = timers.due(connection, NOW + 1, 1)
    timers.postpone(connection, broken.id, NOW + 60_000)
    assert due_keys(connection, NOW + 1, n=1) == ["sound"]
    again = timers.due(connection, NOW + 60_000, 10)[-1]
    assert (again.key, again.strikes) == ("broken", 1)


@transaction
def test_a_timer_named_before_is_held_only_while_it_is_due(connection: Connection) -> None:
    timers.set_timer(connection, "a", NOW, "test")
    [timer] = timers.due(connection, NOW, 1)
    assert timers.hold(connection, timer.id, NOW)
    timers.set_timer(connection, "a", NOW + 50, "test")
    assert not timers.hold(connection, timer.id, NOW)
    assert timers.clear(connection, timer.id)
    assert not timers.clear(connection, timer.id)
    assert not timers.hold(connection, timer.id, NOW + 50)


@transaction
def test_several_owners_have_exactly_the_timers_they_want(connection: Connection) -> None:
    for owner in ("ticket:1", "ticket:2", "ticket:3"):
        timers.replace(connection, owner, {"warn": Due(NOW, "w"), "breach": Due(NOW + 1, "b")})
    wanted = {"ticket:1": {}, "ticket:3": {"breach": Due(NOW + 5, "b")}, "ticket:4": {"warn": Due(NOW + 2, "w")}}
    timers.replace_many(connection, wanted)
    timers.replace_many(connection, {})
    found = [(timer.owner, timer.key, timer.due_at - NOW) for timer in timers.due(connection, NOW + 9, 10)]
    assert found == [
        ("ticket:2", "warn", 0),
        ("ticket:2", "breach", 1),
        ("ticket:4", "warn", 2),
        ("ticket:3", "breach", 5),
    ]


@transaction
def test_of_several_those_that_are_due_are_used_up_once(connection: Connection) -> None:
    for number in range(4):
        timers.set_timer(connection, str(number), NOW + number, "test")
    ids = [timer.id for timer in timers.due(connection, NOW + 9, 10)]
    assert timers.take(connection, ids, NOW + 2) == set(ids[:3])
    assert timers.take(connection, ids, NOW + 2) == set()
    assert timers.take(connection, [], NOW + 2) == set()
    assert due_keys(connection, NOW + 9) == ["3"]


@transaction
def test_what_was_seen_before_is_passed_over(connection: Connection) -> None:
    for number in range(5):
        timers.set_timer(connection, str(number), NOW + number, "test")
    assert [timer.key for timer in timers.due(connection, NOW + 9, 2, 3)] == ["3", "4"]
    assert timers.due(connection, NOW + 9, 2, 5) == []


@transaction
def test_a_recurring_slot_is_made_once(connection: Connection) -> None:
    timers.ensure_slot(connection, "digest", "report.digest", NOW)
    timers.set_timer(connection, "digest", NOW + 60_000, "report.digest")
    timers.ensure_slot(connection, "digest", "report.digest", NOW)
    assert timers.earliest(connection) == NOW + 60_000


@transaction
def test_health_sees_what_is_overdue(connection: Connection) -> None:
    assert timers.overdue(connection, NOW, 5000) == Overdue(0, 0)
    for age in (4999, 5001, 9000):
        timers.set_timer(connection, str(age), NOW - age, "test")
    assert timers.overdue(connection, NOW, 5000) == Overdue(2, 9000)


async def test_each_timer_fires_once_whoever_else_is_firing(database: Database, database_url: str) -> None:
    def arm(connection: Connection) -> None:
        timers.replace(connection, "all", {str(i): Due(NOW + i, "test") for i in range(100)})

    def fire(connection: Connection) -> list[str]:
        mine = timers.due(connection, NOW + 100, 7)
        return [timer.key for timer in mine if timers.clear(connection, timer.id)]

    await database.do(arm)
    rival = await open_database(database_url)
    fired: list[str] = []
    while (await database.read(timers.earliest)) is not None:
        for keys in await asyncio.gather(*(each.do(fire) for each in (database, rival) * 4)):
            fired += keys
    await rival.close()
    assert sorted(fired, key=int) == [str(i) for i in range(100)]
