from collections.abc import Awaitable, Callable

import pytest

from bot.desk import outgoing as out
from bot.desk.desk import Desk
from bot.desk.events import CustomerTold
from bot.desk.outgoing import Notice
from bot.desk.people.customers import customer
from bot.desk.refusals import NotYours, Refusal
from bot.desk.tickets import conversation
from bot.desk.tickets.tables import Ticket
from bot.door import Arrival
from bot.engine import ledger
from bot.engine.database import Database
from bot.engine.faults import DatabaseAway
from bot.intake.taking import take
from tests.desk.world import ADA, World

Handler = Callable[[World], Awaitable[object]]


@pytest.fixture
async def desk(database: Database) -> World:
    return await World(database).opens()


async def writes(desk: World) -> None:
    await desk.do(conversation.wrote, ADA, desk.letter("Hello"))


async def refuses(desk: World) -> None:
    await desk.do(refused)


async def ignores(_: World) -> None:
    """Nothing in it is for the desk."""


async def breaks(_: World) -> None:
    raise KeyError("message")


async def finds_no_database(_: World) -> None:
    raise DatabaseAway("gone")


def refused(_: Desk) -> None:
    raise NotYours


def answers(desk: Desk, refusal: Refusal) -> None:
    told = CustomerTold(customer=customer(desk, ADA).id, notice=Notice.REFUSED, about=type(refusal).__name__)
    desk.happened(told)


def apologises(desk: Desk, reference: str) -> None:
    desk.happened(CustomerTold(customer=customer(desk, ADA).id, notice=Notice.REFUSED, about=reference))


def breaks_too(_: Desk, __: object) -> None:
    raise RuntimeError("and nobody can be told")


async def taken(desk: World, handler: Handler, event: str = "1", **others: Callable[[Desk, Refusal], None]) -> str:
    arrival = Arrival("telegram", event, '{"update_id": 1}')
    return await take(desk.door, arrival, handler(desk), others.get("answer", answers), apologises)


async def parked(desk: World) -> list[ledger.Parked]:
    return await desk.door.database.read(ledger.parked)


async def test_what_is_done_is_done_once(desk: World) -> None:
    assert [await taken(desk, writes), await taken(desk, writes)] == ["done", "seen"]
    assert len(await desk.all(Ticket)) == 1


async def test_what_is_not_for_the_desk_leaves_nothing(desk: World) -> None:
    assert [await taken(desk, ignores), await taken(desk, writes)] == ["done", "done"]


async def test_who_is_refused_is_told_why_once(desk: World) -> None:
    assert [await taken(desk, refuses), await taken(desk, refuses)] == ["refused", "seen"]
    assert [row.about for _, row in await desk.heard() if isinstance(row, out.TellCustomer)] == ["NotYours"]
    assert await parked(desk) == []


async def test_what_breaks_is_parked_and_both_the_person_and_the_operators_are_told_once(desk: World) -> None:
    assert [await taken(desk, breaks), await taken(desk, breaks)] == ["parked", "seen"]
    [kept] = await parked(desk)
    assert kept.error == "KeyError: 'message'"
    heard = [row for _, row in await desk.heard()]
    assert [row.about for row in heard if isinstance(row, out.TellCustomer)] == [kept.reference]
    [alert] = [row.sentence for row in heard if isinstance(row, out.AlertOperators)]
    assert "telegram could not be handled (KeyError)" in alert
    assert "'message'" not in alert
    assert f"relaydesk parked replay {kept.reference}" in alert


async def test_the_ones_behind_it_go_on(desk: World) -> None:
    outcomes = [await taken(desk, handler, str(number)) for number, handler in enumerate((writes, breaks, writes))]
    assert outcomes == ["done", "parked", "done"]


async def test_a_refusal_that_cannot_be_answered_is_parked(desk: World) -> None:
    assert await taken(desk, refuses, answer=breaks_too) == "parked"
    assert [kept.error for kept in await parked(desk)] == ["RuntimeError: and nobody can be told"]


async def test_an_apology_that_fails_does_not_keep_it_from_being_parked(desk: World) -> None:
    arrival = Arrival("telegram", "1", "{}")
    assert await take(desk.door, arrival, breaks(desk), answers, breaks_too) == "parked"
    assert [kept.error for kept in await parked(desk)] == ["KeyError: 'message'"]
    assert any(isinstance(row, out.AlertOperators) for _, row in await desk.heard())


async def test_without_a_database_nothing_is_acknowledged(desk: World) -> None:
    with pytest.raises(DatabaseAway):
        await taken(desk, finds_no_database)
    await desk.door.database.close()
    for handler in (writes, refuses, breaks):
        with pytest.raises(DatabaseAway):
            await taken(desk, handler)


async def test_an_error_with_words_no_database_can_hold_is_parked(desk: World) -> None:
    async def breaks_on_them(_: World) -> None:
        raise ValueError("half \ud83d or \0 nothing")

    assert await taken(desk, breaks_on_them) == "parked"
    assert [kept.error for kept in await parked(desk)] == ["ValueError: half \\ud83d or  nothing"]
