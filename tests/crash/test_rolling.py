"""A new version put beside an old one while people talk: the migration, two desks, and either goes."""

import asyncio
import signal

from sqlalchemy import Connection, text

from bot.delivery.courier import LEASE_MS
from migrations.connect import inside
from tests.crash.desks import Nursery
from tests.crash.plan import plan
from tests.crash.run import talking
from tests.crash.town import calls, settings, town
from tests.databases import Fresh

NEXT = (
    "ALTER TABLE ticket ADD COLUMN next_words TEXT NOT NULL DEFAULT 'none'",
    "ALTER TABLE message ADD COLUMN next_number BIGINT",
    "ALTER TABLE engine_lane ADD COLUMN next_flag BOOLEAN NOT NULL DEFAULT false",
    "CREATE TABLE next_table (id BIGINT PRIMARY KEY, ticket_id BIGINT NOT NULL REFERENCES ticket (id))",
    "CREATE INDEX next_index ON message (next_number)",
    "UPDATE alembic_version SET version_num = '2999_01_01_next'",
)
"""A release from now: what migrations may do, to the tables that a desk writes to all the time."""


def migrate(connection: Connection) -> None:
    for statement in NEXT:
        connection.execute(text(statement))


async def test_an_upgrade_with_a_migration_interrupts_nobody(desks: Nursery, fresh_postgresql: Fresh) -> None:
    database_url = fresh_postgresql()
    async with town(seed=3) as sandbox:
        at_work = settings(sandbox, database_url)
        before = await desks.begins(at_work, LEASE_MS)
        async with talking(sandbox, database_url, plan(3, kills=0, customers=6).talks) as people:
            await calls(sandbox, 15)
            await asyncio.to_thread(inside, database_url, migrate)
            await desks.begins(at_work, LEASE_MS)
            await sandbox.slack.connected(4)
            await calls(sandbox, 15)
            await before.ends(signal.SIGTERM)
            came_of_it = await people.outcome()
        assert came_of_it.sound, came_of_it.faults
        assert came_of_it.repeated == 0
        assert sandbox.telegram.declined == []
