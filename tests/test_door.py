import asyncio

import pytest
from sqlmodel import Session

from bot.desk import outgoing as out
from bot.desk.desk import Desk
from bot.desk.events import OperatorsAlerted
from bot.desk.refusals import NoSuchTicket, Refusal
from bot.desk.tickets import conversation, handling, reading, wishes
from bot.desk.tickets.absence import blocked_us, came_back
from bot.desk.tickets.tables import Message, Ticket
from bot.door import AlreadyTaken, Arrival, arriving
from bot.engine import lanes, ledger
from bot.engine.database import Database, open_database
from tests.desk.world import ADA, ANN, BEN, FIRST, START, World


@pytest.fixture
async def desk(database: Database) -> World:
    return await World(database).opens()


def arrival(event: str = "1", replays: str | None = None) -> Arrival:
    return Arrival("telegram", event, '{"update_id": 1}', replays=replays)


async def parked(desk: World) -> list[ledger.Parked]:
    return await desk.door.database.read(ledger.parked)


async def test_what_arrives_twice_is_done_once(desk: World) -> None:
    letter = desk.letter("Hello")
    with arriving(arrival()):
        await desk.do(conversation.wrote, ADA, letter)
    for again in (arrival(), arrival()):
        with arriving(again), pytest.raises(AlreadyTaken):
            await desk.do(conversation.wrote, ADA, letter)
    assert len(await desk.all(Message)) == 1


async def test_what_arrives_at_two_replicas_at_once_is_done_once(desk: World, database_url: str) -> None:
    rival = World(second := await open_database(database_url))
    letter = desk.letter("Hello")

    async def take(world: World) -> None:
        with arriving(arrival()):
            await world.do(conversation.wrote, ADA, letter)

    results = await asyncio.gather(*(take(world) for world in (desk, rival) * 3), return_exceptions=True)
    await second.close()
    assert sorted(str(type(result)) for result in results if result) == [str(AlreadyTaken)] * 5
    assert len(await desk.all(Message)) == 1


async def test_one_arrival_may_lead_to_several_verbs(desk: World) -> None:
    with arriving(arrival()) as one:
        await desk.do(wishes.started, ADA, "")
        await desk.do(conversation.wrote, ADA, desk.letter("Hello"))
    assert one.taken
    assert len(await desk.all(Ticket)) == 1


async def test_a_refused_verb_leaves_the_arrival_for_the_answer(desk: World) -> None:
    await desk.says("Hello")
    await desk.heard()

    def half(verb: Desk) -> None:
        handling.claim(verb, FIRST, ANN)
        raise NoSuchTicket(ticket=5)

    with arriving(arrival()):
        with pytest.raises(NoSuchTicket, match="#5"):
            await desk.do(half)
        assert (await desk.ticket()).owner is None
        assert await desk.heard() == []
        await desk.do(handling.claim, FIRST, BEN)
    with arriving(arrival()), pytest.raises(AlreadyTaken):
        await desk.do(handling.claim, FIRST, BEN)


async def test_outside_an_arrival_a_verb_is_simply_carried_out(desk: World) -> None:
    with arriving(arrival("1")), arriving(arrival("2")):
        await desk.do(wishes.asks_new, ADA)
    await desk.do(wishes.asks_new, ADA)
    with arriving(arrival("1")):
        await desk.do(wishes.asks_new, ADA)
    with arriving(arrival("2")), pytest.raises(AlreadyTaken):
        await desk.do(wishes.asks_new, ADA)


async def test_it_says_when_something_was_committed_that_can_go_out_and_only_then(desk: World) -> None:
    commits: list[None] = []
    desk.door.committed = lambda: commits.append(None)
    await desk.says("Hello")
    with pytest.raises(Refusal):
        await desk.do(handling.claim, 77, ANN)
    await desk.do(came_back, ADA)
    assert len(commits) == 1
    await desk.door.database.do(lanes.claim_first, list(out.Bucket), 16, 1000, desk.door.machine())
    await desk.says("Are you there?")
    assert len(commits) == 1, "what it says is waited for by what is being sent there now"


