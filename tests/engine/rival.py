"""A process of its own that works on the database the tests name, in real time, until its input closes.

    python -m tests.engine.rival send <url>    claims, "sends", completes, and prints what was sent when
    python -m tests.engine.rival hold <url>    claims, prints what it holds, and keeps it
    python -m tests.engine.rival linger <url>  pushes, and stays inside its transaction

Each line it prints is JSON. It says "ready" before it begins and begins when a line comes in.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
import time

from sqlalchemy import Connection

from bot.engine import lanes
from bot.engine.database import Database, open_database
from bot.engine.lanes import Claim, Head, Lane

BUCKET = "bot"
LEASE_MS = 5000
POLL_SECONDS = 0.01


def now() -> int:
    return int(time.time() * 1000)


def say(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def claim_now(connection: Connection) -> tuple[Claim, int]:
    at = now()
    return lanes.claim(connection, BUCKET, 4, LEASE_MS, at), at


def complete_now(connection: Connection, token: int, head: Head) -> bool:
    return lanes.complete(connection, token, head.lane_id, head.seq, now())


async def send(database: Database, told_to_stop: asyncio.Task[str]) -> None:
    while not told_to_stop.done():
        mine, claimed_at = await database.do(claim_now)
        for head in mine.heads:
            sent_at = now()
            await database.do(complete_now, mine.token, head)
            say(key=head.key, payload=head.payload, claimed_at=claimed_at, sent_at=sent_at)
        await asyncio.wait({told_to_stop}, timeout=POLL_SECONDS)


async def hold(database: Database, told_to_stop: asyncio.Task[str]) -> None:
    at = now()
    mine = await database.do(lanes.claim, BUCKET, 4, LEASE_MS, at)
    say(at=at, token=mine.token, held=[[head.lane_id, head.seq] for head in mine.heads])
    await told_to_stop


async def linger(database: Database, told_to_stop: asyncio.Task[str]) -> None:
    def body(connection: Connection) -> None:
        lanes.push(connection, Lane("chat:lingering", BUCKET), "never committed", now())
        say(inside=True)
        threading.Event().wait()

    await database.do(body)
    await told_to_stop


async def main(role: str, url: str) -> None:
    database = await open_database(url)
    say(ready=True)
    await asyncio.to_thread(sys.stdin.readline)
    told_to_stop = asyncio.create_task(asyncio.to_thread(sys.stdin.readline))
    await {"send": send, "hold": hold, "linger": linger}[role](database, told_to_stop)
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
