"""PostgreSQL: each body in a transaction of its own, over asyncpg, and as many processes as one likes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import create_async_engine

from bot.engine import as_json
from bot.engine.faults import LATELY, DatabaseAway, Trouble

P = ParamSpec("P")
T = TypeVar("T")

ATTEMPTS = 5  # of a body that met others who were at the same thing
POOL = 8
PREPARED = 1_000  # statements kept on each connection: a desk has some hundreds, and they come in turn
CONNECT_SECONDS = 10
IDLE_IN_TRANSACTION_MS = 30_000  # a forgotten snapshot holds back vacuum and slows every claim

# serialization_failure, deadlock_detected; and unique_violation, for what was not there when the body looked may have
# been made by somebody else before it made it. Nothing of the body is left, and the next time it sees what they did.
RUN_AGAIN = {"40001", "40P01", "23505"}
# connection exception, no such role, no such database, out of disk or memory or connections, shutdown
AWAY = ("08", "28", "3D", "53", "57P", "25P03")


class PostgresDatabase:
    """A pool of connections. Reads take one in a read-only transaction, which holds no row lock."""

    dialect = "postgresql"

    def __init__(self, url: URL, *, durable: bool) -> None:
        settings = {
            "application_name": "relaydesk",
            "idle_in_transaction_session_timeout": str(IDLE_IN_TRANSACTION_MS),
            "jit": "off",  # our statements are short: compiling them costs more than it saves
            "synchronous_commit": "on" if durable else "off",
        }
        self._engine = create_async_engine(
            url,
            pool_size=POOL,
            max_overflow=POOL,
            pool_use_lifo=True,  # whoever was used last has our statements prepared
            hide_parameters=True,  # what is written may be somebody's words: an error shows the statement alone
            json_serializer=as_json.written,
            json_deserializer=as_json.read,
            connect_args={
                "server_settings": settings,
                "timeout": CONNECT_SECONDS,
                "prepared_statement_cache_size": PREPARED,
            },
        )
        self._reading = self._engine.execution_options(postgresql_readonly=True)
        self._trouble = Trouble()
        self._open = True

    async def do(self, body: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        self._refuse_if_closed()
        for left in reversed(range(ATTEMPTS)):
            try:
                async with self._engine.begin() as connection:
                    return await connection.run_sync(body, *args, **kwargs)
            except Exception as error:
                if left and _sqlstate(error) in RUN_AGAIN:
                    continue
                if _is_away(error):
                    self._trouble.noted()
                    raise DatabaseAway(f"PostgreSQL cannot be used now: {error}") from error
                raise
        raise AssertionError("the last attempt returns or raises")

    def lately_away(self, seconds: float = LATELY) -> bool:
        return self._trouble.within(seconds)

    async def read(self, body: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        self._refuse_if_closed()
        try:
            async with self._reading.connect() as connection:
                return await connection.run_sync(body, *args, **kwargs)
        except Exception as error:
            if _is_away(error):
                raise DatabaseAway(f"PostgreSQL cannot be used now: {error}") from error
            raise

    glance = read

    async def close(self) -> None:
        self._open = False
        await self._engine.dispose()

    def _refuse_if_closed(self) -> None:
        if not self._open:
            raise DatabaseAway("The database was closed")


def _is_away(error: Exception) -> bool:
    """True of the connection and the server, not of a statement. An OSError can only be the connection's."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, OSError | PoolTimeout) or _sqlstate(error).startswith(AWAY)


def _sqlstate(error: Exception) -> str:
    """The five-character code of the server, wherever in the chain the driver's error is; "" if none."""
    return next((state for state in map(_code, _chain(error)) if state), "")


def _code(error: BaseException) -> str:
    code: Any = getattr(error, "sqlstate", None)
    return code if isinstance(code, str) else ""


def _chain(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    while link is not None:
        yield link
        link = getattr(link, "orig", None) or link.__cause__
