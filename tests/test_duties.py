"""What one of several replicas does for all: two of them on one database, with a clock that the test moves."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.door import Door
from bot.duties import Act, Duty, by_one
from bot.engine.database import Database, open_database
from bot.engine.faults import DatabaseAway
from tests.desk.world import PRACTICE
from tests.engine.transaction import NOW

LEASE_MS = 3_000
SOON = 30  # seconds until a test that hangs has failed


@dataclass
class Replica:
    """Its waits end when the test says so; `at_work` while it does its duty."""

    database: Database
    now: int = NOW
    at_work: bool = False
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    waiting: list[asyncio.Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.door = Door(self.database, lambda: datetime.now(UTC), PRACTICE, machine=lambda: self.now)
        self.duty = Duty(self.door, "poll", LEASE_MS, self._wait)

    async def _wait(self, _: float) -> None:
        self.waiting.append(asyncio.Event())
        async with self.changed:
            self.changed.notify_all()
        await self.waiting[-1].wait()

    async def works(self) -> None:
        self.at_work = True
        try:
            await asyncio.Event().wait()
        finally:
            self.at_work = False

    async def looks(self, at: int) -> None:
        """Its clock shows so many ms after the beginning, and it has looked once more at whose duty it is."""
        waits = len(self.waiting)
        self.now = NOW + at
        self.waiting[-1].set()
        await self.waits(waits + 1)

    async def waits(self, times: int) -> None:
        async with asyncio.timeout(SOON), self.changed:
            await self.changed.wait_for(lambda: len(self.waiting) >= times)
        await asyncio.sleep(0)  # what it began meanwhile has begun


def at_work(*replicas: Replica) -> tuple[bool, ...]:
    return tuple(replica.at_work for replica in replicas)


@asynccontextmanager
async def on_duty(replica: Replica, work: Act | None = None) -> AsyncIterator[asyncio.Task[None]]:
    """From when it has looked for the first time, until it is stopped."""
    waits = len(replica.waiting)
    task = asyncio.create_task(replica.duty.run(work or replica.works))
    await replica.waits(waits + 1)
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def pair(database: Database, database_url: str) -> AsyncIterator[tuple[Replica, Replica]]:
    second = await open_database(database_url)
    yield Replica(database), Replica(second)
    await second.close()


async def test_one_works_and_the_other_stands_by(pair: tuple[Replica, Replica]) -> None:
    one, other = pair
    async with on_duty(one), on_duty(other):
        for at in (1_000, 2_000, 3_000, 4_000, 5_000):
            await one.looks(at)
            await other.looks(at)
            assert at_work(one, other) == (True, False)
            assert (one.duty.ours, other.duty.ours) == (True, False)


async def test_whoever_dies_is_replaced_when_the_lease_is_over(pair: tuple[Replica, Replica]) -> None:
    one, other = pair
    async with on_duty(one), on_duty(other):
        await other.looks(LEASE_MS - 1)
        assert at_work(other) == (False,)
        await other.looks(LEASE_MS)
        assert at_work(other) == (True,)


async def test_a_clean_end_leaves_the_duty_to_the_next_at_once(pair: tuple[Replica, Replica]) -> None:
    one, other = pair
    async with on_duty(one), on_duty(other):
        assert at_work(one, other) == (True, False)
    assert at_work(one) == (False,)
    async with on_duty(other):
        assert at_work(other) == (True,)


async def test_whoever_was_away_too_long_stops_when_it_learns_of_it(pair: tuple[Replica, Replica]) -> None:
    one, other = pair
    async with on_duty(one), on_duty(other):
        await other.looks(LEASE_MS)
        assert at_work(one, other) == (True, True)
        assert one.duty.ours  # by its own clock, which stood still
        await one.looks(LEASE_MS + 1)
        assert at_work(one, other) == (False, True)


async def test_without_a_database_the_duty_lasts_as_long_as_its_lease(pair: tuple[Replica, Replica]) -> None:
    one, _ = pair
    async with on_duty(one):
        one.door.database = Away(one.database)
        await one.looks(LEASE_MS - 1)
        assert at_work(one) == (True,)
        await one.looks(LEASE_MS)
        assert at_work(one) == (False,)
        one.door.database = one.database
        await one.looks(LEASE_MS + 1)
        assert at_work(one) == (True,)


async def test_a_duty_that_fails_is_begun_again(pair: tuple[Replica, Replica]) -> None:
    one, _ = pair
    begun: list[str] = []

    async def fails() -> None:
        begun.append("again")
        raise KeyError

    async with on_duty(one, fails):
        await one.looks(1_000)
        await one.looks(2_000)
        await one.looks(3_000)
    assert len(begun) >= 2


async def test_a_chore_is_done_once_in_each_period_whoever_comes_first(pair: tuple[Replica, Replica]) -> None:
    done: list[int] = []
    chores = [by_one(replica.door, "tidy", 60, noted(replica, done)) for replica in pair]
    for at in (0, 30_000, 60_000, 90_000, 119_999):
        for replica, chore in zip(pair, chores, strict=True):
            replica.now = NOW + at
            await chore()
    assert done == [0, 60_000, 119_999]


def noted(replica: Replica, done: list[int]) -> Callable[[], Coroutine[Any, Any, None]]:
    async def note() -> None:
        done.append(replica.now - NOW)

    return note


class Away:
    """A database that cannot be written to."""

    def __init__(self, database: Database) -> None:
        self.dialect, self.read, self.close = database.dialect, database.read, database.close
        self.glance, self.lately_away = database.glance, database.lately_away

    async def do(self, *_: Any, **__: Any) -> Any:
        raise DatabaseAway
