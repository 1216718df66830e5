"""A desk that is broken for a while, so that whatever it does with a table fails."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Connection, text

from bot.engine.database import Database


@asynccontextmanager
async def without(database: Database, table: str) -> AsyncIterator[None]:
    await database.do(_rename, table, f"{table}_away")
    try:
        yield
    finally:
        await database.do(_rename, f"{table}_away", table)


def _rename(connection: Connection, old: str, new: str) -> None:
    connection.execute(text(f'ALTER TABLE "{old}" RENAME TO "{new}"'))
