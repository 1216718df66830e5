"""Deadlines that come in crowds: what one transaction does for all is what one for each would have done."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.desk.alerting.tables import Breach
from bot.desk.desk import Desk, Happened
from bot.desk.escalation.chains import Chain, Step
from bot.desk.escalation.gathering import FEW
from bot.desk.escalation.tables import Escalation, Telling
from bot.desk.moments import milliseconds
from bot.desk.service_levels.calendars import ALWAYS
from bot.desk.service_levels.policies import Policy
from bot.desk.service_levels.tables import Promise
from bot.desk.tickets import deliveries, handling, holding
from bot.desk.tickets.tables import Entry, Ticket
from bot.engine import timers
from bot.engine.address import read_address
from bot.engine.database import Database, open_database
from bot.signals import Fired, Signal
from bot.wakeups import crowds, firing
from bot.wakeups.acts import ACTS
from tests.databases import Fresh
from tests.desk.alerting.supervised import SUPERVISORS, asks
from tests.desk.world import ANN, PRACTICE, World
from tests.engine.test_postgresql import somebody_waits
from tests.overheard import overheard

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
CHAIN = Chain("late", (Step("owner"), Step("supervisors", 10 * MINUTE)))
POLICY = Policy("all", ALWAYS, first_response=HOUR, resolution=2 * HOUR, chain="late")
SUPPORT = replace(PRACTICE.teams[0], claim_within=90 * MINUTE, unclaimed_after=30 * MINUTE)
BUSY: dict[str, Any] = {
    "policies": (POLICY,),
    "chains": (CHAIN,),
    "supervisors": SUPERVISORS,
    "teams": (SUPPORT, *PRACTICE.teams[1:]),
}

ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
async def desk(database: Database) -> World:
    return await promising(database)


async def promising(database: Database) -> World:
    world = await World(database).opens()
    await world.works_as(**BUSY)
    return world


@pytest.fixture(params=["sqlite", "postgresql"])
def two_databases(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    fresh: Fresh = request.getfixturevalue(f"fresh_{request.param}")
    with fresh.lent() as one, fresh.lent() as other:
        yield one, other


@asynccontextmanager
async def desk_at(url: str) -> AsyncIterator[World]:
    database = await open_database(url, durable=False)
    try:
        yield await promising(database)
    finally:
        await database.close()


async def asked(desk: World, count: int) -> list[int]:
    """So many tickets, a second apart, with their cards posted; the first is Ann's."""
    numbers = []
    for place in range(count):
        numbers += await asks(desk, first=100 + place)
        desk.passes(seconds=1)
        await desk.do(deliveries.card_posted, place + 1, f"card-{place + 1}")
    await desk.do(handling.claim, numbers[0], ANN)
    await desk.heard()
    return numbers


async def day(desk: World) -> list[Any]:
    """Nobody answers a few customers: all that goes out until they are late with everything, and all that is kept."""
    await asked(desk, FEW)  # of more, a crowd tells supervisors in one post what one after another tells in several
    found: list[Any] = []
    for minutes in (31, 15, 10, 5, 1, 11, 20, 30):
        desk.passes(minutes=minutes)
        await desk.fires()
        found.append([(key, row.model_dump()) for key, row in await desk.heard()])
    kept = [await desk.all(kind) for kind in (Ticket, Promise, Breach, Escalation, Telling, Entry)]
    return [*found, *([thing.model_dump() for thing in things] for things in kept), await desk.timers()]


async def missed(desk: World) -> list[int]:
    """The tickets of which a miss was told, in order."""
    return sorted(entry.ticket_id for entry in await desk.all(Entry) if entry.what == "TargetsMissed")


