import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.desk import outgoing as out
from bot.desk.alerting.tables import Outage, Pulse
from bot.desk.desk import Desk
from bot.desk.moments import milliseconds
from bot.desk.tickets import handling, replies, sending, threads
from bot.desk.tickets.tables import Ticket
from bot.desk.words import Words
from bot.door import machine_now
from bot.engine import lanes, ledger, timers
from bot.engine.clock import SteadyClock
from bot.engine.database import Database, open_database
from bot.engine.faults import DatabaseAway
from bot.wakeups import chores, firing
from bot.wakeups.acts import ACTS
from bot.wakeups.chores import beats, tidy
from bot.wakeups.clocks import in_step, on_time
from bot.wakeups.firing import fire
from bot.wakeups.heartbeat import heartbeat, stop
from tests.desk.world import ANN, FIRST, START, World


@pytest.fixture
async def desk(database: Database) -> World:
    return await World(database).opens()


def breaks(_: Desk, thing: int) -> None:
    raise KeyError(thing)


def set_due(connection: Connection, key: str, due_at: int, kind: str, payload: str) -> None:
    timers.set_timer(connection, key, due_at, kind, payload, owner="test")


async def test_replicas_that_fire_together_release_each_answer_once_and_in_order(
    desk: World, database_url: str
) -> None:
    await desk.claimed_ticket()
    for number in range(20):
        await desk.types(ANN, f"Part {number}")
        desk.passes(milliseconds=10)
    rival = World(second := await open_database(database_url))
    rival.now = desk.passes(minutes=1)
    while await desk.timers():
        await asyncio.gather(*(fire(world.door) for world in (desk, rival) * 2))
        rival.now = desk.passes(seconds=1)
    await second.close()
    relayed = [row.text for _, row in await desk.heard() if isinstance(row, out.RelayToCustomer)]
    assert relayed == [f"Part {number}" for number in range(20)]


