import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Connection, func, select

from bot.delivery.courier import LEASE_MS, LEFT, MOST_FAULTS, UPGRADE, Courier
from bot.delivery.settling import LONGEST_WAIT, PATIENCE, PATIENCE_IN_DOUBT, TRIES, TRIES_IN_DOUBT, backoff
from bot.delivery.verdicts import Again, Attempt, GiveUp, Held, NotYet, Sent, SlowDown, Uncertain, Verdict
from bot.desk import outgoing as out
from bot.desk.desk import Desk
from bot.desk.events import CustomerTold
from bot.desk.moments import milliseconds
from bot.desk.outgoing import Bucket
from bot.desk.people.customers import Person, customer
from bot.desk.practice import UNPACED
from bot.desk.tickets import deliveries, sending
from bot.desk.tickets.absence import blocked_us
from bot.desk.troubles.tables import TELEGRAM, UNAUTHORIZED
from bot.engine import dead_letters, lanes
from bot.engine.database import Database, open_database
from bot.engine.tables import lane
from tests.desk.world import ADA, ANN, BO, World

ALL = range(100)


class Platform:
    """A sender that gives the verdicts it was told to, then `Sent`; it can be made to hang."""

    def __init__(self, *verdicts: Verdict | Exception) -> None:
        self.verdicts = list(verdicts)
        self.sent: list[tuple[out.Outgoing, Attempt]] = []
        self.called = asyncio.Event()
        self.answers = asyncio.Event()
        self.answers.set()

    async def __call__(self, row: out.Outgoing, attempt: Attempt) -> Verdict:
        self.sent.append((row, attempt))
        self.called.set()
        await self.answers.wait()
        verdict = self.verdicts.pop(0) if self.verdicts else Sent()
        if isinstance(verdict, Exception):
            raise verdict
        return verdict

    async def has_sent(self, count: int) -> None:
        async with asyncio.timeout(10):
            while len(self.sent) < count:
                self.called.clear()
                await self.called.wait()

    @property
    def abouts(self) -> list[str]:
        return [row.about for row, _ in self.sent if isinstance(row, out.TellCustomer)]


@pytest.fixture
async def desk(database: Database) -> World:
    return await World(database).opens()


def courier_of(desk: World, platform: Platform) -> Courier:
    return Courier(desk.door, dict.fromkeys(Bucket, platform))


async def sends(desk: World, platform: Platform, count: int = 1) -> None:
    """A courier runs until the platform was called so many times more, and is then stopped."""
    running = asyncio.create_task((courier := courier_of(desk, platform)).run())
    courier.poke()
    await platform.has_sent(len(platform.sent) + count)
    await stops(running)


async def stops(running: asyncio.Task[None]) -> None:
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


def tell(desk: Desk, person: Person, about: str) -> None:
    known = customer(desk, person)
    desk.happened(CustomerTold(customer=known.id, notice=out.Notice.REFUSED, about=about))


async def tells(desk: World, *abouts: str, person: Person = ADA) -> None:
    for about in abouts:
        await desk.do(tell, person, about)


async def ready(desk: World) -> bool:
    """Whether a lane could be claimed now. (It then is, and given back.)"""

    def look(connection: Connection, now: int) -> bool:
        claim = lanes.claim(connection, Bucket.CHAT, 1, 1000, now)
        lanes.release(connection, claim.token, [head.lane_id for head in claim.heads], now)
        return bool(claim.heads)

    return await desk.door.database.do(look, desk.door.machine())


async def waiting(desk: World) -> lanes.Waiting:
    return await desk.door.database.read(lanes.waiting, desk.door.machine())


async def buried(desk: World) -> list[dead_letters.DeadLetter]:
    return await desk.door.database.read(dead_letters.dead_letters, 10)


