"""With several tickets open and none of them active, the customer says which one they mean."""

import pytest

from bot.desk.outgoing import Notice
from bot.desk.refusals import NoLongerAsked, NotYours
from bot.desk.tickets import deliveries, discarding, handling, placing, sending, wishes
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Message, Ticket
from tests.desk.world import ADA, ANN, BO, FIRST, START, World, forget_active


async def placed(desk: World) -> list[int | None]:
    """The ticket of each message after the two that opened Ada's tickets."""
    return [message.ticket_id for message in await desk.all(Message)][2:]


async def test_they_are_asked_once_and_further_messages_wait_with_the_first(desk: World) -> None:
    await desk.two_tickets()
    await desk.says("It is still broken")
    desk.passes(minutes=1)
    await desk.says("Completely")
    assert await placed(desk) == [None, None]
    assert await desk.told() == [Notice.WHICH]
    assert await desk.timers() == {"customer:1 place": 1772442000000 + 15 * 60_000}


async def test_a_button_places_all_that_waited_in_order_and_is_pressed_once(desk: World) -> None:
    first, second = await desk.two_tickets()
    asked = desk.passes(minutes=5)
    await desk.says("It is still broken")
    await desk.says("Completely")
    await desk.heard()
    desk.passes(minutes=5)
    await desk.do(placing.place_unplaced, ADA, first, 31)
    assert await placed(desk) == [first, first]
    heard = await desk.heard()
    assert [row.message for _, row in heard if row.kind == "words"] == [3, 4]
    assert [(row.notice, row.instead_of) for _, row in heard if row.kind == "tell"] == [(Notice.PLACED, 31)]
    ticket = await desk.ticket(first)
    assert (ticket.waiting_since, ticket.customer_wrote_at) == (START, asked)
    assert (await desk.customer()).active_ticket == first
    assert await desk.timers() == {}
    with pytest.raises(NoLongerAsked):
        await desk.do(placing.place_unplaced, ADA, second)


async def test_a_new_question_takes_what_waited_into_a_ticket_of_its_own(desk: World) -> None:
    await desk.two_tickets()
    await desk.says("Do you sell candles?")
    await desk.says("Red ones")
    await desk.do(placing.place_unplaced, ADA, None)
    assert await placed(desk) == [FIRST + 2, FIRST + 2]
    assert (await desk.ticket(FIRST + 2)).subject == "Do you sell candles?"


async def test_after_a_quarter_of_an_hour_it_goes_to_the_ticket_written_in_last(desk: World) -> None:
    desk.passes(minutes=-30)
    _, second = await desk.two_tickets()
    desk.passes(minutes=30)
    await desk.do(deliveries.told, 1, second, "We look into it", 600, 600)
    await desk.says("Number 17", reply_to=600)
    await desk.do(forget_active, ADA)
    await desk.says("Is there any news?")
    await desk.says("Hello?")
    desk.passes(minutes=14, seconds=59)
    assert await desk.fires() == 0
    desk.passes(seconds=1)
    assert await desk.fires() == 1
    assert await placed(desk) == [second, second, second, second]
    assert await desk.timers() == {}
    with pytest.raises(NoLongerAsked):
        await desk.do(placing.place_unplaced, ADA, second)


async def test_if_both_were_solved_meanwhile_it_comes_back_to_the_last_one(desk: World) -> None:
    first, second = await desk.two_tickets()
    await desk.says("Is there any news?")
    for ticket in (first, second):
        await desk.do(handling.solve, ticket, ANN)
    desk.passes(minutes=15)
    await desk.fires()
    assert await placed(desk) in ([first], [second])
    assert len(await desk.all(Ticket)) == 2


async def test_the_ticket_they_named_may_have_been_solved_meanwhile(desk: World) -> None:
    first, _ = await desk.two_tickets()
    await desk.says("It is still broken")
    await desk.says("Completely")
    await desk.do(handling.solve, first, ANN)
    await desk.do(placing.place_unplaced, ADA, first)
    assert await placed(desk) == [first, first]
    assert (await desk.ticket(first)).status is Status.OPEN


async def test_what_waited_cannot_be_put_into_somebody_elses_ticket(desk: World) -> None:
    await desk.two_tickets()
    await desk.says("Hello", person=BO)
    await desk.says("It is still broken")
    with pytest.raises(NotYours):
        await desk.do(placing.place_unplaced, ADA, FIRST + 2)
    assert (await placed(desk))[-1] is None


async def test_who_was_blocked_while_being_asked_opens_nothing(desk: World) -> None:
    first, _ = await desk.two_tickets()
    await desk.says("Buy cheap watches")
    await desk.do(discarding.block, first, ANN)
    await desk.heard()
    desk.passes(minutes=15)
    await desk.fires()
    with pytest.raises(NoLongerAsked):
        await desk.do(placing.place_unplaced, ADA, None)
    assert len(await desk.all(Ticket)) == 2
    assert await placed(desk) == [first]
    assert await desk.heard() == []


async def test_an_answer_to_one_of_two_makes_the_next_message_ambiguous(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(wishes.asks_new, ADA)
    await desk.says("And where is my invoice?")
    message = await desk.types(ANN, "Try the other socket")
    await desk.do(sending.release, message.id)
    await desk.do(deliveries.delivered, message.id, 700, 700)
    await desk.heard()
    await desk.says("That did it")
    assert await desk.told() == [Notice.WHICH]
