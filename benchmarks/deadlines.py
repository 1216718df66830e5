"""Deadlines: many that come in one second, and a tick when none has come, beside one job for each in APScheduler.

`python -m benchmarks.deadlines`, or with `make bench`. Lateness is from the moment at which all are due to the commit
of what follows from each: the miss told in its thread, its card drawn anew, the supervisors' card.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Connection, create_engine, insert, text
from sqlmodel import SQLModel

from benchmarks import databases
from benchmarks.figures import Bar, told
from bot import collector
from bot.desk.moments import milliseconds
from bot.desk.outgoing import RATES
from bot.desk.people.tables import Customer
from bot.desk.practice import Practice, Team
from bot.desk.service_levels.calendars import Calendar
from bot.desk.service_levels.hours import window
from bot.desk.service_levels.policies import Policy, Target
from bot.desk.service_levels.tables import Promise
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Card, Ticket
from bot.door import Door, machine_now
from bot.engine import buckets, timers
from bot.engine.database import Database, open_database
from bot.engine.tables import timer
from bot.signals import Fired
from bot.wakeups.firing import fire

TICKS = 200
ALWAYS = Calendar("always", "UTC", ((window("00:00-24:00"),),) * 7)
POLICY = Policy("All", ALWAYS, first_response=timedelta(hours=1))
PRACTICE = Practice(
    "Bench", (Team("Support", databases.CHANNEL),), policies=(POLICY,), calendars=(ALWAYS,), supervisors="C0000000002"
)
_FAR_OFF = """
    INSERT INTO engine_timer (owner, key, due_at, kind, payload, strikes)
    SELECT 'promise:' || i, 'judge', CAST(:now AS BIGINT) + 60000 + i, 'promise.judge', CAST(i AS TEXT), 0 FROM n