async def test_what_was_sent_leaves_its_lane_with_what_is_to_be_remembered(desk: World) -> None:
    await tells(desk, "A")
    platform = Platform(Sent(lambda verb: blocked_us(verb, ADA)))
    await sends(desk, platform)
    assert (await waiting(desk)).count == 0
    assert (await desk.customer()).unreachable_since == desk.now
    [(_, attempt)] = platform.sent
    assert attempt.number == 1


async def test_one_lane_keeps_its_order_and_its_pace_while_others_go_beside_it(desk: World) -> None:
    await tells(desk, "A1", "A2", "A3")
    await tells(desk, "B1", "B2", person=BO)
    platform = Platform()
    platform.answers.clear()
    courier = courier_of(desk, platform)
    running = asyncio.create_task(courier.run())
    courier.poke()
    await platform.has_sent(2)
    assert sorted(platform.abouts) == ["A1", "B1"]
    platform.answers.set()
    await stops(running)
    assert not await ready(desk)
    desk.passes(seconds=1)
    await sends(desk, platform, 2)
    desk.passes(seconds=1)
    await sends(desk, platform)
    assert [about for about in platform.abouts if about[0] == "A"] == ["A1", "A2", "A3"]
    assert sorted(platform.abouts[2:]) == ["A2", "A3", "B2"]
    assert (await waiting(desk)).count == 0


async def test_it_carries_until_nothing_waits_and_says_so(desk: World) -> None:
    for number in range(5):
        await tells(desk, str(number), person=Person(100 + number, "Somebody"))
    platform = Platform()
    courier = Courier(desk.door, dict.fromkeys(Bucket, platform), at_once=2)
    running = asyncio.create_task(courier.run())
    courier.poke()
    async with asyncio.timeout(10):
        await courier.drained()
    await stops(running)
    assert sorted(platform.abouts) == ["0", "1", "2", "3", "4"]


async def test_what_nobody_told_of_is_found_by_a_look(desk: World) -> None:
    platform = Platform()
    running = asyncio.create_task((courier := courier_of(desk, platform)).run())
    await tells(desk, "A")
    await courier.look()
    await platform.has_sent(1)
    await stops(running)
    assert platform.abouts == ["A"]


# What a verdict does to its lane: whether it has gone, after how long it may go again, and with which number.
VERDICTS: list[tuple[Verdict | Exception, timedelta, int]] = [
    (NotYet(timedelta(seconds=30), "Too Many Requests"), timedelta(seconds=30), 1),
    (SlowDown(timedelta(seconds=40), "ratelimited"), timedelta(seconds=40), 1),
    (Again("refused"), timedelta(seconds=2), 2),
    (Uncertain("reset"), timedelta(seconds=2), 2),
    (RuntimeError("a bug"), timedelta(seconds=2), 2),
]


@pytest.mark.parametrize(("verdict", "after", "number"), VERDICTS, ids=[type(one[0]).__name__ for one in VERDICTS])
async def test_what_was_not_sent_waits_and_goes_before_what_is_behind_it(
    desk: World, verdict: Verdict | Exception, after: timedelta, number: int
) -> None:
    await tells(desk, "A1", "A2")
    platform = Platform(verdict)
    await sends(desk, platform)
    desk.now += after / 2 - timedelta(milliseconds=1)
    assert not await ready(desk)
    desk.now += after / 2 + timedelta(milliseconds=1)
    await sends(desk, platform)
    assert platform.abouts == ["A1", "A1"]
    first, second = (attempt for _, attempt in platform.sent)
    assert (first.key, second.number) == (second.key, number)


async def test_a_platform_that_asks_everybody_to_slow_down_is_left_alone(desk: World) -> None:
    await tells(desk, "A")
    await sends(desk, Platform(SlowDown(timedelta(seconds=40), "ratelimited")))
    await tells(desk, "B", person=BO)
    desk.passes(seconds=39)
    assert not await ready(desk)
    desk.passes(seconds=1)
    assert await ready(desk)


async def test_case_73_one_chat_that_has_to_wait_keeps_no_other_waiting(desk: World) -> None:
    await tells(desk, "A")
    platform = Platform(NotYet(timedelta(seconds=40), "Too Many Requests"))
    await sends(desk, platform)
    await tells(desk, "B", person=BO)
    await sends(desk, platform)
    assert platform.abouts == ["A", "B"]


