"""The door to the data with a watch beside it."""

from collections.abc import Awaitable, Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from bot.engine.database import Database
from bot.engine.faults import DatabaseAway
from bot.signals import Asked, Listener, now, since

P = ParamSpec("P")
T = TypeVar("T")


class TimedDatabase:
    """The same database; it tells how long each call took, the wait for the writer included."""

    def __init__(self, database: Database, noticed: Listener) -> None:
        self._database = database
        self._noticed = noticed
        self.dialect = database.dialect
        self.close = database.close
        self.lately_away = database.lately_away

    async def do(self, body: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._timed("do", self._database.do(body, *args, **kwargs))

    async def read(self, body: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._timed("read", self._database.read(body, *args, **kwargs))

    async def glance(self, body: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._timed("read", self._database.glance(body, *args, **kwargs))

    async def _timed(self, how: str, call: Awaitable[T]) -> T:
        began, outcome = now(), "undone"
        try:
            done = await call
            outcome = "done"
            return done
        except DatabaseAway:
            outcome = "away"
            raise
        finally:
            self._noticed(Asked(how, outcome, since(began)))