async def test_each_deadline_is_one_replicas(desk: World, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    monkeypatch.setitem(ACTS, "test.done", lambda _, thing: done.append(thing))
    for number in range(20):
        await desk.door.database.do(set_due, str(number), milliseconds(desk.now), "test.done", str(number))
    rival = World(second := await open_database(database_url))
    fired = await asyncio.gather(*(fire(world.door) for world in (desk, rival) * 3))
    await second.close()
    assert (sum(fired), set(done)) == (20, set(range(20)))  # one whose commit was undone by another's runs again


async def test_an_answer_leaves_behind_those_that_were_typed_before_it(desk: World) -> None:
    """Even where they were heard of after it."""
    await desk.claimed_ticket()
    first, second = (desk.typed(ANN, text, at=desk.passes(milliseconds=10)) for text in ("First", "Second"))
    await desk.do(threads.typed, second)
    desk.passes(seconds=1)
    await desk.do(threads.typed, first)
    desk.passes(seconds=4)
    await desk.fires()
    assert [row for _, row in await desk.heard() if isinstance(row, out.RelayToCustomer)] == []
    desk.passes(seconds=1)
    await desk.do(sending.release, 2)
    relayed = [row.text for _, row in await desk.heard() if isinstance(row, out.RelayToCustomer)]
    assert relayed == ["First", "Second"]
    assert await desk.timers() == {}


@pytest.mark.parametrize("hours", [-1, 1])
async def test_an_answer_keeps_its_undo_window_when_the_machines_clock_is_set(desk: World, hours: int) -> None:
    """Set back, it would wait for an hour, and all that is typed after it with it."""
    wall = SteadyClock(0, lambda: 0)
    look = on_time(desk.door, wall, lambda: milliseconds(desk.now) - milliseconds(START))
    await desk.claimed_ticket()
    await desk.types(ANN, "First")
    desk.passes(hours=hours)
    await desk.types(ANN, "Second")
    await look()
    await look()
    desk.passes(seconds=5)
    await desk.fires()
    desk.passes(seconds=5)
    await desk.fires()
    relayed = [row.text for _, row in await desk.heard() if isinstance(row, out.RelayToCustomer)]
    assert sorted(relayed) == ["First", "Second"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_replica_that_was_ahead_keeps_nothing_waiting_when_it_falls_in_step(desk: World) -> None:
    ahead = SteadyClock(machine_now() + 3_600_000)
    desk.door.machine = ahead
    await desk.says("The lamp is broken")
    claim = await desk.door.database.do(lanes.claim, out.Bucket.POST, 1, 45_000, ahead())
    await desk.door.database.do(lanes.retry, claim.token, claim.heads[0].lane_id, ahead() + 2_000)
    await in_step(desk.door, ahead)
    assert abs(ahead() - machine_now()) < 60_000
    assert len((await desk.door.database.do(lanes.claim, out.Bucket.POST, 1, 45_000, ahead())).heads) == 1


async def test_one_that_fails_stops_no_other_and_comes_back_ever_later(
    desk: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ACTS, "test.breaks", breaks)
    await desk.solved_ticket()
    now = milliseconds(desk.passes(days=7))
    await desk.door.database.do(set_due, "first", now - 1000, "test.breaks", "1")
    await desk.door.database.do(set_due, "unknown", now - 500, "test.of another version", "1")
    assert await desk.fires() == 3
    assert (await desk.ticket()).closed_at == desk.now
    assert await desk.timers() == {"test first": now + 1000, "test unknown": now + 1000}
    assert [await wait_after_failing(desk, strikes) for strikes in (1, 2, 12, 13)] == [2000, 4000, 4096_000, 4096_000]


async def wait_after_failing(desk: World, strikes: int) -> int:
    """How long, in ms, the first timer waits after one more failure on top of so many."""

    def fail_before(connection: Connection) -> None:
        [timer] = [one for one in timers.due(connection, 2**60, 10) if one.key == "first"]
        for _ in range(timer.strikes, strikes):
            timers.postpone(connection, timer.id, milliseconds(desk.now))

    desk.passes(hours=2)
    await desk.door.database.do(fail_before)
    await desk.fires()
    return (await desk.timers())["test first"] - milliseconds(desk.now)


async def test_one_that_has_no_point_any_more_is_forgotten(desk: World) -> None:
    await desk.says("The lamp is broken")
    now = milliseconds(desk.now)
    await desk.door.database.do(set_due, "gone", now, "ticket.expire", "77")
    await desk.door.database.do(set_due, "live", now, "ticket.expire", str(FIRST))
    before = await desk.ticket()
    assert await desk.fires() == 2
    assert await desk.timers() == {}
    assert await desk.ticket() == before


async def test_what_a_failed_deadline_began_is_undone(desk: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(verb: Desk, ticket: int) -> None:
        handling.solve(verb, ticket, ANN)
        raise KeyError(ticket)

    monkeypatch.setitem(ACTS, "test.half", half)
    await desk.says("The lamp is broken")
    await desk.heard()
    await desk.door.database.do(set_due, "half", milliseconds(desk.now), "test.half", str(FIRST))
    await desk.fires()
    assert (await desk.ticket()).owner is None
    assert await desk.heard() == []


async def test_it_says_that_something_was_committed(desk: World) -> None:
    commits: list[None] = []
    await desk.claimed_ticket()
    await desk.types(ANN, "Hello")
    desk.door.committed = lambda: commits.append(None)
    assert await desk.fires() == 0
    assert commits == []
    desk.passes(seconds=5)
    assert await desk.fires() == 1
    assert len(commits) == 1


async def test_more_than_a_batch_is_done_in_one_go(desk: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firing, "BATCH", 2)
    await desk.claimed_ticket()
    for _ in range(5):
        await desk.do(replies.reply, FIRST, ANN, Words("Hello"))
    for number in range(5):
        await desk.door.database.do(set_due, str(number), milliseconds(desk.now), "message.release", str(number + 2))
    assert await desk.fires() == 5
    assert len(await desk.all(Ticket)) == 1


async def test_old_deliveries_are_forgotten_and_new_ones_are_not(desk: World) -> None:
    now = milliseconds(desk.now)
    for event, age in (("old", timedelta(days=14, seconds=1)), ("new", timedelta(days=13))):
        await desk.door.database.do(ledger.once, "telegram", event, now - age // timedelta(milliseconds=1))
    assert await tidy(desk.door) == 1
    assert await desk.door.database.do(ledger.once, "telegram", "old", now)
    assert not await desk.door.database.do(ledger.once, "telegram", "new", now)


async def test_however_many_are_old_they_are_forgotten_in_one_go(desk: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk that takes more in a day than a tick forgets would keep them for ever."""
    monkeypatch.setattr(chores, "AT_ONCE", 3)
    long_ago = milliseconds(desk.now) - timedelta(days=15) // timedelta(milliseconds=1)
    for number in range(10):
        await desk.door.database.do(ledger.once, "telegram", str(number), long_ago)
    assert await tidy(desk.door) == 10


async def test_the_heart_beats_on_when_the_database_is_away() -> None:
    beats = asyncio.Queue[int]()

    async def beat() -> None:
        beats.put_nowait(1)
        raise DatabaseAway("gone")

    scheduler = heartbeat([(beat, 0.01)])
    scheduler.start()
    try:
        async with asyncio.timeout(30):
            for _ in range(3):
                await beats.get()
    finally:
        stop(scheduler)


async def test_a_beat_that_falls_due_as_it_stops_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    async def beat() -> None:
        """Nothing."""

    scheduler = heartbeat([])
    scheduler.start()
    scheduler.add_job(beat)
    stop(scheduler)
    for _ in range(10):  # turns of the loop: until it has stopped, and has said so
        await asyncio.sleep(0)
    assert not scheduler.running
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []


async def test_the_desk_beats_at_once_and_then_every_so_often(desk: World) -> None:
    beat, beaten = beats(desk.door), []
    for seconds in (0, 19, 1, 300):
        desk.passes(seconds=seconds)
        await beat()
        beaten += [pulse.beat_at - milliseconds(START) for pulse in await desk.all(Pulse)]
    assert beaten == [0, 0, 20_000, 320_000]
    assert [(outage.since, outage.until) for outage in await desk.all(Outage)] == [
        (START + timedelta(seconds=20), START + timedelta(seconds=320))
    ]