async def test_what_cannot_be_sent_is_buried_and_the_next_one_goes(desk: World) -> None:
    await tells(desk, "A1", "A2")
    platform = Platform(GiveUp("blocked by the user", lambda verb: blocked_us(verb, ADA)))
    await sends(desk, platform)
    desk.passes(seconds=1)
    await sends(desk, platform)
    assert platform.abouts == ["A1", "A2"]
    [letter] = await buried(desk)
    assert (letter.error, letter.key) == ("blocked by the user", "chat:7")
    assert (await desk.customer()).unreachable_since is not None


@pytest.mark.parametrize(("verdict", "patience"), [(Uncertain("reset"), PATIENCE_IN_DOUBT), (Again("reset"), PATIENCE)])
async def test_an_outage_only_delays_and_what_lasts_too_long_is_buried(
    desk: World, verdict: Verdict, patience: timedelta
) -> None:
    await tells(desk, "A")
    for _ in range(TRIES - 1):
        await sends(desk, Platform(verdict))
        desk.now += LONGEST_WAIT
    assert await buried(desk) == []
    desk.now += patience
    await sends(desk, Platform(verdict))
    hours = patience // timedelta(hours=1)
    assert [letter.error for letter in await buried(desk)] == [f"it was tried for {hours} h (reset)"]


STOPPED_HALFWAY = [
    NotYet(timedelta(), "wait"),
    SlowDown(timedelta(), "wait, all of you"),
    Again("away"),
    Uncertain("reset"),
    Held(TELEGRAM, UNAUTHORIZED),
]


def begun(verdict: Verdict, message: int, *numbers: int) -> Verdict:
    return replace(verdict, record=partial(deliveries.begun, message=message, numbers=numbers))


@pytest.mark.parametrize("verdict", STOPPED_HALFWAY)
async def test_what_goes_back_to_its_lane_is_remembered_as_far_as_it_got(desk: World, verdict: Verdict) -> None:
    message = (await desk.sent_reply()).id
    await tells(desk, "A")
    platform = Platform(begun(verdict, message, 70, 71))
    await sends(desk, platform)
    said = await desk.message(message)
    assert (said.begun, said.parts, said.chat_first, said.chat_last) == ([70, 71], [], 70, 71)
    desk.now += LONGEST_WAIT
    await sends(desk, platform)
    assert platform.abouts == ["A", "A"]


@pytest.mark.parametrize("verdict", [Uncertain("reset"), Again("reset")])
async def test_what_is_given_up_at_last_is_remembered_as_far_as_it_got(desk: World, verdict: Verdict) -> None:
    message = (await desk.sent_reply()).id
    await tells(desk, "A")
    for wait in [LONGEST_WAIT] * (TRIES - 2) + [PATIENCE]:
        await sends(desk, Platform(Again("away")))
        desk.now += wait
    await sends(desk, Platform(begun(verdict, message, 70)))
    assert ((await desk.message(message)).begun, len(await buried(desk))) == ([70], 1)


@pytest.mark.parametrize("verdict", [Uncertain("reset"), Again("reset")])
async def test_what_waited_long_without_being_tried_is_not_given_up_at_the_first_trouble(
    desk: World, verdict: Verdict
) -> None:
    await tells(desk, "A1", "A2")
    desk.now += 2 * PATIENCE
    await sends(desk, Platform(verdict))
    desk.now += LONGEST_WAIT
    platform = Platform()
    for _ in range(2):
        await sends(desk, platform)
        desk.passes(seconds=1)
    assert platform.abouts == ["A1", "A2"]
    assert await buried(desk) == []


