import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk import outgoing as out
from bot.desk.desk import Desk
from bot.desk.outgoing import Notice
from bot.desk.people.customers import Person
from bot.desk.refusals import NoSuchChoice, NoSuchTicket, NotYours, TicketIsOver
from bot.desk.tickets import conversation, deliveries, discarding, handling, wishes
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Message, State, Ticket
from bot.engine.database import open_database
from tests.desk.world import ADA, ANN, BO, FIRST, START, World


async def test_a_first_message_opens_a_ticket_with_a_card_and_an_acknowledgement(desk: World) -> None:
    await desk.says("  The lamp\n is broken ", at=START - timedelta(seconds=3))
    ticket = await desk.ticket()
    assert (ticket.id, ticket.status, ticket.team, ticket.owner) == (FIRST, Status.NEW, "support", None)
    assert ticket.subject == "The lamp is broken"
    assert ticket.opened_at == START
    assert ticket.waiting_since == ticket.customer_wrote_at == START - timedelta(seconds=3)
    assert await desk.history() == ["TicketOpened", "CustomerWrote"]
    assert await desk.heard() == [
        ("channel:C-SUP", out.PostCard(channel="C-SUP", card=1)),
        ("channel:C-SUP", out.PostWords(channel="C-SUP", card=1, message=1, text="  The lamp\n is broken ")),
        ("chat:7", out.TellCustomer(chat=7, customer=1, notice=Notice.OPENED, ticket=FIRST)),
    ]


@pytest.mark.parametrize("year", [1, 1970, 2030, 9999])
async def test_a_message_from_a_time_when_nobody_can_have_written_it_waits_from_now_on(desk: World, year: int) -> None:
    await desk.says("The lamp is broken", at=datetime(year, 1, 1, tzinfo=UTC))
    assert (await desk.ticket()).waiting_since == START


