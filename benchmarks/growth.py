"""What so many tickets a day ask of the platforms and of the database, computed from what one ticket really leaves.

    python -m benchmarks.growth [TICKETS_A_DAY [AGENTS]]

A ticket is led through its life by the desk's own verbs, and what they put on the lanes and into the tables is counted.
Beside it stand the rates that the courier keeps (`outgoing.RATES`, `practice.Pace`), which are what the platforms ask.
"""

import argparse
import asyncio
import math
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, delete, func, select, text, update

from benchmarks import databases
from bot.desk.moments import milliseconds
from bot.desk.outgoing import RATES, Bucket
from bot.desk.people.customers import Person
from bot.desk.people.roster import Member, roster_is
from bot.desk.practice import Pace, Practice, Team
from bot.desk.tickets import conversation, deliveries, handling, threads
from bot.desk.tickets.tables import Message
from bot.desk.words import Words
from bot.door import Arrival, Door, arriving
from bot.engine.buckets import ensure_bucket
from bot.engine.database import Database, open_database
from bot.engine.tables import lane, parcel
from bot.wakeups import firing

LIVES = 200
"""Tickets of which the bytes are averaged."""
EACH_WAY = 4
"""Messages of a customer and answers to them, in one ticket."""
BUSIEST_HOUR = 0.10
"""Of a day's work: an even day of ten hours, or a day with a morning peak."""
AGENT, CHANNEL = "U0000000001", "C0000000001"
SAID = "Good morning, is there any news about my order? It has not come yet."
LARGEST_ID = 2**31 - 1
POSTS_AN_HOUR = 3_600_000 // Pace().channel


REDRAWN = {Bucket.UPDATE, Bucket.VIEWS}
"""What is drawn from the latest state: when it is behind it is drawn more seldom, and nothing piles up."""


@dataclass(frozen=True)
class Life:
    """What one ticket is to the desk: deliveries, transactions of its verbs, rows to send by bucket, rows kept."""

    arrivals: int
    transactions: int
    sends: dict[str, int]
    rows: dict[str, int]
    bytes: int = 0


@dataclass
class Day:
    """The desk, and what happens at it."""

    door: Door
    now: datetime = datetime(2026, 3, 2, 9, tzinfo=UTC)
    counted: Counter[str] = field(default_factory=Counter)

    async def comes(self, verb: Callable[..., object], *args: object) -> None:
        """A delivery of a platform's; what is to go out then has gone, so that a card is drawn once for each change."""
        self.counted["arrivals"] += 1
        event = f"Ev{self.counted['arrivals']:08}"
        with arriving(Arrival("slack:T0000000001", event, "{}")):
            await self.door.do(verb, *args)
        await self.goes_on()

    async def records(self, verb: Callable[..., object], *args: object) -> None:
        """What came of a send, written down with it."""
        await self.door.do(verb, *args)
        await self.goes_on()

    async def goes_on(self) -> None:
        self.counted["transactions"] += 1
        self.now += timedelta(seconds=10)
        self.counted["transactions"] += await firing.fire(self.door)
        await self.door.database.do(_all_sent)


def _all_sent(connection: Connection) -> None:
    connection.execute(delete(parcel))
    connection.execute(update(lane).values(head=lane.c.tail, ready_at=None, lease=None))


async def lived(day: Day, number: int) -> None:
    """A customer asks and is answered, some times, and the ticket is solved."""
    ada = Person(chat=10_000 + number, name="Ada", language="en")
    ticket = 1000 + number
    post = f"{1_700_000_000 + number}.000000"
    for turn in range(EACH_WAY):
        await day.comes(conversation.wrote, ada, conversation.Letter(2 * turn + 1, Words(SAID), day.now))
        if not turn:
            await day.records(deliveries.card_posted, number, post)
            await day.comes(handling.claim, ticket, AGENT)
        said = threads.Typed(CHANNEL, post, f"{post[:-1]}{turn + 1}", AGENT, Words(SAID), day.now)
        await day.comes(threads.typed, said)
        last = await day.door.ask(lambda session: session.exec(select(func.max(Message.id))).one()[0])  # type: ignore[call-overload]
        await day.records(deliveries.delivered, last, 2 * turn + 2, 2 * turn + 2)
    await day.comes(handling.solve, ticket, AGENT)