async def test_what_our_own_code_cannot_send_is_soon_out_of_the_way(desk: World) -> None:
    await tells(desk, "A1", "A2")
    platform = Platform(*[RuntimeError("a bug")] * MOST_FAULTS)
    for _ in range(MOST_FAULTS + 1):
        await sends(desk, platform)
        desk.now += LONGEST_WAIT
    assert platform.abouts == ["A1"] * MOST_FAULTS + ["A2"]
    assert [letter.error for letter in await buried(desk)] == ["it could not be drawn or sent (RuntimeError)"]


async def test_the_operators_hear_of_what_agents_would_never_miss(desk: World) -> None:
    await desk.says("Hello?")
    await desk.heard()
    words = out.PostWords(channel="C-SUP", card=1, message=1, text="Hello?")
    lane = out.lane(words, desk.door.practice.pace)
    await desk.door.database.do(lanes.push, lane, words.model_dump_json(), desk.door.machine())
    await sends(desk, Platform(GiveUp("invalid_blocks")))
    [alert] = [row.sentence for _, row in await desk.heard() if isinstance(row, out.AlertOperators)]
    [letter] = await buried(desk)
    assert f"relaydesk outgoing retry {letter.id}" in alert


async def test_an_answer_that_is_given_up_after_many_attempts_fails_in_the_thread(desk: World) -> None:
    await desk.sent_reply()
    await desk.do(deliveries.failed, 2, "first")
    await desk.heard()
    desk.passes(minutes=1)
    await desk.do(sending.retry, 2, ANN)
    await drop_marks(desk)
    desk.now += PATIENCE_IN_DOUBT
    for _ in range(TRIES_IN_DOUBT):
        await sends(desk, Platform(Uncertain("the connection broke")))
        desk.now += LONGEST_WAIT
    assert (await desk.message(2)).why == "it was tried for 1 h (the connection broke)"
    assert [row.kind for key, row in await desk.heard() if key == "channel:C-SUP"] == ["failed"]


async def drop_marks(desk: World) -> None:
    """So that only the answer waits."""

    def drop(connection: Connection, now: int) -> None:
        claim = lanes.claim(connection, Bucket.REACT, 1, 1000, now)
        for head in claim.heads:
            lanes.complete(connection, claim.token, head.lane_id, head.seq, now)

    await desk.door.database.do(drop, desk.door.machine())


def push_unknown(connection: Connection, now: int) -> None:
    lanes.push(connection, lanes.Lane("chat:7", Bucket.CHAT), '{"kind": "hologram"}', now)


async def test_a_row_of_a_newer_version_is_left_to_a_desk_that_can_read_it(desk: World) -> None:
    await desk.door.database.do(push_unknown, desk.door.machine())
    running = asyncio.create_task((courier := courier_of(desk, Platform())).run())
    courier.poke()
    async with asyncio.timeout(10):
        while not await desk.door.database.read(put_off):  # noqa: ASYNC110 - what is put off is told nobody
            await asyncio.sleep(0.01)
    await stops(running)
    assert await buried(desk) == []
    desk.passes(seconds=LEFT.total_seconds())
    newer = await desk.door.database.do(lanes.claim, Bucket.CHAT, 1, LEASE_MS, desk.door.machine())
    assert [(head.payload, head.strikes, head.doubts) for head in newer.heads] == [('{"kind": "hologram"}', 1, 0)]


def put_off(connection: Connection) -> bool:
    return connection.execute(select(lane.c.lease.is_(None) & (lane.c.not_before > 0))).scalar_one()


async def test_a_row_of_a_version_that_is_gone_is_buried_unsent(desk: World) -> None:
    await desk.door.database.do(push_unknown, desk.door.machine())
    desk.passes(seconds=UPGRADE.total_seconds())
    platform = Platform()
    courier = courier_of(desk, platform)
    running = asyncio.create_task(courier.run())
    courier.poke()
    async with asyncio.timeout(10):
        await courier.drained()
    await stops(running)
    assert [row.kind for row, _ in platform.sent] == ["alert"]
    [letter] = await buried(desk)
    assert letter.error.startswith("this version cannot read it")


