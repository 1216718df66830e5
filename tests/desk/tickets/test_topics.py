"""Which ticket a topic belongs to, and what becomes of it."""

from typing import Any

import pytest

from bot.desk import outgoing as out
from bot.desk.outgoing import Notice
from bot.desk.people import customers
from bot.desk.tickets import conversation, discarding, handling, rewriting, topics, wishes
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Message, Topic
from bot.desk.words import Words
from tests.desk.world import ADA, ANN, BO, FIRST, START, World

SECOND = FIRST + 1
LAMP, INVOICE, STRANGE = 40, 50, 60
"""Topics in Ada's chat; nobody knows of the strange one."""
HERS = ADA._replace(topic=LAMP)


async def opened(desk: World, number: int, ticket: int = FIRST, **fields: Any) -> Topic:
    return await desk.do(topics.opened, ticket, number, topics.title(await desk.ticket(ticket)), **fields)


async def lamp(desk: World) -> int:
    """Ada's ticket, with its topic."""
    await desk.says("The lamp is broken")
    await opened(desk, LAMP)
    await desk.heard()
    return FIRST


async def lamp_and_invoice(desk: World) -> None:
    await desk.two_tickets()
    await opened(desk, LAMP)
    await opened(desk, INVOICE, SECOND)


async def tickets_of(desk: World) -> list[int | None]:
    return [message.ticket_id for message in await desk.all(Message)]


async def of(desk: World, ticket: int) -> int | None:
    """The number of its topic."""
    topic, _ = await desk.ask(topics.standing, ticket)
    return topic.number if topic else None


async def names_drawn(desk: World) -> list[int]:
    return [row.ticket for _, row in await desk.heard() if isinstance(row, out.DrawTopic)]


async def test_what_is_written_in_a_topic_goes_to_its_ticket(desk: World) -> None:
    await lamp_and_invoice(desk)
    await desk.says("Number 17", ADA._replace(topic=INVOICE))
    await desk.says("The green one", HERS)
    assert (await tickets_of(desk))[2:] == [SECOND, FIRST]
    assert await desk.told() == []


async def test_outside_of_topics_everything_is_as_without_them(desk: World) -> None:
    await lamp_and_invoice(desk)
    await desk.says("Hm")
    await desk.says("Well", ADA._replace(topic=STRANGE))
    assert (await tickets_of(desk))[2:] == [None, None]
    assert await desk.told() == [Notice.WHICH]


async def test_a_topic_of_somebody_elses_chat_has_another_ticket(desk: World) -> None:
    await lamp(desk)
    await desk.says("Hello", BO._replace(topic=LAMP))
    assert await tickets_of(desk) == [FIRST, SECOND]
    assert (await desk.ticket(SECOND)).customer_id != (await desk.ticket(FIRST)).customer_id


async def test_of_two_topics_made_at_once_the_first_stays(desk: World) -> None:
    await desk.says("The lamp is broken")
    assert (await opened(desk, LAMP)).number == LAMP
    assert (await opened(desk, STRANGE)).number == LAMP
    assert await of(desk, FIRST) == LAMP


async def test_a_topic_that_is_gone_is_replaced_once(desk: World) -> None:
    await lamp(desk)
    first, another = await desk.ask(topics.standing, FIRST)
    assert first
    assert another
    second = await opened(desk, LAMP + 1, instead_of=first.id)
    assert await desk.ask(topics.standing, FIRST) == (second, False)
    await desk.do(topics.lost, FIRST, first.id)
    assert await of(desk, FIRST) == LAMP + 1, "it was another that was lost"
    await desk.do(topics.lost, FIRST, second.id)
    assert await desk.ask(topics.standing, FIRST) == (None, False)


async def test_a_ticket_that_is_over_gets_no_topic(desk: World) -> None:
    await desk.solved_ticket()
    assert await desk.ask(topics.standing, FIRST) == (None, False)


async def test_its_name_follows_what_customers_should_see_and_no_more(desk: World) -> None:
    first = await desk.says("The lamp is broken")
    await opened(desk, LAMP)
    await desk.heard()
    await desk.do(handling.claim, FIRST, ANN)
    await desk.do(handling.set_pending, FIRST, ANN)
    assert await names_drawn(desk) == []
    again = conversation.Letter(first, Words("The lamp is on fire"), START)
    await desk.do(rewriting.rewrote, HERS, again)
    assert await names_drawn(desk) == [FIRST]
    await desk.do(handling.solve, FIRST, ANN)
    assert await names_drawn(desk) == [FIRST]
    desk.passes(days=8)
    await desk.fires()
    assert (await desk.ticket()).status is Status.CLOSED
    assert await names_drawn(desk) == []


