"""Bodies that share a commit, and what goes wrong in one."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.engine.database import Database, DatabaseAway, DatabaseBusy, open_database
from bot.engine.sqlite import SHARED_AT_MOST
from tests.databases import Fresh
from tests.engine.test_database import count, take, take_and_fail


@pytest.fixture
def url(fresh_sqlite: Fresh) -> str:
    return fresh_sqlite()


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = await open_database(url)
    yield opened
    await opened.close()


@pytest.fixture
def elsewhere(database: Database, url: str) -> Iterator[sqlite3.Connection]:
    """Another process, such as an operator's command, that has begun to write."""
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield connection
    connection.close()


async def test_bodies_that_wait_together_share_one_commit(database: Database) -> None:
    def which(connection: Connection) -> object:
        return connection.get_transaction()

    shared = set(await asyncio.gather(*(database.do(which) for _ in range(SHARED_AT_MOST))))
    assert len(shared) == 1
    assert shared.isdisjoint({await database.do(which)})


async def test_what_comes_while_one_is_committed_shares_the_next(database: Database) -> None:
    async def three_in_turn(name: str) -> list[bool]:
        return [await database.do(take, f"{name}{number}") for number in range(3)]

    done = await asyncio.gather(*(three_in_turn(name) for name in "abcdef"))
    assert done == [[True] * 3] * 6
    assert await database.read(count) == 18


async def test_when_a_shared_commit_fails_each_body_is_tried_by_itself(database: Database) -> None:
    def dangle(connection: Connection) -> None:
        connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        connection.execute(text("INSERT INTO engine_dead VALUES (1, 404, 1, '', '', 1)"))

    done, failed = await asyncio.gather(database.do(take, "1"), database.do(dangle), return_exceptions=True)
    assert done is True
    assert isinstance(failed, IntegrityError)
    assert not await database.do(take, "1")


async def test_what_a_failing_body_wrote_is_gone_and_those_beside_it_are_done_once(database: Database) -> None:
    bodies = [database.do(take, "1"), database.do(take_and_fail, "2"), database.do(take, "3")]
    first, failed, last = await asyncio.gather(*bodies, return_exceptions=True)
    assert (first, type(failed), last) == (True, KeyError, True)
    assert await database.do(take, "2")
    assert await database.read(count) == 3


async def test_whoever_writes_waits_for_another_process_and_nobody_else_does(
    database: Database, elsewhere: sqlite3.Connection
) -> None:
    waits = asyncio.create_task(database.do(take, "1"))
    for look in (database.read, database.glance):
        assert await look(count) == 0
    assert not waits.done()
    elsewhere.execute("COMMIT")
    assert await asyncio.wait_for(waits, 10)


