"""A new version put beside an old one while people talk: the migration, two desks, and either goes."""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import Connection, text

from bot.delivery.courier import LEASE_MS
from migrations.connect import inside
from tests.databases import Fresh
from tests.stories.crash import Nursery, all_complete, all_sent, calls, conversations, nursery, settings, sound, town

NEXT = (
    "ALTER TABLE ticket ADD COLUMN next_words TEXT NOT NULL DEFAULT 'none'",
    "ALTER TABLE message ADD COLUMN next_number BIGINT",
    "ALTER TABLE engine_lane ADD COLUMN next_flag BOOLEAN NOT NULL DEFAULT false",
    "CREATE TABLE next_table (id BIGINT PRIMARY KEY, ticket_id BIGINT NOT NULL REFERENCES ticket (id))",
    "CREATE INDEX next_index ON message (next_number)",
    "UPDATE alembic_version SET version_num = '2999_01_01_next'",
)
"""A release from now: what migrations may do, to the tables that a desk writes to all the time."""


@pytest.fixture
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    with nursery(tmp_path_factory.mktemp("desks") / "log") as there:
        yield there


@pytest.fixture
async def desks(opened: Nursery) -> AsyncIterator[Nursery]:
    yield opened
    await opened.ends()


def migrate(connection: Connection) -> None:
    for statement in NEXT:
        connection.execute(text(statement))


async def test_an_upgrade_with_a_migration_interrupts_nobody(desks: Nursery, fresh_postgresql: Fresh) -> None:
    database_url = fresh_postgresql()
    async with town(seed=3) as sandbox:
        at_work = settings(sandbox, database_url)
        before = await desks.begins(at_work, LEASE_MS)
        talks = conversations(sandbox, customers=6, asked=6, answered=4)
        talking = asyncio.gather(*(talk.goes_on(number) for number, talk in enumerate(talks)))
        await calls(sandbox, 15)
        await asyncio.to_thread(inside, database_url, migrate)
        await desks.begins(at_work, LEASE_MS)
        await sandbox.slack.connected(4)
        await calls(sandbox, 15)
        await before.ends(signal.SIGTERM)
        await talking
        await all_complete(talks)
        await all_sent(database_url)
        sound(sandbox, talks, kills=0)
        assert sandbox.telegram.declined == []
