"""Two transactions that meet on the same conversation: one waits for the other, and neither for ever.

PostgreSQL finds a circle after a second and undoes one of them, which is then run again: that is what must not happen.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import partial

import pytest
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlmodel import Session

from bot.delivery.settling import Outcome, settle
from bot.delivery.verdicts import Sent, Verdict
from bot.desk import outgoing as out
from bot.desk.closing import close
from bot.desk.desk import Desk
from bot.desk.people.customers import Person, customer
from bot.desk.tickets import conversation, deliveries, linking, threads, wishes
from bot.desk.tickets.tables import State
from bot.engine import lanes
from bot.engine.address import read_address
from bot.engine.database import Database
from bot.wakeups import acts
from tests.databases import Fresh
from tests.desk.world import ADA, ANN, BEN, BO, FIRST, World
from tests.engine.test_postgresql import somebody_waits


@pytest.fixture
def database_url(fresh_postgresql: Fresh) -> Iterator[str]:
    with fresh_postgresql.lent() as url:
        yield url


class Slow:
    """A transaction that is open between what a verb changes and what follows from it."""

    def __init__(self, connection: AsyncConnection, world: World) -> None:
        self._connection, self._world = connection, world

    async def does(self, verb: Callable[[Desk], None]) -> None:
        await self._connection.run_sync(self._begun, verb)

    def _begun(self, connection: Connection, verb: Callable[[Desk], None]) -> None:
        session = Session(connection, join_transaction_mode="rollback_only", expire_on_commit=False, autoflush=False)
        self._desk = Desk(session, self._world.now, self._world.door.practice)
        verb(self._desk)
        session.flush()

    async def ends(self) -> None:
        await self._connection.run_sync(lambda connection: close(self._desk, connection, self._world.door.machine()))
        await self._connection.commit()


@pytest.fixture
async def desk(database: Database) -> World:
    world = await World(database).opens()
    await world.claimed_ticket()
    return world


@pytest.fixture
async def slow(database_url: str, desk: World) -> AsyncIterator[Slow]:
    engine = create_async_engine(read_address(database_url))
    async with engine.connect() as connection:
        yield Slow(connection, desk)
    await engine.dispose()


def claimed(connection: Connection, now: int) -> list[tuple[int, lanes.Head, out.Bucket]]:
    claims = lanes.claim_first(connection, list(out.Bucket), 16, 60_000, now)
    return [(claim.token, head, out.Bucket(name)) for name, claim in claims.items() for head in claim.heads]


async def sent(desk: World, verdict: Callable[[out.Outgoing], Verdict]) -> list[Outcome]:
    """What waits on the lanes, as sent."""
    heads = await desk.door.database.do(claimed, desk.door.machine())
    rows = [(bucket, token, head, out.read(head.payload)) for token, head, bucket in heads]
    return [Outcome(bucket, token, head, verdict(row), row) for bucket, token, head, row in rows]


async def meet(desk: World, slow: Slow, first: Callable[[Desk], None], then: Awaitable[object]) -> None:
    """The first is in the middle of what it does when the other begins; both are done, each at its first attempt."""
    await slow.does(first)
    other = asyncio.ensure_future(then)
    await somebody_waits(desk.door.database)
    await slow.ends()
    await other


class Once:
    """A verb, and how often it was begun."""

    def __init__(self, verb: Callable[..., None]) -> None:
        self.verb, self.times = verb, 0

    def __call__(self, desk: Desk, *args: int) -> None:
        self.times += 1
        self.verb(desk, *args)


def meets(desk: Desk, person: Person) -> None:
    customer(desk, person)


def writes(desk: World, text: str = "Hello?") -> Callable[[Desk], None]:
    return partial(conversation.wrote, person=ADA, letter=desk.letter(text))


async def test_what_came_of_sends_waits_for_a_customer_who_writes(desk: World, slow: Slow) -> None:
    message = await desk.types(ANN, "Which lamp?")
    desk.passes(seconds=5)
    await desk.heard()
    await desk.fires()
    await desk.says("Are you there?")
    delivered = Once(partial(deliveries.delivered, message=message.id, chat_first=90, chat_last=90))
    outcomes = await sent(desk, lambda row: Sent(delivered if isinstance(row, out.RelayToCustomer) else None))
    assert {outcome.bucket for outcome in outcomes} >= {out.Bucket.CHAT, out.Bucket.POST}
    await meet(desk, slow, writes(desk), desk.door.database.do(settle, desk.door, outcomes))
    assert delivered.times == 1
    assert (await desk.message(message.id)).delivered_at


async def test_an_agent_who_answers_waits_for_a_customer_who_writes(desk: World, slow: Slow) -> None:
    typed = Once(partial(threads.typed, said=desk.typed(ANN, "Which lamp?")))

    await slow.does(partial(meets, person=ADA))
    other = asyncio.ensure_future(desk.do(typed))
    await somebody_waits(desk.door.database)
    await slow.does(writes(desk))
    await slow.ends()
    await other
    assert typed.times == 1


async def test_a_deadline_waits_for_whoever_changes_what_it_is_about(
    desk: World, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And then there is no such deadline any more: the verb is not even begun."""
    release = Once(acts.ACTS["message.release"])
    monkeypatch.setitem(acts.ACTS, "message.release", release)
    message = await desk.types(ANN, "Which lamp?")
    desk.passes(seconds=5)
    stop = partial(threads.deleted, channel="C-SUP", post=message.post or "")
    await meet(desk, slow, stop, desk.fires())
    assert release.times == 0
    assert (await desk.message(message.id)).state is State.STOPPED


async def test_who_changes_tickets_of_several_customers_holds_the_customers_in_one_order(
    desk: World, slow: Slow
) -> None:
    await desk.says("And mine", BO)
    await desk.do(wishes.asks_new, ADA)
    await desk.says("A second question")
    linked = Once(partial(linking.link, ticket=FIRST + 1, agent=BEN, other=FIRST + 2))
    await slow.does(partial(meets, person=ADA))
    other = asyncio.ensure_future(desk.do(linked))
    await somebody_waits(desk.door.database)
    await slow.does(partial(meets, person=BO))
    await slow.ends()
    await other
    assert linked.times == 1
    assert (await desk.ticket(FIRST + 1)).links == 1
