"""Old and new versions side by side: what a migration may do, and what an older version does on a newer database."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from migrations import run, standing
from migrations.connect import Blocked, inside
from migrations.standing import NotMigrated
from tests.databases import Fresh

FIRST_RELEASE = "2026_11_21_attachments"
NEWER = "2999_01_01_newer"


def revisions() -> list[str]:
    """From the first release on, the oldest first."""
    scripts = ScriptDirectory(str(Path(run.__file__).parent))
    every = [str(script.revision) for script in scripts.walk_revisions()][::-1]
    return every[every.index(FIRST_RELEASE) :]


@dataclass(frozen=True)
class Shape:
    """A table as whoever writes its statements knows it."""

    columns: dict[str, dict[str, Any]]
    unique: set[tuple[str, ...]]
    foreign: set[tuple[str, ...]]
    checks: set[str]


def shapes(connection: Connection) -> dict[str, Shape]:
    look = inspect(connection)
    return {
        table: Shape(
            {str(column["name"]): dict(column) for column in look.get_columns(table)},
            {tuple(map(str, one["column_names"])) for one in look.get_unique_constraints(table)}
            | {tuple(map(str, one["column_names"])) for one in look.get_indexes(table) if one["unique"]},
            {tuple(map(str, one["constrained_columns"])) for one in look.get_foreign_keys(table)},
            {str(one["sqltext"]) for one in look.get_check_constraints(table)},
        )
        for table in look.get_table_names()
    }


def harms(before: dict[str, Shape], after: dict[str, Shape]) -> Iterator[str]:
    """What would make a statement fail that was written for the tables as they were before."""
    for name, old in before.items():
        if name not in after:
            yield f"{name} is gone"
            continue
        new = after[name]
        yield from (f"{name}.{column} is gone" for column in old.columns.keys() - new.columns.keys())
        for column in new.columns.keys() & old.columns.keys():
            yield from _changed(f"{name}.{column}", old.columns[column], new.columns[column])
        for column in new.columns.keys() - old.columns.keys():
            if not new.columns[column]["nullable"] and new.columns[column]["default"] is None:
                yield f"{name}.{column} must be given by whoever does not know it"
        known = set(old.columns)
        yield from (f"{name}: {', '.join(one)} must be unique" for one in new.unique - old.unique if known >= {*one})
        yield from (f"{name}: {', '.join(one)} must point there" for one in new.foreign - old.foreign if known & {*one})
        yield from (f"{name}: {one}" for one in new.checks - old.checks)


def _changed(column: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    if str(old["type"]) != str(new["type"]):
        yield f"{column} was {old['type']} and is {new['type']}"
    if old["nullable"] and not new["nullable"]:
        yield f"{column} may not be left out any more"
    if old["default"] is not None and new["default"] is None and not new["nullable"]:
        yield f"{column} has no default any more"


def at(url: str, revision: str) -> dict[str, Shape]:
    run.upgrade(url, revision)
    return inside(url, shapes)


def test_every_migration_since_the_first_release_leaves_older_versions_at_work(database_url: str) -> None:
    run.downgrade(database_url, FIRST_RELEASE)
    before = at(database_url, FIRST_RELEASE)
    for revision in revisions()[1:]:
        after = at(database_url, revision)
        assert list(harms(before, after)) == [], revision
        before = after


@pytest.mark.parametrize(
    ("change", "harm"),
    [
        ("ALTER TABLE message RENAME COLUMN album TO collection", "message.album is gone"),
        ("DROP TABLE engine_timer", "engine_timer is gone"),
        ("ALTER TABLE ticket ADD COLUMN must TEXT NOT NULL DEFAULT ''", ""),
        ("ALTER TABLE ticket ADD COLUMN may TEXT", ""),
        ("CREATE UNIQUE INDEX once ON ticket (subject)", "ticket: subject must be unique"),
        ("CREATE INDEX often ON ticket (subject)", ""),
        ("CREATE TABLE more (id INTEGER PRIMARY KEY)", ""),
    ],
)
def test_the_test_above_can_fail(database_url: str, change: str, harm: str) -> None:
    before = inside(database_url, shapes)
    inside(database_url, lambda connection: connection.execute(text(change)))
    assert list(harms(before, inside(database_url, shapes))) == ([harm] if harm else [])


@pytest.mark.parametrize(
    ("change", "harm"),
    [
        ("ALTER TABLE customer ALTER COLUMN username SET NOT NULL", "customer.username may not be left out any more"),
        (
            "ALTER TABLE message ADD COLUMN must INTEGER NOT NULL",
            "message.must must be given by whoever does not know it",
        ),
        ("ALTER TABLE engine_seen ALTER COLUMN at TYPE INTEGER", "engine_seen.at was BIGINT and is INTEGER"),
    ],
)
def test_and_of_what_only_postgresql_can_change(fresh_postgresql: Fresh, change: str, harm: str) -> None:
    url = fresh_postgresql()
    before = inside(url, shapes)
    inside(url, lambda connection: connection.execute(text(change)))
    assert list(harms(before, inside(url, shapes))) == [harm]


def newer(connection: Connection, floor: str | None = None) -> None:
    """As a version after this one would leave it."""
    connection.execute(text("UPDATE alembic_version SET version_num = :newer"), {"newer": NEWER})
    if floor:
        connection.execute(text("INSERT INTO schema_floor VALUES (:floor)"), {"floor": floor})


def test_a_version_works_on_what_a_newer_one_has_only_added_to(database_url: str) -> None:
    inside(database_url, newer)
    standing.expect_usable(database_url)
    inside(database_url, lambda connection: newer(connection, FIRST_RELEASE))
    standing.expect_usable(database_url)


def test_a_version_refuses_what_it_can_no_longer_work_on(database_url: str) -> None:
    inside(database_url, lambda connection: newer(connection, "2998_12_31_moved"))
    with pytest.raises(NotMigrated, match=f"at {NEWER} and needs a version of Relaydesk that knows 2998_12_31_moved"):
        standing.expect_usable(database_url)


def test_migrating_what_is_further_on_leaves_it_as_it_is(database_url: str) -> None:
    inside(database_url, newer)
    run.upgrade(database_url)
    assert run.current(database_url) == NEWER


def test_a_database_that_is_behind_is_refused_with_the_cure(database_url: str) -> None:
    run.downgrade(database_url, FIRST_RELEASE)
    with pytest.raises(NotMigrated, match=f"at {FIRST_RELEASE}, not at {run.head()}: run `relaydesk migrate`"):
        standing.expect_usable(database_url)


async def test_a_migration_waits_for_nobody_for_long(fresh_postgresql: Fresh, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits to change a table makes all others wait behind it."""
    url = fresh_postgresql()
    monkeypatch.setattr("migrations.connect.PATIENCE", "50ms")
    reader = await asyncpg.connect(url)
    async with reader.transaction():
        await reader.fetch("SELECT count(*) FROM message")
        with pytest.raises(Blocked, match="nothing was changed"):
            await asyncio.to_thread(inside, url, alter)
    await reader.close()
    await asyncio.to_thread(inside, url, alter)


async def test_a_migration_and_a_desk_that_want_what_the_other_holds_both_get_it(fresh_postgresql: Fresh) -> None:
    url, attempts = fresh_postgresql(), []

    def alter_both(connection: Connection) -> None:
        attempts.append(connection)
        connection.execute(text("ALTER TABLE ticket ADD COLUMN later TEXT"))
        alter(connection)

    desk, onlooker = await asyncpg.connect(url), await asyncpg.connect(url)
    await desk.execute("SET deadlock_timeout = '1min'")  # so that it is the migration that is told
    async with desk.transaction(), asyncio.timeout(60):
        await desk.execute("LOCK TABLE message IN ROW SHARE MODE")
        migrating = asyncio.create_task(asyncio.to_thread(inside, url, alter_both))
        while not await onlooker.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):
            assert not migrating.done()
        await desk.execute("LOCK TABLE ticket IN ROW SHARE MODE")
    await migrating
    assert len(attempts) == 2
    for connection in (desk, onlooker):
        await connection.close()


def alter(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE message ADD COLUMN later TEXT"))