async def test_customers_do_not_see_that_it_was_taken_for_spam(desk: World) -> None:
    await lamp(desk)
    await desk.do(discarding.mark_spam, FIRST, ANN)
    assert await names_drawn(desk) == []


async def test_what_changed_while_the_topic_was_made_is_put_into_its_name(desk: World) -> None:
    await desk.says("The lamp is broken")
    before = topics.title(await desk.ticket())
    await desk.do(handling.solve, FIRST, ANN)
    await desk.heard()
    await desk.do(topics.opened, FIRST, LAMP, before)
    assert await names_drawn(desk) == [FIRST]


async def test_a_follow_up_goes_on_in_the_topic_it_was_written_in(desk: World) -> None:
    await lamp(desk)
    await desk.do(handling.solve, FIRST, ANN)
    desk.passes(days=8)
    await desk.fires()
    await desk.heard()
    await desk.says("It is broken again", HERS)
    await desk.says("And smells", HERS)
    assert (await tickets_of(desk))[1:] == [SECOND, SECOND]
    assert (await desk.ticket(SECOND)).follows == FIRST
    assert (await of(desk, FIRST), await of(desk, SECOND)) == (None, LAMP)
    assert await names_drawn(desk) == [SECOND]


@pytest.mark.parametrize("asked", [False, True])
async def test_a_new_ticket_keeps_the_topic_that_its_customer_made_for_it(desk: World, asked: bool) -> None:
    there = ADA._replace(topic=STRANGE)
    if asked:
        await desk.do(wishes.asks_new, there)
    await desk.says("The lamp is broken", there)
    assert await of(desk, FIRST) == STRANGE
    assert await names_drawn(desk) == [FIRST]


async def test_a_ticket_without_a_topic_goes_on_where_its_customer_writes(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.says("The green one", ADA._replace(topic=STRANGE))
    assert await of(desk, FIRST) == STRANGE
    await desk.says("And where is my invoice?", ADA._replace(topic=STRANGE))
    assert await tickets_of(desk) == [FIRST] * 3


async def test_a_new_question_asked_for_in_a_topic_is_one_there_and_has_its_own(desk: World) -> None:
    await lamp(desk)
    await desk.do(wishes.asks_new, HERS)
    told = [row for _, row in await desk.heard() if isinstance(row, out.TellCustomer)]
    assert [(row.notice, row.topic) for row in told] == [(Notice.WRITE_NEW, LAMP)]
    await desk.says("And where is my invoice?", HERS)
    told = [row for _, row in await desk.heard() if isinstance(row, out.TellCustomer)]
    assert [(row.notice, row.ticket) for row in told] == [(Notice.OPENED, SECOND), (Notice.WENT_ELSEWHERE, FIRST)]
    await desk.says("It is the green one", HERS)
    assert await tickets_of(desk) == [FIRST, SECOND, FIRST]
    assert (await of(desk, FIRST), await of(desk, SECOND)) == (LAMP, None)


async def test_a_new_question_asked_for_elsewhere_takes_nothing_from_a_topic(desk: World) -> None:
    await lamp(desk)
    await desk.do(wishes.asks_new, ADA)
    await desk.says("It is the green one", HERS)
    await desk.says("And where is my invoice?")
    assert await tickets_of(desk) == [FIRST, FIRST, SECOND]


async def test_close_in_a_topic_means_its_ticket(desk: World) -> None:
    await lamp_and_invoice(desk)
    await desk.do(wishes.closes, ADA._replace(topic=INVOICE))
    assert (await desk.ticket()).status is Status.NEW
    assert (await desk.ticket(SECOND)).status is Status.SOLVED


async def test_what_is_about_no_ticket_is_said_where_they_asked(desk: World) -> None:
    await lamp(desk)
    for who in (HERS, ADA):
        await desk.do(customers.show, who, Notice.STATUS)
    assert [row.topic for _, row in await desk.heard() if isinstance(row, out.TellCustomer)] == [LAMP, None]
