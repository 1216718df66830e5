"""What only a server does: connections that break, rows that are waited for, deadlocks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, func, literal_column, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.engine import lanes
from bot.engine.address import read_address
from bot.engine.buckets import ensure_bucket
from bot.engine.database import Database, DatabaseAway, open_database
from bot.engine.lanes import Lane
from bot.engine.statements import run
from tests.databases import Fresh
from tests.engine.test_database import count, take
from tests.engine.transaction import NOW

CARD = Lane("card:17", "workspace")
WAITERS = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
Ask = Callable[[Connection, Any, dict[str, Any]], object]
BOTH_WAYS = pytest.mark.parametrize("ask", [Connection.execute, run])


@pytest.fixture
def database_url(fresh_postgresql: Fresh) -> Iterator[str]:
    with fresh_postgresql.lent() as url:
        yield url


@pytest.fixture
async def rival(database_url: str) -> AsyncIterator[AsyncConnection]:
    """Another client with a transaction open."""
    engine = create_async_engine(read_address(database_url))
    async with engine.connect() as connection:
        yield connection
    await engine.dispose()


async def somebody_waits(database: Database) -> None:
    async with asyncio.timeout(10):
        while not await database.read(lambda connection: connection.execute(WAITERS).scalar_one()):
            pass


async def test_a_change_during_a_claim_makes_one_update_more(database: Database, rival: AsyncConnection) -> None:
    await database.do(ensure_bucket, "workspace", 0, 1)
    assert await database.do(lanes.nudge, CARD, "first", NOW)
    claimed = await rival.run_sync(lanes.claim, "workspace", 1, 1000, NOW)
    changed = asyncio.create_task(database.do(lanes.nudge, CARD, "second", NOW))
    await somebody_waits(database)
    await rival.commit()
    assert await changed
    head = claimed.heads[0]
    assert await database.do(lanes.complete, claimed.token, head.lane_id, head.seq, NOW)
    assert [head.payload for head in (await database.do(lanes.claim, "workspace", 1, 1000, NOW)).heads] == ["second"]


async def test_a_push_during_a_completion_is_not_forgotten(database: Database, rival: AsyncConnection) -> None:
    await database.do(ensure_bucket, "workspace", 0, 1)
    await database.do(lanes.push, CARD, "first", NOW)
    claimed = await database.do(lanes.claim, "workspace", 1, 1000, NOW)
    assert await rival.run_sync(lanes.complete, claimed.token, claimed.heads[0].lane_id, 1, NOW)
    pushed = asyncio.create_task(database.do(lanes.push, CARD, "second", NOW))
    await somebody_waits(database)
    await rival.commit()
    await pushed
    assert [head.payload for head in (await database.do(lanes.claim, "workspace", 1, 1000, NOW)).heads] == ["second"]


async def test_a_limited_bucket_admits_one_claimer_at_a_time(database: Database, rival: AsyncConnection) -> None:
    await database.do(ensure_bucket, "workspace", 1000, 10)
    await database.do(lanes.push_many, [(CARD, ""), (Lane("card:18", "workspace"), "")], NOW)
    assert len((await rival.run_sync(lanes.claim, "workspace", 1, 1000, NOW)).heads) == 1
    assert await database.do(lanes.claim, "workspace", 1, 1000, NOW) == lanes.NOTHING
    await rival.commit()
    assert len((await database.do(lanes.claim, "workspace", 1, 1000, NOW)).heads) == 1


async def test_an_unlimited_bucket_does_not_make_claimers_wait(database: Database, rival: AsyncConnection) -> None:
    await database.do(ensure_bucket, "workspace", 0, 1)
    await database.do(lanes.push_many, [(CARD, ""), (Lane("card:18", "workspace"), "")], NOW)
    mine = await rival.run_sync(lanes.claim, "workspace", 1, 1000, NOW)
    others = await asyncio.wait_for(database.do(lanes.claim, "workspace", 5, 1000, NOW), 10)
    assert {head.key for head in mine.heads} | {head.key for head in others.heads} == {"card:17", "card:18"}
    assert len(mine.heads) == len(others.heads) == 1


async def test_a_claim_does_not_stop_a_push_of_a_new_lane(database: Database, rival: AsyncConnection) -> None:
    await database.do(ensure_bucket, "workspace", 1000, 10)
    await database.do(lanes.push, CARD, "", NOW)
    await rival.run_sync(lanes.claim, "workspace", 1, 1000, NOW)
    await asyncio.wait_for(database.do(lanes.push, Lane("card:18", "workspace"), "", NOW), 10)


async def test_a_deadlock_is_run_again_and_both_are_done(database: Database) -> None:
    def lock_in_turn(connection: Connection, keys: list[int]) -> None:
        for key in keys:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
            connection.execute(text("SELECT pg_sleep(0.05)"))
        take(connection, str(keys))

    await asyncio.gather(database.do(lock_in_turn, [1, 2]), database.do(lock_in_turn, [2, 1]))
    assert await database.read(count) == 2


async def test_whoever_makes_what_another_just_makes_looks_again(database: Database, rival: AsyncConnection) -> None:
    known = text("SELECT 1 FROM engine_seen WHERE event = '1'")
    make = text("INSERT INTO engine_seen (source, event, at) VALUES ('test', '1', 1)")

    def unless_known(connection: Connection) -> bool:
        return connection.execute(known).first() is None and bool(connection.execute(make).rowcount)

    assert await rival.run_sync(unless_known)
    other = asyncio.create_task(database.do(unless_known))
    await somebody_waits(database)
    await rival.commit()
    assert not await other


async def test_a_server_that_refuses_is_the_database_away() -> None:
    database = await open_database("postgresql://nobody@127.0.0.1:1/desk")
    with pytest.raises(DatabaseAway):
        await database.do(take, "1")
    with pytest.raises(DatabaseAway):
        await database.read(count)
    await database.close()


async def test_a_database_that_does_not_exist_is_the_database_away(database_url: str) -> None:
    elsewhere = read_address(database_url).set(database="nowhere").render_as_string(hide_password=False)
    database = await open_database(elsewhere)
    with pytest.raises(DatabaseAway, match="nowhere"):
        await database.do(take, "1")
    await database.close()


@BOTH_WAYS
async def test_a_connection_that_breaks_is_the_database_away_once(database: Database, ask: Ask) -> None:
    def break_off(connection: Connection) -> None:
        take(connection, "1")
        ask(connection, select(func.pg_terminate_backend(func.pg_backend_pid())), {})

    with pytest.raises(DatabaseAway):
        await database.do(break_off)
    assert await database.do(take, "1")


async def test_a_statement_that_is_wrong_is_a_fault_and_not_the_database_away(database: Database) -> None:
    with pytest.raises(ProgrammingError, match="nothing"):
        await database.do(lambda connection: connection.execute(text("SELECT * FROM nothing")))


@BOTH_WAYS
async def test_callers_that_give_up_leave_nothing_half_done(database: Database, ask: Ask) -> None:
    def take_and_linger(connection: Connection, event: str) -> None:
        take(connection, event)
        ask(connection, select(func.pg_sleep(literal_column("60"))), {})

    sleeping = text("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND state = 'active'")
    callers = [asyncio.create_task(database.do(take_and_linger, str(i))) for i in range(6)]
    async with asyncio.timeout(10):
        while await database.read(lambda connection: connection.execute(sleeping).scalar_one()) < len(callers) + 1:
            pass
    for caller in callers:
        caller.cancel()
    results = await asyncio.gather(*callers, return_exceptions=True)
    assert all(isinstance(result, asyncio.CancelledError) for result in results)
    assert [await database.do(take, str(i)) for i in range(6)] == [True] * 6


async def test_a_forgotten_transaction_is_ended_by_the_server(database: Database) -> None:
    def setting(connection: Connection) -> str:
        return str(connection.execute(text("SHOW idle_in_transaction_session_timeout")).scalar_one())

    assert await database.do(setting) == "30s"
