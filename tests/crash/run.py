"""A plan carried out: people talk, desks die and begin again, and in the end all of it is counted."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from bot.desk.outgoing import Bucket
from bot.engine import lanes
from bot.engine.database import Database, open_database
from bot.engine.tables import lane, timer
from bot.sandbox.sandbox import Sandbox
from tests.crash.desks import Nursery, Process
from tests.crash.outcome import Outcome, counted
from tests.crash.plan import Kill, Plan, Talk
from tests.crash.town import TROUBLE, Conversation, Noticed, calls, conversations, settings, town

LEASE_MS = {1: 2_000, 2: 5_000}
"""By the number of desks: where another would take over, well above what a send takes on a busy machine."""
LOOK_AGAIN = 0.05
END = 300
"""Seconds in which all that is on its way must have got there."""

Tell = Callable[[str], None]


@dataclass
class Talking:
    """People at it; `database` is that of the desks, to look into."""

    sandbox: Sandbox
    database: Database
    conversations: list[Conversation]
    going: asyncio.Future[list[None]]

    async def outcome(self, kills: int = 0, cut_short: int = 0) -> Outcome:
        """When they have said everything and all of it has got where it can get; nothing more goes wrong."""
        await self.going
        faults = self.sandbox.faults
        faults.clear()
        with suppress(TimeoutError):
            await self.over()
        drops = sum((method, fault.kind) == ("sendMessage", "drop_after") for method, fault in faults.done)
        channels = self.sandbox.slack.workspace.channels.values()
        return counted(self.conversations, channels, kills, cut_short + drops)

    async def over(self) -> None:
        """Returns when nothing is on its way any more. Raises TimeoutError."""
        slack, telegram = self.sandbox.slack, self.sandbox.telegram
        async with asyncio.timeout(END):
            while telegram.pending() or slack.pending() or await self.database.read(_left):  # noqa: ASYNC110
                await asyncio.sleep(LOOK_AGAIN)  # another process tells nobody when it is done


def _left(connection: Connection) -> int:
    soon = select(func.count()).where(timer.c.kind == "message.release")
    return lanes.waiting(connection, 0).count + connection.execute(soon).scalar_one()


@asynccontextmanager
async def talking(sandbox: Sandbox, database_url: str, talks: tuple[Talk, ...]) -> AsyncIterator[Talking]:
    """From now on."""
    noticed = Noticed(sandbox.slack.channel("support"))
    watching = asyncio.create_task(noticed.watch(sandbox.slack.changes))
    people = conversations(sandbox, talks, noticed)
    database = await open_database(database_url)
    try:
        yield Talking(sandbox, database, people, asyncio.gather(*(each.goes_on() for each in people)))
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await database.close()


async def crash(plan: Plan, database_url: str, nursery: Nursery, tell: Tell = lambda _: None) -> Outcome:
    """Fewer kills than planned where the talk was over before."""
    kills = cut_short = 0
    async with town(plan.seed, TROUBLE) as sandbox:
        at_work, lease_ms = settings(sandbox, database_url), LEASE_MS[plan.replicas]
        desks = [await nursery.begins(at_work, lease_ms) for _ in range(plan.replicas)]
        async with talking(sandbox, database_url, plan.talks) as people:
            for kill in plan.kills:
                if not await _due(kill, people):
                    break
                in_flight = await _killed(desks[kill.desk], people.database)
                kills, cut_short = kills + 1, cut_short + in_flight
                tell(f"kill {kills} of {len(plan.kills)}: desk {kill.desk + 1}, with {in_flight} sends in flight")
                desks[kill.desk] = await nursery.begins(at_work, lease_ms)
            return await people.outcome(kills, cut_short)


async def _due(kill: Kill, people: Talking) -> bool:
    """Returns when it is; False where the people have said everything before."""
    due = asyncio.create_task(calls(people.sandbox, kill.calls, kill.taken_by))
    either: set[asyncio.Future[Any]] = {due, people.going}
    await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    due.cancel()
    return not people.going.done()


async def _killed(desk: Process, database: Database) -> int:
    """Sends to customers that were begun and not recorded; of a desk that is alive, too."""
    await desk.ends(signal.SIGKILL)
    return await database.read(_being_sent)


def _being_sent(connection: Connection) -> int:
    held = select(func.count()).where(lane.c.bucket == Bucket.CHAT, lane.c.lease.isnot(None))
    return connection.execute(held).scalar_one()
