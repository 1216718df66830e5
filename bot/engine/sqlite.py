"""SQLite: one thread writes, a few read, and bodies that wait together share one commit.

SQLite has one writer at a time whatever we do. Giving it one thread makes the wait a fair queue, costs one
thread hop a body instead of two a statement, and lets one fsync pay for every body that is waiting.
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import PoolProxiedConnection

from bot.engine import as_json
from bot.engine.address import sqlite_file
from bot.engine.faults import LATELY, DatabaseAway, Trouble
from bot.engine.file_lock import FileLock, lock_file

P = ParamSpec("P")
T = TypeVar("T")

SHARED_AT_MOST = 256  # bodies in one commit: a bound on how long the first of them waits for the last
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
    """The queue of bodies, the thread that writes them and the threads that read."""

    dialect = "sqlite"

    def __init__(self, url: URL, *, durable: bool, alone: bool) -> None:
        self._lock: FileLock | None = lock_file(sqlite_file(url)) if alone else None
        self._loop = asyncio.get_running_loop()
        self._trouble = Trouble()
        self._open = True
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._writer = _engine(url, "BEGIN IMMEDIATE", "FULL" if durable else "OFF")
        self._reader = _engine(url, "BEGIN", "FULL", query_only=True)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite-reader")
        self._finished: asyncio.Future[None] = self._loop.create_future()
        self._thread = threading.Thread(target=self._write, name="sqlite-writer", daemon=True)
        self._thread.start()

    async def do(self, body: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        self._refuse_if_closed()
        answer: asyncio.Future[T] = self._loop.create_future()
        self._jobs.put(_Job(lambda connection: body(connection, *args, **kwargs), answer))
        try:
            return await answer
        except DatabaseAway:
            self._trouble.noted()
            raise

    def lately_away(self, seconds: float = LATELY) -> bool:
        return self._trouble.within(seconds)

    async def read(self, body: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        self._refuse_if_closed()

        def look() -> T:
            with self._reader.connect() as connection:
                return body(connection, *args, **kwargs)

        try:
            return await self._loop.run_in_executor(self._readers, look)
        except DBAPIError as error:
            if _is_one_of(AWAY, error):
                raise DatabaseAway(f"SQLite cannot be used now: {error.orig}") from error
            raise

    async def close(self) -> None:
        if self._open:
            self._open = False
            self._jobs.put(None)
        await asyncio.shield(self._finished)
        self._thread.join()
        await self._loop.run_in_executor(None, self._readers.shutdown)
        self._reader.dispose()
        if self._lock:
            self._lock.release()

    def _refuse_if_closed(self) -> None:
        if not self._open:
            raise DatabaseAway("The database was closed")

    def _write(self) -> None:
        """The writer thread: batch after batch until told to stop, the last batch included."""
        more = True
        while more:
            batch, more = _next_batch(self._jobs)
            if wanted := [job for job in batch if not job.answer.cancelled()]:
                _commit_together(self._writer, wanted)
            self._loop.call_soon_threadsafe(_settle, batch)
        self._writer.dispose()
        self._loop.call_soon_threadsafe(self._finished.set_result, None)


def _next_batch(jobs: queue.SimpleQueue[_Job | None]) -> tuple[list[_Job], bool]:
    """Wait for a job and take all that wait behind it; False once the end was reached."""
    batch: list[_Job] = []
    job = jobs.get()
    while job is not None:
        batch.append(job)
        if len(batch) == SHARED_AT_MOST or jobs.empty():
            return batch, True
        job = jobs.get()
    return batch, False


def _commit_together(engine: Engine, batch: list[_Job]) -> None:
    """One commit for all. Where something goes wrong nothing of it is kept, and each has a transaction of its own.

    That costs the others a second run, and saves everybody a savepoint, which is dearer than most of what is in one.
    """
    try:
        with engine.begin() as connection:
            for job in batch:
                job.value = job.run(connection)
                # A full disk makes SQLite roll the whole transaction back by itself; whoever carried on would
                # commit each body on its own while the ones before it are gone.
                if not _in_transaction(connection):
                    raise DatabaseAway("SQLite rolled back what was written")
    except BaseException as error:
        if len(batch) == 1:
            batch[0].error = _told(error)
            return
        for job in batch:
            _commit_together(engine, [job])


def _in_transaction(connection: Connection) -> bool:
    driver = connection.connection.driver_connection
    return isinstance(driver, sqlite3.Connection) and driver.in_transaction


def _settle(batch: list[_Job]) -> None:
    """On the loop: answer everybody who still waits."""
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
        pool_size=READERS,
        max_overflow=0,
        hide_parameters=True,
        json_serializer=as_json.written,
        json_deserializer=as_json.read,
    )
    pragmas = [
        f"busy_timeout={BUSY_MS}",
        f"synchronous={synchronous}",
        "foreign_keys=ON",
        "query_only=ON" if query_only else "journal_mode=WAL",
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