async def test_who_dies_with_a_row_is_replaced_when_the_lease_runs_out(desk: World) -> None:
    await tells(desk, "A")
    died = await desk.door.database.do(lanes.claim, Bucket.CHAT, 5, LEASE_MS, desk.door.machine())
    assert len(died.heads) == 1
    desk.passes(milliseconds=LEASE_MS - 1)
    assert not await ready(desk)
    desk.passes(milliseconds=1)
    platform = Platform()
    await sends(desk, platform)
    assert [attempt.number for _, attempt in platform.sent] == [2]


async def test_who_was_too_slow_does_not_undo_what_another_did(desk: World, database_url: str) -> None:
    await tells(desk, "A1", "A2")
    slow, quick = Platform(Sent(lambda verb: blocked_us(verb, ADA))), Platform()
    slow.answers.clear()
    courier = courier_of(desk, slow)
    running = asyncio.create_task(courier.run())
    courier.poke()
    await slow.has_sent(1)
    rival = World(second := await open_database(database_url))
    rival.now = desk.passes(milliseconds=LEASE_MS)
    await sends(rival, quick)
    slow.answers.set()
    await stops(running)
    await second.close()
    assert (await desk.customer()).unreachable_since is None
    assert quick.abouts == ["A1"]
    assert (await waiting(desk)).count == 1


async def test_a_clean_stop_finishes_what_is_being_sent_and_begins_nothing(desk: World) -> None:
    await tells(desk, "A1", "A2")
    platform = Platform()
    platform.answers.clear()
    courier = courier_of(desk, platform)
    running = asyncio.create_task(courier.run())
    courier.poke()
    await platform.has_sent(1)
    desk.passes(seconds=5)
    running.cancel()
    await asyncio.sleep(0)
    assert not running.done()
    platform.answers.set()
    with suppress(asyncio.CancelledError):
        await running
    assert platform.abouts == ["A1"]
    assert (await waiting(desk)).count == 1


async def test_what_was_sent_but_cannot_be_recorded_is_not_sent_for_ever(desk: World) -> None:
    await tells(desk, "A1", "A2")

    def breaks(_: Desk) -> None:
        raise KeyError("record")

    platform = Platform(Sent(breaks), GiveUp("refused", breaks))
    await sends(desk, platform)
    desk.passes(milliseconds=LEASE_MS)
    await sends(desk, platform)
    assert platform.abouts == ["A1", "A2"]
    assert (await waiting(desk)).count == 0
    assert len(await buried(desk)) == 2


@pytest.mark.parametrize("attempt", [1, 2, 5, 6, 50])
def test_the_wait_doubles_up_to_a_minute_with_jitter(attempt: int) -> None:
    longest = min(timedelta(seconds=2 ** min(attempt, 10)), LONGEST_WAIT)
    waits = [backoff(attempt) for _ in ALL]
    assert longest / 2 <= min(waits) < max(waits) <= longest


async def test_a_send_of_bytes_keeps_its_lease_for_as_long_as_it_takes(desk: World) -> None:
    platform = Platform()
    platform.answers.clear()
    row = out.PostFile(channel="C-SUP", card=1, attachment=1)
    place = out.lane(row, UNPACED)
    await desk.door.database.do(lanes.push, place, row.model_dump_json(), milliseconds(desk.now))
    courier = Courier(desk.door, dict.fromkeys(Bucket, platform), lease_ms=30)
    running = asyncio.create_task(courier.run())
    courier.poke()
    await platform.has_sent(1)
    desk.passes(hours=1)
    async with asyncio.timeout(10):
        while await desk.door.database.read(_leased, milliseconds(desk.now)) != 1:
            continue
    platform.answers.set()
    await stops(running)
    assert await desk.door.database.read(lambda connection: lanes.waiting(connection, 0).count) == 0


def _leased(connection: Connection, now: int) -> int:
    """How many lanes nobody else can take now."""
    return connection.execute(select(func.count()).select_from(lane).where(lane.c.ready_at > now)).scalar_one()