async def one_life(database: Database, lives: int = LIVES) -> Life:
    """The average of so many, on a database with the schema and nothing in it."""
    practice = Practice("Acme", (Team("Support", CHANNEL, (AGENT,)),))
    door = Door(database, lambda: day.now, practice, machine=lambda: milliseconds(day.now))
    day = Day(door)
    for bucket in RATES:
        await database.do(ensure_bucket, bucket.value, 0, 1)
    await door.do(roster_is, [Member(AGENT, "Ben", ("Support",))])
    empty, small = await database.read(_rows), await database.do(_bytes)
    for number in range(1, lives + 1):
        await lived(day, number)
    rows, large = await database.read(_rows), await database.do(_bytes)
    sends = await database.read(_sends)
    return Life(
        arrivals=day.counted["arrivals"] // lives,
        transactions=day.counted["transactions"] // lives,
        sends={bucket: count // lives for bucket, count in sends.items()},
        rows={table: (count - empty[table]) // lives for table, count in rows.items() if count > empty[table]},
        bytes=(large - small) // lives,
    )


def _sends(connection: Connection) -> dict[str, int]:
    rows = connection.execute(select(lane.c.bucket, func.sum(lane.c.tail)).group_by(lane.c.bucket))
    return {bucket: int(count) for bucket, count in rows}


def _rows(connection: Connection) -> dict[str, int]:
    tables = ("ticket", "card", "message", "entry", "engine_seen", "engine_lane", "engine_timer")
    return {name: int(connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()) for name in tables}  # noqa: S608


def _bytes(connection: Connection) -> int:
    if connection.dialect.name == "postgresql":
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    pages, size = (connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in ("page_count", "page_size"))
    return int(pages) * int(size)


@dataclass(frozen=True)
class Wanted:
    """A rate that is needed in the busiest hour, beside what one desk may do: a bot, and an app in one workspace."""

    bucket: Bucket
    needed: float
    allowed: float

    @property
    def desks(self) -> int:
        """So many share it without falling behind."""
        return 1 if self.bucket in REDRAWN else max(1, math.ceil(self.needed / self.allowed))

    def line(self, desks: int) -> str:
        rates = f"  {self.bucket.value:14} {self.needed:5.1f} a second, a desk may {self.allowed:4.1f}"
        if self.bucket not in REDRAWN:
            return f"{rates}: {self.desks} or more desks"
        late = self.needed / desks / self.allowed
        return f"{rates}: {f'one drawing for {late:.1f} changes' if late > 1 else 'every change is drawn'}"


def wanted(life: Life, tickets: int) -> list[Wanted]:
    """Sends a second, by bucket."""
    a_second = tickets * BUSIEST_HOUR / 3600
    return [
        Wanted(bucket, a_second * life.sends.get(bucket.value, 0), 1_000_000 / RATES[bucket][0])
        for bucket in RATES
        if life.sends.get(bucket.value)
    ]


def told(life: Life, tickets: int, agents: int) -> str:
    """The whole computation, in lines."""
    peak = tickets * BUSIEST_HOUR / 3600
    rates = wanted(life, tickets)
    desks = max(rate.desks for rate in rates)
    channels = math.ceil(tickets * BUSIEST_HOUR * life.sends["slack.post"] / POSTS_AN_HOUR)
    transactions = peak * (life.transactions + sum(life.sends.values()))
    fullest, rows = max(life.rows.items(), key=lambda each: each[1])
    return "\n".join(
        [
            f"a ticket of {EACH_WAY} messages and {EACH_WAY} answers: {life.arrivals} deliveries, "
            f"{sum(life.sends.values())} sends, {sum(life.rows.values())} rows",
            f"  sends: {_counts(life.sends)}",
            f"  rows: {_counts(life.rows)}",
            f"{tickets:,} tickets a day, {BUSIEST_HOUR:.0%} of them in the busiest hour: {peak:.1f} a second",
            *(rate.line(desks) for rate in rates),
            f"  channels       {channels}, of one post a second each",
            f"  so {desks} desks of {tickets // desks:,} tickets a day, "
            f"each with {math.ceil(channels / desks)} of the channels and {math.ceil(agents / desks):,} of the agents",
            f"  database       {transactions:.0f} transactions a second, of all desks together",
            f"  rows           {tickets * sum(life.rows.values()) / 1e6:.1f} million a day, "
            f"keys of deliveries {tickets * life.arrivals * 14 / 1e6:.0f} million after 14 days",
            f"  numbers        {fullest} of one desk has the most, and enough for "
            f"{LARGEST_ID / (tickets / desks * rows) / 365:.0f} years; in a single desk for "
            f"{LARGEST_ID / (tickets * rows) / 365:.1f}",
        ]
    )


def stored(life: Life, tickets: int) -> str:
    a_day = tickets * life.bytes / 1e9
    return f"  storage        {life.bytes / 1000:.1f} kB a ticket, {a_day:.1f} GB a day, {a_day * 0.365:.2f} TB a year"


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))


async def main() -> None:
    words = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    words.add_argument("tickets", type=int, nargs="?", default=100_000, help="a day")
    words.add_argument("agents", type=int, nargs="?", default=10_000)
    given = words.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="relaydesk-growth-") as folder,
        databases.postgresql(Path(folder)) as server,
    ):
        database = await open_database(await databases.on_postgresql(server), durable=False)
        life = await one_life(database)
        await database.close()
    sys.stdout.write(f"{told(life, given.tickets, given.agents)}\n{stored(life, given.tickets)}\n")


if __name__ == "__main__":
    asyncio.run(main())
