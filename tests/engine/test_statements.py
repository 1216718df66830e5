"""What is asked past SQLAlchemy fails as what is asked through it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Connection, Executable, column, func, select, table
from sqlalchemy.exc import DBAPIError

from bot.engine.database import Database
from bot.engine.statements import big, run
from bot.engine.tables import seen

TWICE = {"source": "test", "event": "somebody's words", "at": 1}
TAKEN = seen.insert()
FAILING: dict[str, tuple[Executable, Mapping[str, Any]]] = {
    "what is there already": (TAKEN, TWICE),
    "a null": (TAKEN, {**TWICE, "source": None}),
    "no such table": (select(column("at")).select_from(table("nowhere")), {}),
    "a number that no database knows": (select(seen.c.at).where(seen.c.at == big("moment")), {"moment": 2**70}),
}


@pytest.mark.parametrize("what", FAILING)
async def test_an_error_is_the_same(shared_database: Database, what: str) -> None:
    errors = [await failed(shared_database, *FAILING[what], directly=directly) for directly in (False, True)]
    said, said_directly = [(type(error), str(error), of_driver(error)) for error in errors]
    assert said_directly == said
    assert "somebody's words" not in said[1]


async def failed(
    database: Database, statement: Executable, values: Mapping[str, Any], *, directly: bool
) -> BaseException:
    def ask(connection: Connection) -> None:
        connection.execute(TAKEN, TWICE)
        if directly:
            run(connection, statement, values)
        else:
            connection.execute(statement, dict(values))

    with pytest.raises(Exception) as raised:  # noqa: PT011 - which one it is, is what is compared
        await database.do(ask)
    return raised.value


def of_driver(error: BaseException) -> object:
    if not isinstance(error, DBAPIError):
        return None
    code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorcode", None)
    return type(error.orig), code, error.connection_invalidated, error.statement, error.hide_parameters


async def test_a_look_that_asks_directly_is_one_snapshot_and_writes_nothing(shared_database: Database) -> None:
    def twice(connection: Connection) -> bool:
        run(connection, select(func.count()).select_from(seen), {})
        return connection.in_transaction()

    assert await shared_database.glance(twice)
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        await shared_database.glance(lambda connection: run(connection, TAKEN, TWICE))
