"""Tests of plain functions of a connection: each a story within one transaction, on both databases."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import Connection

from bot.engine.database import Database

NOW = 1_800_000_000_000


class Undone(Exception):
    """The story is over and its rows go with it, so that one database serves all stories."""


def transaction(story: Callable[[Connection], None]) -> Callable[[Database], Awaitable[None]]:
    """The story as a test that pytest runs once for each database."""

    def undone(connection: Connection) -> None:
        story(connection)
        raise Undone

    async def test(shared_database: Database) -> None:
        with pytest.raises(Undone):
            await shared_database.do(undone)

    test.__name__ = story.__name__
    test.__doc__ = story.__doc__
    return test