async def test_a_crowd_leaves_behind_what_one_after_another_does(
    two_databases: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    together: list[str] = []

    async def seen(door: Any, act: Any, crowd: crowds.Crowd) -> int:
        together.append(crowd[0].kind)
        return await fire(door, act, crowd)

    fire = crowds.fire
    monkeypatch.setattr(crowds, "fire", seen)
    async with desk_at(two_databases[0]) as desk:
        in_crowds = await day(desk)
    assert {"promise.warn", "promise.judge", "ticket.call_out", "escalation.act"} <= set(together)
    together.clear()
    monkeypatch.setattr(firing, "BATCH", 1)
    async with desk_at(two_databases[1]) as desk:
        assert await day(desk) == in_crowds
    assert together == []


class Watched(list[Happened]):
    """Knows how often somebody looked through it."""

    looks = 0

    def __iter__(self) -> Iterator[Happened]:
        self.looks += 1
        return super().__iter__()


async def test_what_follows_for_a_ticket_looks_through_nothing_that_happened_to_others(desk: World) -> None:
    def prioritised(verb: Desk, tickets: list[int], priority: str) -> Watched:
        verb.events = watched = Watched()
        for ticket in tickets:
            handling.set_priority(verb, ticket, ANN, priority)
        return watched

    numbers = await asked(desk, 5)
    one = await desk.do(prioritised, numbers[:1], "high")
    all_of_them = await desk.do(prioritised, numbers, "low")
    assert len(all_of_them) > len(one)
    assert all_of_them.looks == one.looks


async def test_one_that_fails_among_many_is_alone_in_that(desk: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(verb: Desk, promise: int) -> None:
        act(verb, promise)
        if promise == bad.id:
            raise KeyError(promise)

    act = ACTS["promise.judge"]
    numbers = await asked(desk, 4)
    bad = (await desk.all(Promise))[2]
    monkeypatch.setitem(ACTS, "promise.judge", judge)
    desk.passes(hours=1)
    await desk.fires()
    assert await missed(desk) == [number for number in numbers if number != bad.ticket_id]
    assert (await desk.timers())[f"promise:{bad.id} judge"] == milliseconds(desk.now) + 1000
    monkeypatch.setitem(ACTS, "promise.judge", act)
    desk.passes(seconds=1)
    await desk.fires()
    assert await missed(desk) == numbers


async def test_one_without_a_point_among_many_is_forgotten(desk: World) -> None:
    def expire(connection: Connection, key: str, ticket: int) -> None:
        timers.set_timer(connection, key, milliseconds(desk.now), "ticket.expire", str(ticket), owner="test")

    [solved, live, _] = await asked(desk, 3)
    await desk.do(handling.solve, solved, ANN)
    for number in (solved, live, 77):
        await desk.door.database.do(expire, str(number), number)
    assert await desk.fires() == 3
    assert ((await desk.ticket(solved)).closed_at, (await desk.ticket(live)).closed_at) == (desk.now, None)
    assert not any(owner.startswith("test") for owner in await desk.timers())


async def test_each_of_a_crowd_is_heard_of_with_its_own_cause(desk: World) -> None:
    numbers = await asked(desk, 3)
    heard: list[Signal] = []
    desk.door.noticed = heard.append
    desk.passes(hours=1)
    await desk.fires()
    told = [signal for signal in heard if isinstance(signal, Fired) and signal.kind == "promise.judge"]
    assert [signal.outcome for signal in told] == ["done"] * len(numbers)
    cards = {row.cause for key, row in await desk.heard() if key.startswith("card:")}
    assert cards == {signal.cause for signal in told}


@ON_POSTGRESQL
async def test_what_somebody_holds_keeps_no_other_waiting(desk: World, database_url: str) -> None:
    numbers = await asked(desk, 4)
    busy = await desk.ticket(numbers[1])
    desk.passes(hours=1)
    engine = create_async_engine(read_address(database_url))
    async with engine.connect() as somebody:
        await somebody.execute(text(f"SELECT 1 FROM customer WHERE id = {busy.customer_id} FOR UPDATE"))
        firing = asyncio.ensure_future(desk.fires())
        await somebody_waits(desk.door.database)
        assert await missed(desk) == [number for number in numbers if number != busy.id]
        await somebody.commit()
    await firing
    await engine.dispose()
    assert await missed(desk) == numbers


@ON_POSTGRESQL
async def test_replicas_share_a_crowd_and_tell_each_miss_once(
    desk: World, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And neither is undone by the other: each is judged once, and no transaction is begun again."""
    judged: list[int] = []

    def judge(verb: Desk, promise: int) -> None:
        judged.append(promise)
        act(verb, promise)

    act = ACTS["promise.judge"]
    numbers = await asked(desk, 24)
    monkeypatch.setitem(ACTS, "promise.judge", judge)
    monkeypatch.setattr(firing, "BATCH", 5)
    rival = World(second := await open_database(database_url), desk.door.practice)
    rival.now = desk.passes(hours=1)
    await asyncio.gather(*(firing.fire(world.door) for world in (desk, rival) * 2))
    await second.close()
    assert await missed(desk) == numbers
    assert len(judged) == len(set(judged)) == len(numbers)
    assert len(await desk.all(Breach)) == len(numbers)


async def test_a_larger_crowd_takes_no_more_statements(desk: World) -> None:
    await desk.works_as(policies=(POLICY,), supervisors=SUPERVISORS)
    await asked(desk, 12)
    desk.passes(hours=1)
    due = await desk.door.database.do(timers.due, milliseconds(desk.now), 100)
    judged = [timer for timer in due if timer.kind == "promise.judge"]
    few, many = [await statements(desk, partial(crowd_of, desk, some)) for some in (judged[:2], judged[2:])]
    assert len(judged) == 12
    assert many <= few


async def test_whoever_asks_for_one_customer_of_a_crowd_reads_them_all(desk: World) -> None:
    numbers = await asked(desk, 6)
    few, many = [await statements(desk, partial(customers_of, desk, some)) for some in (numbers[:2], numbers[2:])]
    assert many == few


def customers_of(desk: World, numbers: list[int], connection: Connection) -> None:
    def ask(verb: Desk) -> list[str]:
        return [verb.customer_of(verb.ticket(number)).name for number in sorted(holding.hold_free(verb, numbers))]

    assert len(desk.door.within(connection, ask)) == len(numbers)


def crowd_of(desk: World, due: list[timers.Timer], connection: Connection) -> None:
    desk.door.within(connection, lambda verb: crowds._fire(verb, due, ACTS["promise.judge"]))


async def statements(desk: World, use: Callable[[Connection], None]) -> int:
    """How often the database was asked."""

    def counted(connection: Connection) -> int:
        with overheard(connection) as sent:
            use(connection)
        return len(sent)

    return await desk.door.database.do(counted)