async def test_a_process_that_writes_for_too_long_is_the_database_away(
    database: Database, elsewhere: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.engine.sqlite.BUSY_MS", 20)
    tried = await asyncio.gather(database.do(take, "1"), database.do(take, "2"), return_exceptions=True)
    assert [type(each) for each in tried] == [DatabaseAway] * 2
    elsewhere.execute("COMMIT")
    assert await database.do(take, "1")


async def test_a_glance_cannot_write(database: Database) -> None:
    with pytest.raises(OperationalError, match="readonly"):
        await database.glance(take, "1")


async def test_a_caller_that_gives_up_before_its_turn_is_not_served(
    database: Database, elsewhere: sqlite3.Connection
) -> None:
    before = asyncio.create_task(database.do(take, "before"))
    await asyncio.sleep(0)
    early = asyncio.create_task(database.do(take, "early"))
    await asyncio.sleep(0)
    early.cancel()
    elsewhere.execute("COMMIT")
    assert await before
    assert await database.do(take, "early")


async def test_a_body_whose_caller_gave_up_is_done_whole(database: Database) -> None:
    def gives_up(connection: Connection) -> None:
        take(connection, "1")
        caller.cancel()

    caller = asyncio.create_task(database.do(gives_up))
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert not await database.do(take, "1")


async def test_a_full_disk_is_the_database_away_and_passes(database: Database) -> None:
    def limit(connection: Connection, pages: int) -> None:
        connection.execute(text(f"PRAGMA max_page_count={pages}"))

    def fill(connection: Connection) -> None:
        connection.execute(text("INSERT INTO engine_seen VALUES ('test', printf('%.*c', 9000000, 'x'), 1)"))

    await database.do(limit, 100)
    full, beside = await asyncio.gather(database.do(fill), database.do(take, "1"), return_exceptions=True)
    assert isinstance(full, DatabaseAway)
    assert (database.lately_away(), database.lately_away(0)) == (True, False)
    assert await database.read(count) == (0 if isinstance(beside, DatabaseAway) else 1)
    await database.do(limit, 1_000_000)
    await database.do(fill)


async def test_after_sqlite_rolled_back_by_itself_no_body_is_half_committed(database: Database) -> None:
    def roll_back(connection: Connection) -> None:
        connection.exec_driver_sql("ROLLBACK")
        raise KeyError("what made SQLite give up")

    bodies = (database.do(take, "1"), database.do(roll_back), database.do(take, "2"))
    before, guilty, after = await asyncio.gather(*bodies, return_exceptions=True)
    assert (before, type(guilty), after) == (True, KeyError, True)
    assert await database.read(count) == 2


async def test_a_connection_that_breaks_is_replaced(database: Database) -> None:
    def breaks(connection: Connection) -> None:
        take(connection, "1")
        driver = connection.connection.driver_connection
        assert driver
        driver.close()
        raise KeyError("1")

    done, broken = await asyncio.gather(database.do(take, "2"), database.do(breaks), return_exceptions=True)
    assert (done, type(broken)) == (True, KeyError)
    assert await asyncio.wait_for(database.do(take, "1"), 10)


async def test_a_table_that_is_missing_is_a_fault_and_not_the_database_away(database: Database) -> None:
    with pytest.raises(OperationalError, match="no such table"):
        await database.do(lambda connection: connection.execute(text("SELECT * FROM nowhere")))


async def test_a_file_that_cannot_be_opened_is_the_database_away(tmp_path: Path) -> None:
    database = await open_database(f"sqlite:///{tmp_path}/missing/desk.db")
    with pytest.raises(DatabaseAway, match="unable to open"):
        await database.do(take, "1")
    with pytest.raises(DatabaseAway, match="unable to open"):
        await database.read(count)
    await database.close()


async def test_foreign_keys_are_kept_and_commits_reach_the_disk(database: Database) -> None:
    def pragmas(connection: Connection) -> list[int | str]:
        names = ("foreign_keys", "synchronous", "journal_mode")
        return [connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in names]

    assert await database.do(pragmas) == [1, 2, "wal"]


async def test_one_process_alone_keeps_others_out_until_it_closes(fresh_sqlite: Fresh) -> None:
    url = fresh_sqlite()
    alone = await open_database(url, alone=True)
    with pytest.raises(DatabaseBusy, match=r"in use by another process \(number \d+\)"):
        await open_database(url, alone=True)
    operator = await open_database(url)
    assert await operator.do(take, "an operator's command works beside it")
    await operator.close()
    await alone.close()
    await (await open_database(url, alone=True)).close()


async def test_a_lock_that_cannot_be_written_is_the_database_away(tmp_path: Path) -> None:
    with pytest.raises(DatabaseAway, match="beside the database"):
        await open_database(f"sqlite:///{tmp_path}/missing/desk.db", alone=True)


async def test_closing_waits_for_the_bodies_before_it(fresh_sqlite: Fresh) -> None:
    url = fresh_sqlite()
    database = await open_database(url)
    asked = [asyncio.create_task(database.do(take, str(i))) for i in range(20)]
    failing = asyncio.create_task(database.do(take_and_fail, "x"))
    await asyncio.sleep(0)
    await database.close()
    assert all(await asyncio.gather(*asked))
    with pytest.raises(KeyError):
        await failing
