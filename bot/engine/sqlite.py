"""SQLite: bodies run one after another on the loop's own thread, and those that wait together share one commit.

SQLite has one writer at a time whatever we do, and Python runs one thread at a time: a thread for the bodies would only
take turns with the loop, at every statement. What is slow here is the disk, so the commit alone has a thread, and the
bodies that come meanwhile share the next.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import PoolProxiedConnection

from bot.engine import as_json
from bot.engine.address import sqlite_file
from bot.engine.faults import LATELY, DatabaseAway, Trouble
from bot.engine.file_lock import FileLock, lock_file

P = ParamSpec("P")
T = TypeVar("T")

SHARED_AT_MOST = 16  # bodies in one commit: a bound on how long the loop, and the first of them, waits for the last
READERS = 4
BUSY_MS = 30_000  # how long a write waits for another process, such as an operator's command

# Primary result codes that are about the file or the disk and not about the statement.
AWAY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOTADB,
}
WRITER_AWAY = AWAY | {sqlite3.SQLITE_READONLY}  # of a reader it says that the body tried to write


@dataclass
class _Job:
    run: Callable[[Connection], Any]
    answer: asyncio.Future[Any]
    value: Any = None
    error: BaseException | None = None


class SqliteDatabase:
    """The queue of bodies, the connection they write on, the thread that waits for the disk and those that read."""

    dialect = "sqlite"

    def __init__(self, url: URL, *, durable: bool, alone: bool) -> None:
        self._lock: FileLock | None = lock_file(sqlite_file(url)) if alone else None
        self._loop = asyncio.get_running_loop()
        self._trouble = Trouble()
        self._open = True
        self._durable = durable
        self._jobs: deque[_Job] = deque()
        self._writing: asyncio.Task[None] | None = None
        self._writer = _engine(url, "BEGIN IMMEDIATE", "FULL" if durable else "OFF")
        self._connection: Connection | None = None
        self._patient = ThreadPoolExecutor(1, thread_name_prefix="sqlite-patient")
        self._reader = _engine(url, "BEGIN", "FULL", query_only=True)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite-reader")

    async def do(self, body: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        self._refuse_if_closed()
        answer: asyncio.Future[T] = self._loop.create_future()
        self._jobs.append(_Job(lambda connection: body(connection, *args, **kwargs), answer))
        if self._writing is None:
            # In a context of its own: what is true of whoever asked first is not true of the others.
            self._writing = self._loop.create_task(self._write(), context=Context())
        try:
            return await answer
        except DatabaseAway:
            self._trouble.noted()
            raise

    def lately_away(self, seconds: float = LATELY) -> bool:
        return self._trouble.within(seconds)

    async def read(self, body: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        self._refuse_if_closed()
        return await self._loop.run_in_executor(self._readers, lambda: self._look(body, *args, **kwargs))

    async def glance(self, body: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        self._refuse_if_closed()
        return self._look(body, *args, **kwargs)

    def _look(self, body: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            with self._reader.connect() as connection:
                return body(connection, *args, **kwargs)
        except DBAPIError as error:
            if _is_one_of(AWAY, error):
                raise DatabaseAway(f"SQLite cannot be used now: {error.orig}") from error
            raise

    async def close(self) -> None:
        self._open = False
        while self._writing:
            await asyncio.shield(self._writing)
        for threads in (self._patient, self._readers):
            await self._loop.run_in_executor(None, threads.shutdown)
        self._let_go()
        self._writer.dispose()
        self._reader.dispose()
        if self._lock:
            self._lock.release()

    def _refuse_if_closed(self) -> None:
        if not self._open:
            raise DatabaseAway("The database was closed")

    async def _write(self) -> None:
        """Batch after batch, until nobody waits."""
        while self._jobs:
            batch = [self._jobs.popleft() for _ in range(min(len(self._jobs), SHARED_AT_MOST))]
            if wanted := [job for job in batch if not job.answer.cancelled()]:
                await self._commit_together(wanted)
            _settle(wanted)
        self._writing = None

    async def _commit_together(self, batch: list[_Job]) -> None:
        """One commit for all. Where something goes wrong nothing of it is kept, and each has a transaction of its own.

        That costs the others a second run, and saves all a savepoint, which is dearer than most of what is in one.
        """
        begun = False
        try:
            self._connection = connection = self._connection or self._writer.connect()
            await self._begin(connection)
            begun = True
            _run(batch, connection)
            await self._commit(connection)
        except asyncio.CancelledError:
            raise  # the loop ends, while what was to be committed may still be
        except BaseException as error:
            self._let_go()
            if begun and len(batch) > 1:
                for job in batch:
                    await self._commit_together([job])
            else:
                _failed(batch, error)

    async def _begin(self, connection: Connection) -> None:
        """At once; where another process writes, when it has."""
        try:
            connection.begin()
        except DBAPIError as error:
            if not _is_one_of({sqlite3.SQLITE_BUSY}, error):
                raise
            await self._loop.run_in_executor(self._patient, _begin_patiently, connection)

    async def _commit(self, connection: Connection) -> None:
        try:
            if self._durable:
                await self._loop.run_in_executor(self._patient, connection.commit)
            else:
                connection.commit()
        except DBAPIError:
            connection.invalidate()  # SQLite has it open still, which SQLAlchemy does not know
            raise

    def _let_go(self) -> None:
        """Of the connection, and of whatever it has not committed, which is undone or goes with it."""
        connection, self._connection = self._connection, None
        if connection:
            with suppress(SQLAlchemyError):
                connection.close()


def _begin_patiently(connection: Connection) -> None:
    driver = connection.connection.cursor()
    driver.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    try:
        connection.begin()
    finally:
        driver.execute("PRAGMA busy_timeout=0")


def _run(batch: list[_Job], connection: Connection) -> None:
    for job in batch:
        job.value = job.run(connection)
        # A full disk makes SQLite roll the whole transaction back by itself; whoever carried on would
        # commit each body on its own while the ones before it are gone.
        if not _in_transaction(connection):
            raise DatabaseAway("SQLite rolled back what was written")


def _failed(batch: list[_Job], error: BaseException) -> None:
    for job in batch:
        job.error = _told(error)


def _in_transaction(connection: Connection) -> bool:
    driver = connection.connection.driver_connection
    return isinstance(driver, sqlite3.Connection) and driver.in_transaction


def _settle(batch: list[_Job]) -> None:
    """Answer everybody who still waits."""
    for job in batch:
        if job.answer.done():
            continue
        if job.error is None:
            job.answer.set_result(job.value)
        else:
            job.answer.set_exception(job.error)


def _told(error: BaseException) -> BaseException:
    """The error as the caller should see it."""
    if isinstance(error, StopIteration):  # a future cannot carry one
        return RuntimeError("A body raised StopIteration")
    if isinstance(error, DBAPIError) and _is_one_of(WRITER_AWAY, error):
        away = DatabaseAway(f"SQLite cannot be used now: {error.orig}")
        away.__cause__ = error
        return away
    return error


def _is_one_of(codes: set[int], error: DBAPIError) -> bool:
    code = getattr(error.orig, "sqlite_errorcode", None)
    return isinstance(code, int) and code & 0xFF in codes


def _engine(url: URL, begin: str, synchronous: str, *, query_only: bool = False) -> Engine:
    # What is written may be somebody's words: an error shows the statement alone.
    engine = create_engine(
        url,
        pool_size=READERS + 1,
        max_overflow=0,
        pool_use_lifo=True,  # whoever was used last has our statements prepared, and our pages
        hide_parameters=True,
        json_serializer=as_json.written,
        json_deserializer=as_json.read,
    )
    pragmas = [
        f"busy_timeout={BUSY_MS}",
        f"synchronous={synchronous}",
        "foreign_keys=ON",
        *(["query_only=ON"] if query_only else ["journal_mode=WAL", "busy_timeout=0"]),
    ]

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("lower", 1, _folded, deterministic=True)

    def start(dbapi_connection: PoolProxiedConnection) -> None:
        dbapi_connection.cursor().execute(begin)

    # Not as an event of the engine's: one that has any makes much of every statement, whether or not anybody listens.
    engine.dialect.do_begin = start  # type: ignore[method-assign]
    return engine


def _folded(text: str | None) -> str | None:
    """In place of SQLite's own `lower`, which knows no letter beyond ASCII; `ilike` compares by it."""
    return None if text is None else str(text).casefold()
