"""Several messages forwarded at once are one in the thread, and one moment for the clock."""

from datetime import timedelta

import pytest

from bot.desk import outgoing as out
from bot.desk.outgoing import Notice
from bot.desk.tickets import bursts, conversation, placing, wishes
from bot.desk.tickets.tables import Message
from bot.desk.words import Words
from tests.desk.world import ADA, FIRST, START, World


async def forwards(desk: World, *texts: str, apart: float = 0) -> None:
    """One after another, so many seconds `apart`."""
    for text in texts:
        number = desk.letter("").chat_message
        await desk.do(conversation.wrote, ADA, conversation.Letter(number, Words(text), desk.now, forwarded=True))
        desk.passes(seconds=apart)


async def posts(desk: World) -> list[tuple[str, int]]:
    """What goes to Slack: words that are posted, and those that are drawn again."""
    return [(row.kind, row.message) for _, row in await desk.heard() if isinstance(row, out.PostWords | out.DrawWords)]


async def together(desk: World, message: int = 1) -> list[str]:
    first = await desk.message(message)
    return [each.text for each in await desk.ask(bursts.following, first)]


async def test_they_open_one_ticket_with_one_post_drawn_with_all_of_them(desk: World) -> None:
    await forwards(desk, "At the depot", "Nobody home", "By Friday", apart=1)
    assert {message.ticket_id for message in await desk.all(Message)} == {FIRST}
    assert await together(desk) == ["Nobody home", "By Friday"]
    ticket = await desk.ticket()
    assert (ticket.subject, ticket.waiting_since) == ("At the depot", START)
    heard = await desk.heard()
    kinds = [row.kind for _, row in heard if not isinstance(row, out.TellCustomer)]
    assert kinds == ["card", "words", "draw_words"]
    assert [row.notice for _, row in heard if isinstance(row, out.TellCustomer)] == [Notice.OPENED]


async def test_what_comes_later_or_was_written_is_a_message_of_its_own(desk: World) -> None:
    await forwards(desk, "One")
    desk.passes(seconds=3)
    await forwards(desk, "Two")
    await desk.says("What does that mean?")
    await forwards(desk, "Three")
    assert await posts(desk) == [("words", number) for number in (1, 2, 3, 4)]


@pytest.mark.parametrize(("texts", "posted"), [(["x"] * 31, 2), (["x" * 4000] * 3, 2), (["x" * 4000] * 2, 1)])
async def test_one_post_holds_only_so_much(desk: World, texts: list[str], posted: int) -> None:
    await forwards(desk, *texts)
    assert [kind for kind, _ in await posts(desk)].count("words") == posted
    assert len(await desk.all(Message)) == len(texts)


async def test_they_stay_together_while_the_customer_says_which_ticket_they_are_for(desk: World) -> None:
    await desk.two_tickets()
    await forwards(desk, "At the depot", "Nobody home")
    assert await posts(desk) == []
    await desk.do(placing.place_unplaced, ADA, FIRST)
    assert await posts(desk) == [("words", 3), ("draw_words", 3)]
    assert await together(desk, 3) == ["Nobody home"]


async def test_a_burst_goes_where_its_first_one_went(desk: World) -> None:
    await desk.says("The lamp is broken")
    await forwards(desk, "At the depot")
    await desk.do(wishes.asks_new, ADA)
    await forwards(desk, "Nobody home")
    assert [message.ticket_id for message in await desk.all(Message)] == [FIRST] * 3


async def test_a_clock_that_runs_is_not_set_back(desk: World) -> None:
    await desk.says("The lamp is broken")
    desk.passes(minutes=1)
    await forwards(desk, "At the depot", "Nobody home", apart=1)
    ticket = await desk.ticket()
    assert (ticket.waiting_since, ticket.customer_wrote_at) == (START, START + timedelta(minutes=1, seconds=1))