"""
FAR_OFF = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many)" + _FAR_OFF,  # noqa: S608 - both are ours
    "postgresql": "WITH n AS (SELECT generate_series(1, :many) AS i)" + _FAR_OFF,
}
"""As many deadlines as one wants, made by the database itself."""


@dataclass(frozen=True)
class Lateness:
    """Of each deadline that was acted on, in seconds."""

    seconds: Sequence[float]

    def percentile(self, percent: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]

    def __str__(self) -> str:
        rate = len(self.seconds) / max(self.seconds)
        return f"{self.percentile(50):9.2f}{self.percentile(99):9.2f}{rate:12.0f}"


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def overdue(connection: Connection, many: int, due: datetime) -> None:
    """So many tickets of as many customers that nobody has answered, each with a promise that ends then."""
    for table, rows in _rows(many, due):
        otherwise = {
            name: field.get_default(call_default_factory=True)
            for name, field in table.model_fields.items()
            if name != "id" and not field.is_required()
        }
        connection.execute(insert(table), [otherwise | row for row in rows])
    connection.execute(insert(timer), [_judged(number, due) for number in range(1, many + 1)])


def _rows(many: int, due: datetime) -> Iterator[tuple[type[SQLModel], list[dict[str, Any]]]]:
    upto, opened, armed = range(1, many + 1), due - timedelta(hours=1), {"judge": milliseconds(due)}
    yield Customer, [{"id": n, "chat": n, "name": "C", "language": "en", "since": opened} for n in upto]
    ticket = {
        "team": "Support",
        "status": Status.NEW,
        "subject": "Where is it?",
        "opened_at": opened,
        "customer_wrote_at": opened,
        "waiting_since": opened,
        "waits_from": opened,
        "with_us": [[milliseconds(opened), None]],
        "promised": True,
        "promised_under": PRACTICE.promises,
        "due_at": due,
        "due": Target.FIRST_RESPONSE,
    }
    yield Ticket, [ticket | {"id": n, "customer_id": n} for n in upto]
    yield Card, [{"ticket_id": n, "channel": databases.CHANNEL, "post": f"{1_000_000 + n}.000000"} for n in upto]
    promise = {
        "target": Target.FIRST_RESPONSE,
        "policy": POLICY.name,
        "version": POLICY.version,
        "started_at": opened,
        "within_ms": 3_600_000,
        "due_at": due,
        "armed": armed,
    }
    yield Promise, [promise | {"ticket_id": n} for n in upto]


def _judged(number: int, due: datetime) -> dict[str, Any]:
    kind = {"key": "judge", "kind": "promise.judge", "strikes": 0, "due_at": milliseconds(due)}
    return kind | {"owner": f"promise:{number}", "payload": str(number)}


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    database = await open_database(url)
    try:
        for bucket, (interval, burst) in RATES.items():
            await database.do(buckets.ensure_bucket, bucket.value, interval, burst)
        yield database
    finally:
        await database.close()


async def all_at_once(url: str, many: int) -> Lateness:
    """How late each is acted on, if they are due now."""
    async with opened(url) as database:
        due = datetime.now(UTC)
        await database.do(overdue, many, due)
        await database.do(_carded)
        late, began = [], time.perf_counter()

        def heard(signal: object) -> None:
            if isinstance(signal, Fired) and signal.outcome == "done":
                late.append(time.perf_counter() - began)

        door = Door(database, lambda: due, PRACTICE, machine=machine_now, noticed=heard)
        collector.seldom()  # as the desk does
        collector.spare_what_is_there()
        await fire(door)
    if len(late) != many:
        raise AssertionError(f"{len(late)} of {many} deadlines were acted on")
    return Lateness(late)


def _carded(connection: Connection) -> None:
    connection.execute(text("UPDATE ticket SET card_id = id"))


async def idle(url: str, many: int) -> float:
    """Milliseconds that the database takes to say that none of so many deadlines has come: the median."""
    async with opened(url) as database:
        now = milliseconds(datetime.now(UTC))
        await database.do(_far_off, many, now)
        took = [await database.do(_ticked, now) for _ in range(TICKS)]
    return 1000 * statistics.median(took)


def _far_off(connection: Connection, many: int, now: int) -> None:
    connection.execute(text(FAR_OFF[connection.dialect.name]), {"many": many, "now": now})


def _ticked(connection: Connection, now: int) -> float:
    began = time.perf_counter()
    if timers.due(connection, now, 1000):
        raise AssertionError("none is due")
    return time.perf_counter() - began


JOBS: list[float] = []
"""When each job of APScheduler ran: a job that is stored can only name a function of a module."""


async def job() -> None:
    JOBS.append(time.perf_counter())


async def a_job_each(folder: Path, many: int) -> Lateness:
    """APScheduler as most use it: a job for each deadline, which does nothing, in its own SQL store."""
    JOBS.clear()
    store = SQLAlchemyJobStore(engine=create_engine(f"sqlite:///{folder / 'jobs.db'}"))
    scheduler = AsyncIOScheduler(timezone=UTC, jobstores={"default": store})
    scheduler.start(paused=True)
    for _ in range(many):
        scheduler.add_job(job, "date", run_date=datetime.now(UTC), misfire_grace_time=None)
    began = time.perf_counter()
    scheduler.resume()
    while len(JOBS) < many:  # noqa: ASYNC110 - it tells nobody when the last one has run
        await asyncio.sleep(0.05)
    scheduler.shutdown()
    return Lateness([at - began for at in JOBS])


async def run(deadlines: int, stored: int, jobs: int) -> None:
    found: list[Bar] = []
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="relaydesk-bench-")))
        server = held.enter_context(databases.postgresql(folder))
        say(f"{'seconds late, all due at once':44}{'p50':>9}{'p99':>9}{'a second':>12}")
        for name in ("SQLite", "PostgreSQL"):
            late = await all_at_once(await _new(name, folder, server), deadlines)
            say(f"{f'{deadlines:,} deadlines, {name}':44}{late}")
            found.append(Bar(f"{deadlines:,} deadlines at once, {name}: p99 late", late.percentile(99), 5, "s"))
        say(f"{f'{jobs:,} jobs of APScheduler, SQLite':44}{await a_job_each(folder, jobs)}")
        for name in ("SQLite", "PostgreSQL"):
            took = await idle(await _new(name, folder, server), stored)
            found.append(Bar(f"an idle tick with {stored:,} deadlines, {name}", took, 2, "ms"))
    say(f"\n{told(found)}")


async def _new(name: str, folder: Path, server: str) -> str:
    if name == "SQLite":
        return await asyncio.to_thread(databases.sqlite, folder)
    return await databases.on_postgresql(server)


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m benchmarks.deadlines", description=__doc__)
    words.add_argument("--deadlines", type=int, default=10_000, help="that come in one second")
    words.add_argument("--open", type=int, default=1_000_000, help="deadlines while none has come")
    words.add_argument("--jobs", type=int, default=1_000, help="of APScheduler, one for each deadline")
    given = words.parse_args()
    asyncio.run(run(given.deadlines, given.open, given.jobs))


if __name__ == "__main__":
    main()