async def test_a_guard_decides_in_the_verbs_own_transaction(desk: World) -> None:
    def never(verb: Desk) -> bool:
        ledger.once(verb.session.connection(), "guard", "1", 0)
        return False

    with pytest.raises(AlreadyTaken):
        await desk.door.do_if(never, "", wishes.asks_new, ADA)
    assert await desk.door.database.do(ledger.once, "guard", "1", 0)
    await desk.door.do_if(lambda *_: True, "", blocked_us, ADA)
    assert (await desk.customer()).unreachable_since == START
    await desk.do(came_back, ADA)
    assert (await desk.customer()).unreachable_since is None


async def test_a_question_is_answered_from_what_is_stored(desk: World) -> None:
    await desk.says("Hello")
    assert (await desk.ask(reading.sheet, FIRST)).customer.name == "Ada"
    with pytest.raises(NoSuchTicket):
        await desk.ask(reading.sheet, 77)

    def writes(session: Session) -> None:
        session.get_one(Ticket, FIRST).subject = "Changed"
        session.flush()

    with pytest.raises(Exception, match=r"readonly|read-only"):
        await desk.ask(writes)


def tells(desk: Desk, reference: str) -> None:
    desk.happened(OperatorsAlerted(sentence=reference))


async def alerts(desk: World) -> list[str]:
    return [row.sentence for _, row in await desk.heard() if isinstance(row, out.AlertOperators)]


async def test_what_is_set_aside_is_kept_told_of_once_and_not_taken_again(desk: World) -> None:
    reference = await desk.door.set_aside(arrival(), "KeyError: 'x'", tells)
    assert await desk.door.set_aside(arrival(), "KeyError: 'x'", tells) is None
    [kept] = await parked(desk)
    assert (kept.reference, kept.error, kept.payload) == (reference, "KeyError: 'x'", '{"update_id": 1}')
    assert await alerts(desk) == [reference]
    with arriving(arrival()), pytest.raises(AlreadyTaken):
        await desk.do(wishes.asks_new, ADA)


async def test_what_failed_after_its_first_verb_is_set_aside_too(desk: World) -> None:
    with arriving(arrival()) as half_done:
        await desk.do(wishes.asks_new, ADA)
        assert await desk.door.set_aside(half_done, "KeyError: 'x'", tells)
    assert len(await parked(desk)) == 1


async def test_a_replay_takes_it_out_in_the_transaction_of_its_effect(desk: World) -> None:
    reference = str(await desk.door.set_aside(arrival(), "KeyError: 'x'", tells))
    with arriving(arrival(replays=reference)):
        await desk.do(conversation.wrote, ADA, desk.letter("Hello"))
    assert await parked(desk) == []
    with arriving(arrival(replays=reference)), pytest.raises(AlreadyTaken):
        await desk.do(conversation.wrote, ADA, desk.letter("Hello"))
    assert len(await desk.all(Message)) == 1


async def test_a_replay_that_fails_again_keeps_its_reference_and_tells_nobody(desk: World) -> None:
    reference = str(await desk.door.set_aside(arrival(), "KeyError: 'x'", tells))
    await desk.heard()

    def fails(_: Desk) -> None:
        raise KeyError("y")

    with arriving(replay := arrival(replays=reference)):
        with pytest.raises(KeyError):
            await desk.do(fails)
        assert await desk.door.set_aside(replay, "KeyError: 'y'", tells) == reference
    [kept] = await parked(desk)
    assert (kept.error, kept.attempts) == ("KeyError: 'y'", 2)
    assert await alerts(desk) == []


async def test_what_leaves_is_traced_to_what_came_in(desk: World) -> None:
    with arriving(one := arrival()):
        await desk.do(conversation.wrote, ADA, desk.letter("Hello"))
    assert {row.cause for _, row in await desk.heard()} == {one.key}
