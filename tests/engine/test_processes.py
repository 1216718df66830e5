"""Rivals in other processes, in real time: rates and gaps are kept, and the killed are replaced."""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.engine import lanes
from bot.engine.buckets import ensure_bucket
from bot.engine.database import Database
from bot.engine.lanes import Lane
from tests.engine.rival import BUCKET, LEASE_MS

LONG_AGO = 0
PATIENCE = 60  # seconds; only a broken engine or a stalled machine needs them
INTERVAL_US, BURST, GAP_MS = 33_334, 5, 1000  # 30 a second


@dataclass
class Rival:
    """A process we started: what it says, and how it ends."""

    process: asyncio.subprocess.Process

    async def says(self) -> dict[str, Any]:
        assert self.process.stdout
        line = await asyncio.wait_for(self.process.stdout.readline(), PATIENCE)
        assert line, "the rival ended"
        facts: dict[str, Any] = json.loads(line)
        return facts

    def begin(self) -> None:
        assert self.process.stdin
        self.process.stdin.write(b"go\n")

    async def is_killed(self) -> None:
        self.process.kill()
        await self.process.wait()


@asynccontextmanager
async def rival(role: str, url: str) -> AsyncIterator[Rival]:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "tests.engine.rival", role, url)
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    try:
        started = Rival(process)
        assert await started.says() == {"ready": True}
        yield started
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def fill(connection: Connection) -> None:
    """Two parcels for each of 25 chats in no hurry, and three for each of two that keep a gap."""
    ensure_bucket(connection, BUCKET, INTERVAL_US, BURST)
    for number in range(3):
        lanes.push_many(connection, [(Lane(f"paced:{i}", BUCKET, GAP_MS), str(number)) for i in range(2)], LONG_AGO)
    for number in range(2):
        lanes.push_many(connection, [(Lane(f"chat:{i}", BUCKET), str(number)) for i in range(25)], LONG_AGO + 1)


async def sent_by_three(url: str, parcels: int) -> list[dict[str, Any]]:
    """Everything three processes send, by the time of sending."""
    said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def listen(one: Rival) -> None:
        while True:
            said.put_nowait(await one.says())

    async with AsyncExitStack() as running:
        rivals = [await running.enter_async_context(rival("send", url)) for _ in range(3)]
        listening = [asyncio.create_task(listen(one)) for one in rivals]
        for one in rivals:
            one.begin()
        sent = [await asyncio.wait_for(said.get(), PATIENCE) for _ in range(parcels)]
        for listener in listening:
            listener.cancel()
        await asyncio.gather(*listening, return_exceptions=True)
    return sorted(sent, key=lambda one: int(one["sent_at"]))


async def test_three_processes_together_keep_rate_gap_and_order(database: Database, database_url: str) -> None:
    await database.do(fill)
    sent = await sent_by_three(database_url, parcels=56)
    paid = sorted(one["claimed_at"] for one in sent)
    for first, last in itertools.combinations(range(len(paid)), 2):
        assert last - first + 1 <= BURST + (paid[last] - paid[first]) * 1000 / INTERVAL_US
    for key in {one["key"] for one in sent}:
        of_lane = [one for one in sent if one["key"] == key]
        assert [one["payload"] for one in of_lane] == [str(number) for number in range(len(of_lane))]
        gap = GAP_MS if key.startswith("paced") else 0
        assert all(later["sent_at"] - one["sent_at"] >= gap for one, later in itertools.pairwise(of_lane))
    assert await database.read(lanes.waiting, LONG_AGO) == lanes.Waiting(0, 0, 0)


async def test_what_a_killed_process_held_is_taken_over_when_its_lease_ends(
    database: Database, database_url: str
) -> None:
    await database.do(ensure_bucket, BUCKET, 0, 1)
    await database.do(lanes.push_many, [(Lane("chat:1", BUCKET), "one"), (Lane("chat:1", BUCKET), "two")], LONG_AGO)
    async with rival("hold", database_url) as killed:
        killed.begin()
        held = await killed.says()
        await killed.is_killed()
    ends = held["at"] + LEASE_MS
    assert await database.do(lanes.claim, BUCKET, 4, LEASE_MS, ends - 1) == lanes.NOTHING
    mine = await database.do(lanes.claim, BUCKET, 4, LEASE_MS, ends)
    assert [(head.payload, head.strikes) for head in mine.heads] == [("one", 2)]
    [[lane_id, seq]] = held["held"]
    assert not await database.do(lanes.complete, held["token"], lane_id, seq, ends)
    assert await database.do(lanes.complete, mine.token, lane_id, seq, ends)


async def test_a_process_killed_inside_its_transaction_leaves_nothing(database: Database, database_url: str) -> None:
    await database.do(ensure_bucket, BUCKET, 0, 1)
    async with rival("linger", database_url) as killed:
        killed.begin()
        assert await killed.says() == {"inside": True}
        await killed.is_killed()
    await asyncio.wait_for(database.do(lanes.push, Lane("chat:lingering", BUCKET), "mine", LONG_AGO), PATIENCE)
    mine = await database.do(lanes.claim, BUCKET, 4, LEASE_MS, LONG_AGO)
    assert [(head.seq, head.payload) for head in mine.heads] == [(1, "mine")]