async def test_more_messages_join_it_without_another_acknowledgement(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.heard()
    desk.passes(minutes=1)
    await desk.says("It is the green one")
    ticket = await desk.ticket()
    assert [message.ticket_id for message in await desk.all(Message)] == [FIRST, FIRST]
    assert ticket.waiting_since == START
    assert ticket.customer_wrote_at == START + timedelta(minutes=1)
    assert [row.kind for _, row in await desk.heard()] == ["words"]


async def test_four_first_messages_at_once_make_one_ticket(desk: World, database_url: str) -> None:
    rival = World(second := await open_database(database_url))
    people = [Person(100 + i, f"Customer {i}") for i in range(5)]
    letters = [(person, world, desk.letter(f"{i}")) for person in people for i, world in enumerate([desk, rival] * 2)]
    await asyncio.gather(*(world.do(conversation.wrote, person, letter) for person, world, letter in letters))
    await second.close()
    tickets, messages = await desk.all(Ticket), await desk.all(Message)
    assert len(tickets) == len({ticket.customer_id for ticket in tickets}) == 5
    assert len(messages) == 20
    assert {message.ticket_id for message in messages} == {ticket.id for ticket in tickets}
    assert await desk.told() == [Notice.OPENED] * 5


async def test_a_ticket_carries_the_deep_link_it_came_from(desk: World) -> None:
    await desk.do(wishes.started, ADA, "shop-42")
    assert await desk.told() == [Notice.WELCOME]
    await desk.do(wishes.started, ADA, "")
    await desk.says("Hello")
    assert (await desk.ticket()).source == "shop-42"


async def test_new_question_opens_one_ticket_beside_the_other(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.do(wishes.asks_new, ADA)
    await desk.says("And where is my invoice?")
    await desk.says("Number 17")
    assert [message.ticket_id for message in await desk.all(Message)] == [FIRST, FIRST + 1, FIRST + 1]
    assert await desk.told() == [Notice.OPENED, Notice.WRITE_NEW, Notice.OPENED]


async def test_a_message_within_a_week_of_the_solution_reopens(desk: World) -> None:
    await desk.solved_ticket()
    desk.passes(days=7)
    await desk.says("It went out again")
    ticket = await desk.ticket()
    assert (ticket.status, ticket.solved_at, ticket.waiting_since) == (Status.OPEN, None, desk.now)
    assert ticket.owner == ANN
    assert await desk.history() == ["TicketOpened", "CustomerWrote", "TicketSolved", "CustomerWrote"]
    heard = await desk.heard()
    assert [row.kind for key, row in heard if key == "channel:C-SUP"] == ["words", "entry"]
    assert [row.notice for _, row in heard if isinstance(row, out.TellCustomer)] == [Notice.REOPENED]
    assert await desk.timers() == {}


async def test_a_message_after_more_than_a_week_opens_a_linked_follow_up(desk: World) -> None:
    await desk.says("My invoice is wrong")
    await desk.do(wishes.chooses_category, ADA, FIRST, "invoice")
    await desk.do(handling.solve, FIRST, ANN)
    await desk.heard()
    desk.passes(days=7, seconds=1)
    await desk.says("It is wrong again")
    follow_up = await desk.ticket(FIRST + 1)
    assert (follow_up.follows, follow_up.status, follow_up.owner) == (FIRST, Status.NEW, None)
    assert (follow_up.team, follow_up.category) == ("billing", "invoice")
    assert (await desk.ticket()).status is Status.SOLVED
    heard = await desk.heard()
    assert [row.kind for key, row in heard if key == "channel:C-BIL"] == ["card", "entry", "words"]
    assert [row.notice for _, row in heard if isinstance(row, out.TellCustomer)] == [Notice.FOLLOW_UP]


async def test_thanks_for_a_solution_stand_in_the_thread_and_change_nothing(desk: World) -> None:
    await desk.solved_ticket()
    before = await desk.ticket()
    await desk.says("Thanks a lot!")
    assert await desk.ticket() == before
    assert [message.ticket_id for message in await desk.all(Message)] == [FIRST, FIRST]
    heard = await desk.heard()
    assert [row.kind for _, row in heard] == ["words", "tell"]
    assert [row.notice for _, row in heard if isinstance(row, out.TellCustomer)] == [Notice.YOU_ARE_WELCOME]


async def test_a_reply_goes_to_the_ticket_it_replies_to(desk: World) -> None:
    first = await desk.says("The lamp is broken")
    await desk.do(wishes.asks_new, ADA)
    await desk.says("And where is my invoice?")
    await desk.says("I mean the green one", reply_to=first)
    assert [message.ticket_id for message in await desk.all(Message)] == [FIRST, FIRST + 1, FIRST]
    await desk.says("By the door")
    assert (await desk.message(4)).ticket_id == FIRST


async def test_a_reply_to_any_part_of_our_answer_or_notice_finds_its_ticket(desk: World) -> None:
    message = await desk.sent_reply()
    await desk.do(deliveries.delivered, message.id, 501, 503)
    await desk.do(deliveries.told, 1, FIRST, "We are on it: #1001", 510, 510)
    await desk.do(wishes.asks_new, ADA)
    await desk.says("Another matter")
    for place in (501, 502, 503, 510):
        await desk.says("About the lamp", reply_to=place)
    assert [message.ticket_id for message in await desk.all(Message)][3:] == [FIRST + 1, *[FIRST] * 4]


async def test_nobody_reaches_another_customers_ticket_by_a_reply(desk: World) -> None:
    first = await desk.says("The lamp is broken")
    await desk.says("Hello", person=BO, reply_to=first)
    assert (await desk.ticket(FIRST + 1)).customer_id == 2
    assert (await desk.message(2)).ticket_id == FIRST + 1


TOUCHES: list[Callable[[Desk, Person, int], None]] = [
    wishes.adds_to,
    wishes.asks_for_person,
    wishes.closes,
    lambda desk, person, ticket: wishes.chooses_category(desk, person, ticket, "invoice"),
]


async def test_somebody_elses_ticket_cannot_be_touched(desk: World) -> None:
    await desk.says("The lamp is broken")
    before = await desk.ticket()
    await desk.heard()
    for touch in TOUCHES:
        with pytest.raises(NotYours):
            await desk.do(touch, BO, FIRST)
        with pytest.raises(NoSuchTicket, match="#77"):
            await desk.do(touch, BO, 77)
    assert await desk.ticket() == before
    assert await desk.heard() == []


async def test_a_blocked_customers_messages_are_dropped_and_counted(desk: World) -> None:
    await desk.says("Buy cheap watches")
    await desk.do(discarding.block, FIRST, ANN)
    await desk.heard()
    await desk.says("Buy them now")
    await desk.says("Buy them now!")
    assert (await desk.customer()).dropped == 2
    assert len(await desk.all(Message)) == 1
    assert await desk.heard() == []


async def test_who_is_blocked_is_not_asked_to_write(desk: World) -> None:
    await desk.says("Buy cheap watches")
    await desk.do(discarding.block, FIRST, ANN)
    await desk.heard()
    await desk.do(wishes.asks_new, ADA)
    await desk.do(wishes.asks_new, ADA, desk.letter("Buy them now"))
    await desk.do(wishes.started, ADA, "watches")
    known = await desk.customer()
    assert (known.dropped, known.wants_new, known.source) == (3, False, None)
    assert await desk.heard() == []


async def test_spam_does_not_take_what_the_customer_writes_next(desk: World) -> None:
    await desk.says("Buy cheap watches")
    await desk.do(discarding.mark_spam, FIRST, ANN)
    await desk.says("I was joking, my lamp is broken")
    assert (await desk.message(2)).ticket_id == FIRST + 1
    assert (await desk.ticket(FIRST + 1)).follows is None


async def test_the_customer_closes_the_only_ticket_without_naming_it(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.heard()
    await desk.do(wishes.closes, ADA)
    ticket = await desk.ticket()
    assert (ticket.status, ticket.solved_at, ticket.waiting_since) == (Status.SOLVED, START, None)
    assert await desk.told() == [Notice.SOLVED_BY_YOU]
    await desk.do(wishes.closes, ADA)
    assert await desk.told() == [Notice.NO_TICKETS]
    await desk.do(wishes.closes, ADA, FIRST)
    assert (await desk.history())[2:] == ["TicketSolved"]


async def test_with_several_open_the_customer_is_asked_which_one_to_close(desk: World) -> None:
    first, second = await desk.two_tickets()
    await desk.do(wishes.closes, ADA)
    assert await desk.told() == [Notice.CLOSE_WHICH]
    await desk.do(wishes.closes, ADA, second, instead_of=9)
    assert [(await desk.ticket(each)).status for each in (first, second)] == [Status.NEW, Status.SOLVED]


async def test_adding_to_a_ticket_makes_it_the_one_they_talk_about(desk: World) -> None:
    first, second = await desk.two_tickets()
    await desk.do(wishes.asks_new, ADA)
    await desk.do(wishes.adds_to, ADA, first)
    await desk.says("It is the green one")
    assert (await desk.message(3)).ticket_id == first
    await desk.do(handling.solve, second, ANN)
    with pytest.raises(TicketIsOver, match=f"#{second}"):
        await desk.do(wishes.adds_to, ADA, second)


async def test_a_person_can_be_asked_for_while_the_ticket_is_open(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(wishes.asks_for_person, ADA, FIRST)
    assert [key for key, row in await desk.heard() if isinstance(row, out.PostEntry)] == ["channel:C-SUP"]
    await desk.do(handling.solve, FIRST, ANN)
    with pytest.raises(TicketIsOver, match="Just write"):
        await desk.do(wishes.asks_for_person, ADA, FIRST)


async def test_the_category_moves_a_ticket_that_nobody_has_to_its_team(desk: World) -> None:
    await desk.says("My invoice is wrong")
    await desk.heard()
    await desk.do(wishes.chooses_category, ADA, FIRST, "invoice", instead_of=12)
    ticket = await desk.ticket()
    assert (ticket.team, ticket.category, ticket.card_id) == ("billing", "invoice", 2)
    assert await desk.history() == ["TicketOpened", "CustomerWrote", "TicketMoved", "CategorySet"]
    heard = await desk.heard()
    assert [row.kind for key, row in heard if key == "channel:C-BIL"] == ["card", "recap", "entry"]
    assert ("card:1", out.DrawCard(card=1)) in heard
    [told] = [row for _, row in heard if isinstance(row, out.TellCustomer)]
    assert (told.notice, told.about, told.instead_of) == (Notice.CATEGORY_SET, "invoice", 12)


async def test_the_category_does_not_take_a_ticket_from_who_has_it(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(wishes.chooses_category, ADA, FIRST, "invoice")
    ticket = await desk.ticket()
    assert (ticket.team, ticket.category, ticket.owner) == ("support", "invoice", ANN)
    assert len(await desk.cards()) == 1


async def test_a_category_that_is_no_longer_offered_or_a_ticket_that_is_over_is_refused(desk: World) -> None:
    await desk.solved_ticket()
    with pytest.raises(NoSuchChoice):
        await desk.do(wishes.chooses_category, ADA, FIRST, "gone")
    with pytest.raises(TicketIsOver):
        await desk.do(wishes.chooses_category, ADA, FIRST, "invoice")


async def test_a_customer_hears_that_something_cannot_be_shown(desk: World) -> None:
    letter = conversation.Letter(1, desk.letter("see").words, START, unshown=True)
    await desk.do(conversation.wrote, ADA, letter)
    told = [row for _, row in await desk.heard() if isinstance(row, out.TellCustomer)]
    assert [(row.notice, row.ticket, row.about) for row in told] == [
        (Notice.OPENED, FIRST, ""),
        (Notice.CANNOT_SHOW, FIRST, ""),
    ]
    assert (await desk.message(1)).state is State.RECEIVED
