"""Tickets that have to do with each other: linked, and closed as duplicates."""

import pytest

from bot.desk import outgoing as out
from bot.desk.outgoing import Notice
from bot.desk.refusals import DuplicateOfThis, IsSpam, MergedAway, NoSuchTicket, Refusal, WithItself
from bot.desk.tickets import discarding, handling, relations, wishes
from bot.desk.tickets.life import Status
from bot.desk.tickets.linking import close_as_duplicate, link, unlink
from bot.desk.tickets.merging import merge
from bot.desk.tickets.tables import Link
from tests.desk.world import ADA, ANN, BO, FIRST, World

SECOND = FIRST + 1


async def two_customers(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.says("My lamp does not work", BO)
    await desk.heard()


async def neighbours(desk: World, ticket: int) -> list[int]:
    return [sheet.ticket.id for sheet in await desk.ask(relations.linked, ticket)]


async def test_a_link_is_seen_from_both_and_said_in_both_threads(desk: World) -> None:
    await two_customers(desk)
    await desk.do(link, SECOND, ANN, FIRST)
    assert (await neighbours(desk, FIRST), await neighbours(desk, SECOND)) == ([SECOND], [FIRST])
    assert [(await desk.ticket(number)).links for number in (FIRST, SECOND)] == [1, 1]
    heard = await desk.heard()
    assert [row.card for _, row in heard if isinstance(row, out.PostEntry)] == [2, 1]
    assert {key for key, _ in heard if key.startswith("card:")} == {"card:1", "card:2"}


async def test_a_second_link_is_the_first_and_unlinking_twice_is_once(desk: World) -> None:
    await two_customers(desk)
    for one, other in ((FIRST, SECOND), (SECOND, FIRST), (FIRST, SECOND)):
        await desk.do(link, one, ANN, other)
    assert len(await desk.all(Link)) == 1
    for one, other in ((SECOND, FIRST), (FIRST, SECOND)):
        await desk.do(unlink, one, ANN, other)
    assert (await desk.all(Link), (await desk.ticket()).links) == ([], 0)
    assert (await desk.history()).count("TicketUnlinked") == 1


@pytest.mark.parametrize("verb", [link, close_as_duplicate])
async def test_a_ticket_has_no_link_with_itself_with_none_or_with_a_part_of_another(desk: World, verb: object) -> None:
    await two_customers(desk)
    await desk.do(wishes.asks_new, ADA)
    await desk.says("And a third thing")
    await desk.do(merge, FIRST, ANN, FIRST + 2)
    for other, refusal in ((FIRST, WithItself), (9999, NoSuchTicket), (FIRST + 2, MergedAway)):
        with pytest.raises(refusal):
            await desk.do(verb, FIRST, ANN, other)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="Only agents"):
        await desk.do(verb, FIRST, "U-EVE", SECOND)  # type: ignore[arg-type]


async def test_a_duplicate_of_another_customers_ticket_tells_nothing_of_it(desk: World) -> None:
    await two_customers(desk)
    await desk.do(close_as_duplicate, SECOND, ANN, FIRST)
    held = await desk.ticket(SECOND)
    assert (held.status, held.duplicate_of, held.owner, held.waiting_since) == (Status.SOLVED, FIRST, ANN, None)
    assert await neighbours(desk, FIRST) == [SECOND]
    told = [row for _, row in await desk.heard() if isinstance(row, out.TellCustomer)]
    assert [(row.chat, row.notice, row.ticket, row.about) for row in told] == [(8, Notice.DUPLICATE, SECOND, "")]
    assert (await desk.history(FIRST))[-1] == "DuplicateClosed"
    assert (await desk.ticket(FIRST)).status is Status.NEW


async def test_of_ones_own_ticket_the_number_is_said(desk: World) -> None:
    first, second = await desk.two_tickets()
    await desk.do(close_as_duplicate, second, ANN, first)
    [told] = [row for _, row in await desk.heard() if isinstance(row, out.TellCustomer)]
    assert (told.ticket, told.about) == (second, str(first))


async def test_closing_it_twice_is_once_and_a_solved_one_tells_nobody(desk: World) -> None:
    await two_customers(desk)
    await desk.do(handling.solve, SECOND, ANN)
    await desk.heard()
    for _ in range(2):
        await desk.do(close_as_duplicate, SECOND, ANN, FIRST)
    assert await desk.told() == []
    assert (await desk.history(FIRST)).count("DuplicateClosed") == 1


async def test_two_are_not_duplicates_of_each_other_and_spam_is_none(desk: World) -> None:
    await two_customers(desk)
    await desk.do(close_as_duplicate, SECOND, ANN, FIRST)
    with pytest.raises(DuplicateOfThis, match=f"#{SECOND}"):
        await desk.do(close_as_duplicate, FIRST, ANN, SECOND)
    await desk.do(discarding.mark_spam, SECOND, ANN)
    with pytest.raises(IsSpam):
        await desk.do(close_as_duplicate, FIRST, ANN, SECOND)


async def test_a_customer_who_comes_back_has_a_ticket_of_their_own(desk: World) -> None:
    await two_customers(desk)
    await desk.do(close_as_duplicate, SECOND, ANN, FIRST)
    await desk.says("Mine still does not work", BO)
    held = await desk.ticket(SECOND)
    assert (held.status, held.duplicate_of) == (Status.OPEN, None)


async def test_an_agent_who_reopens_it_takes_that_back(desk: World) -> None:
    await two_customers(desk)
    await desk.do(close_as_duplicate, SECOND, ANN, FIRST)
    await desk.do(handling.reopen, SECOND, ANN)
    assert (await desk.ticket(SECOND)).duplicate_of is None
