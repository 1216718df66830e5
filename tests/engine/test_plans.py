"""No hot statement reads a table from end to end, whatever the backlog: each is a range of an index.

The engine is used for real while its statements are written down; then the database is asked how it would
carry out each of them. On PostgreSQL reading a whole table is forbidden to the planner first, so that a
small test table shows the same plan as a large one: what is still read whole has no index to use.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, text

from bot.engine import buckets, dead_letters, lanes, leases, ledger, timers
from bot.engine.database import Database, open_database
from bot.engine.lanes import Lane
from bot.engine.timers import Due
from tests.databases import Fresh
from tests.engine.transaction import NOW
from tests.overheard import Asked, overheard

ADA = Lane("chat:1", "bot")
SHORT = "engine_bucket"
"""As many rows as methods of the platforms, whatever the backlog."""


def out_and_done(connection: Connection) -> None:
    lanes.push_many(connection, [(ADA, "1"), (ADA, "2"), (ADA, "3")], NOW)
    lanes.nudge_many(connection, [(ADA, "4")], NOW)
    assert buckets.soonest(connection, ["bot"]) == NOW
    lanes.hold(connection, ["chat:2", "chat:3"])
    mine = lanes.claim_first(connection, ["bot"], 5, 1000, NOW)["bot"]
    assert lanes.renew(connection, mine.token, mine.heads[0].lane_id, NOW + 2000)
    for head in mine.heads[:2]:
        behind = lanes.behind(connection, head.lane_id, head.seq, 5)
        together = [each.seq for each in behind[1:2]]
        assert lanes.complete(connection, mine.token, head.lane_id, head.seq, NOW, together)
    assert lanes.retry(connection, mine.token, mine.heads[2].lane_id, NOW)
    lanes.release(connection, mine.token, [mine.heads[3].lane_id], NOW)
    [deferred] = lanes.claim(connection, "bot", 1, 1000, NOW).heads
    assert not lanes.defer(connection, mine.token, deferred.lane_id, NOW)
    letter = dead_letters.bury(connection, mine.token, mine.heads[4].lane_id, mine.heads[4].seq, "", NOW)
    assert letter
    dead_letters.dead_letter(connection, letter)
    assert dead_letters.revive(connection, letter, NOW)
    buckets.hold_bucket(connection, "bot", NOW)


def in_and_parked(connection: Connection) -> None:
    assert ledger.once(connection, "test", "new", NOW)
    reference = ledger.park(connection, "test", "new", "", "", NOW)
    ledger.parked_one(connection, reference)
    assert ledger.unpark(connection, reference)
    assert ledger.forget(connection, NOW + 1, 3) == 3


def set_and_fired(connection: Connection) -> None:
    timers.replace(connection, "ticket:3", {"warn": Due(NOW, "moved"), "breach": Due(NOW, "new")})
    timers.replace(connection, "ticket:3", {"warn": Due(NOW, "moved")})
    timers.replace_many(connection, {"ticket:5": {"warn": Due(NOW, "moved")}, "ticket:6": {}})
    timers.set_timer(connection, "warn", None, "", owner="ticket:4")
    timers.ensure_slot(connection, "digest", "", NOW)
    assert timers.any_due(connection, NOW)
    first, second = timers.due(connection, NOW + 1000, 2)
    assert timers.hold(connection, first.id, NOW + 1000)
    assert timers.take(connection, [first.id, second.id + 1], NOW + 1000) == {first.id}
    timers.clear(connection, first.id)
    timers.postpone(connection, second.id, NOW)
    timers.overdue(connection, NOW + 1000, 10)
    assert leases.take(connection, "poll", 1, NOW, NOW + 1)
    assert leases.end(connection, "poll", 1)


def fill(connection: Connection) -> None:
    buckets.ensure_bucket(connection, "bot", 1000, 100)
    lanes.push_many(connection, [(Lane(f"chat:{i}", "bot"), "") for i in range(500)], NOW)
    for i in range(500):
        ledger.once(connection, "test", str(i), NOW - i)
        timers.replace(connection, f"ticket:{i}", {"warn": Due(NOW + i, "")})


def statements(connection: Connection, use: Callable[[Connection], None]) -> Asked:
    with overheard(connection) as sent:
        use(connection)
    return sent


def read_whole_on_sqlite(connection: Connection, sql: str, parameters: Any) -> list[str]:
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters)
    steps = [str(row.detail) for row in plan]
    scans = [step for step in steps if step.startswith("SCAN engine_") and SHORT not in step]
    return scans + [step for step in steps if "TEMP B-TREE" in step]


def read_whole_on_postgresql(connection: Connection, sql: str, parameters: Any) -> list[str]:
    plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {sql}", parameters).scalar_one()
    root = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]
    return [str(node) for node in nodes(root) if reads_whole(node)]


def nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for part in node.get("Plans", []):
        yield from nodes(part)


def reads_whole(node: dict[str, Any]) -> bool:
    kind = node["Node Type"]
    if node.get("Relation Name") == SHORT:
        return False
    return kind in {"Seq Scan", "Sort"} or ("Index" in kind and "Scan" in kind and "Index Cond" not in node)


READ_WHOLE = {"sqlite": read_whole_on_sqlite, "postgresql": read_whole_on_postgresql}


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Nobody's before: a planner goes by what it remembers of the tables, and they are empty now."""
    fresh: Fresh = request.getfixturevalue(f"fresh_{request.param}")
    return fresh()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = await open_database(database_url, durable=False)
    yield opened
    await opened.close()


@pytest.mark.parametrize("use", [out_and_done, in_and_parked, set_and_fired])
async def test_hot_statements_read_ranges_of_indexes(database: Database, use: Callable[[Connection], None]) -> None:
    def read_whole(connection: Connection) -> dict[str, list[str]]:
        fill(connection)
        if database.dialect == "postgresql":
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            connection.execute(text("SET LOCAL enable_bitmapscan = off"))  # and then sorting, as pays for few rows
        look = READ_WHOLE[database.dialect]
        found = {sql: look(connection, sql, given) for sql, given in statements(connection, use)}
        assert len(found) >= 6
        return {sql: steps for sql, steps in found.items() if steps}

    assert await database.do(read_whole) == {}


async def test_the_test_above_can_fail(database: Database) -> None:
    def without_an_index(connection: Connection) -> list[str]:
        if database.dialect == "postgresql":
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        sql = "SELECT * FROM engine_lane WHERE lease = 1"
        return READ_WHOLE[database.dialect](connection, sql, ())

    assert len(await database.do(without_an_index)) == 1
