"""Customers who have been here for years: what they write touches only the tickets that it could be for."""

from bot.desk.desk import Desk
from bot.desk.tickets import conversation, handling, wishes
from bot.desk.tickets.conversation import Letter
from bot.desk.tickets.tables import Message
from tests.desk.world import ADA, ANN, FIRST, World, forget_active


def held_by(desk: Desk, letter: Letter) -> set[int]:
    """The tickets that are locked for what Ada writes."""
    conversation.wrote(desk, ADA, letter)
    return set(desk.tickets)


async def asks_anew(desk: World, text: str) -> int:
    """Opens a ticket, a minute after whatever was before; gives the message's id in the chat."""
    desk.passes(minutes=1)
    await desk.do(wishes.asks_new, ADA)
    return await desk.says(text)


async def solves(desk: World, ticket: int) -> None:
    desk.passes(minutes=1)
    await desk.do(handling.solve, ticket, ANN)


async def test_only_the_open_ones_and_the_latest_that_is_over_are_held(desk: World) -> None:
    for number in range(5):
        await asks_anew(desk, f"Question {number}")
    for ticket in (FIRST, FIRST + 2, FIRST + 1):
        await solves(desk, ticket)
    assert await desk.do(held_by, desk.letter("Hello?")) == {FIRST + 1, FIRST + 3, FIRST + 4}


async def test_the_one_that_is_replied_to_is_held_however_old_it_is(desk: World) -> None:
    oldest = await asks_anew(desk, "The oldest")
    for number in range(3):
        await asks_anew(desk, f"Question {number}")
    for ticket in range(FIRST, FIRST + 4):
        await solves(desk, ticket)
    assert await desk.do(held_by, desk.letter("Still broken", reply_to=oldest)) == {FIRST, FIRST + 3}
    assert (await desk.all(Message))[-1].ticket_id == FIRST


async def test_with_nothing_open_the_latest_solved_comes_back(desk: World) -> None:
    for number in range(3):
        await asks_anew(desk, f"Question {number}")
    for ticket in (FIRST + 2, FIRST, FIRST + 1):
        await solves(desk, ticket)
    await desk.says("It is broken again")
    assert (await desk.all(Message))[-1].ticket_id == FIRST + 1


async def test_what_was_never_placed_goes_where_they_wrote_last_and_not_to_what_was_solved_last(desk: World) -> None:
    await asks_anew(desk, "The lamp")
    await asks_anew(desk, "The invoice")
    await desk.do(forget_active, ADA)
    await desk.says("It is the green one")
    await solves(desk, FIRST + 1)
    await solves(desk, FIRST)
    desk.passes(minutes=20)
    await desk.fires()
    assert (await desk.all(Message))[-1].ticket_id == FIRST + 1
