"""The door, as callers meet it on either database."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.engine import ledger
from bot.engine.database import Database, DatabaseAway, open_database
from tests.engine.transaction import NOW


def take(connection: Connection, event: str) -> bool:
    return ledger.once(connection, "test", event, NOW)


def count(connection: Connection) -> int:
    return int(connection.execute(text("SELECT count(*) FROM engine_seen")).scalar_one())


def take_and_fail(connection: Connection, event: str) -> None:
    take(connection, event)
    raise KeyError(event)


async def test_what_a_body_returns_comes_out_once_it_is_committed(database: Database) -> None:
    assert await database.do(take, "1") is True
    assert await database.read(count) == 1
    assert await database.do(take, event="1") is False


async def test_what_a_body_raises_undoes_it_and_comes_out(database: Database) -> None:
    with pytest.raises(KeyError, match="1"):
        await database.do(take_and_fail, "1")
    assert await database.read(count) == 0


async def test_bodies_side_by_side_do_not_hurt_each_other(database: Database) -> None:
    bodies = [database.do(take_and_fail if i % 3 == 0 else take, str(i)) for i in range(30)]
    results = await asyncio.gather(*bodies, return_exceptions=True)
    assert [isinstance(result, KeyError) for result in results] == [i % 3 == 0 for i in range(30)]
    assert await database.read(count) == 20


async def test_a_statement_that_fails_hurts_its_own_body_only(database: Database) -> None:
    def insert_twice(connection: Connection) -> None:
        for _ in range(2):
            connection.execute(text("INSERT INTO engine_seen (source, event, at) VALUES ('test', 'twice', 1)"))

    results = await asyncio.gather(database.do(insert_twice), database.do(take, "1"), return_exceptions=True)
    assert isinstance(results[0], IntegrityError)
    assert results[1] is True
    assert await database.read(count) == 1


async def test_an_unwritable_kind_of_error_comes_out_too(database: Database) -> None:
    def stop(_connection: Connection) -> None:
        empty: Iterator[None] = iter(())
        next(empty)

    with pytest.raises((RuntimeError, StopIteration)):
        await asyncio.wait_for(database.do(stop), 10)


async def test_a_read_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"readonly|read-only") as refused:
        await database.read(take, "1")
    assert not isinstance(refused.value, DatabaseAway)


async def test_closing_finishes_what_was_asked_for_and_then_refuses(database: Database) -> None:
    asked = [asyncio.create_task(database.do(take, str(i))) for i in range(5)]
    await asyncio.gather(*asked)
    await database.close()
    await database.close()
    with pytest.raises(DatabaseAway, match="closed"):
        await database.do(take, "late")
    with pytest.raises(DatabaseAway, match="closed"):
        await database.read(count)


async def test_the_dialect_is_named(database: Database, database_url: str) -> None:
    assert database_url.startswith(database.dialect)


async def test_less_durable_is_still_correct(database_url: str) -> None:
    database = await open_database(database_url, durable=False)
    assert await database.do(take, "1")
    assert await database.read(count) == 1
    await database.close()
