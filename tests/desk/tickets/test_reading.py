from datetime import timedelta

import pytest

from bot.desk.refusals import NoSuchTicket, NotAnAgent
from bot.desk.service_levels.calendars import ALWAYS
from bot.desk.service_levels.policies import Policy, When
from bot.desk.tickets import deliveries, finding, handling, reading, replies, threads, wishes
from bot.desk.words import Words
from tests.desk.world import ADA, ANN, BEN, BO, FIRST, World


async def found(desk: World, wanted: str) -> list[int]:
    return [sheet.ticket.id for sheet in await desk.ask(finding.find, wanted, 9)]


async def test_a_sheet_has_the_people_and_the_card(desk: World) -> None:
    await desk.claimed_ticket()
    sheet = await desk.ask(reading.sheet, FIRST)
    assert (sheet.customer.name, sheet.owner and sheet.owner.name, sheet.card and sheet.card.post) == (
        "Ada",
        "Ann",
        "card-1",
    )
    with pytest.raises(NoSuchTicket, match="#77"):
        await desk.ask(reading.sheet, 77)


async def test_a_card_that_its_ticket_left_is_still_drawn_from_it(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(handling.hand_over, FIRST, ANN, "billing")
    drawn, sheet = await desk.ask(reading.card_sheet, 1)
    assert (drawn.id, sheet.ticket.card_id) == (1, 2)
    assert await desk.ask(reading.ticket_at, "C-SUP", "card-1") == FIRST
    assert await desk.ask(reading.ticket_at, "C-SUP", "card-9") is None


async def test_lines_come_with_their_tickets(desk: World) -> None:
    await desk.claimed_ticket()
    entry, sheet, who = await desk.ask(reading.entry_sheet, 3)
    assert (entry.what, sheet.ticket.id, who) == ("TicketClaimed", FIRST, "Ann")
    assert (await desk.ask(reading.entry_sheet, 1))[2] == "customer"


async def test_an_answer_comes_with_its_ticket_and_whether_that_is_the_only_one_open(desk: World) -> None:
    message = await desk.sent_reply()
    answer = await desk.ask(reading.answer, message.id)
    assert (answer.message.text, answer.customer.name, answer.ticket.id) == ("Try the other socket", "Ada", FIRST)
    assert answer.alone
    await desk.do(wishes.asks_new, ADA)
    await desk.says("A second question")
    answer, relay = await desk.ask(reading.answer, message.id), await desk.ask(reading.relay, message.id)
    assert (relay.message, relay.name, relay.subject) == (message.id, "Ada", answer.ticket.subject)
    assert (answer.alone, relay.alone) == (False, False)
    await desk.do(handling.solve, FIRST + 1, ANN)
    assert (await desk.ask(reading.answer, message.id)).alone


async def test_a_conversation_is_what_people_said_and_meant(desk: World) -> None:
    message = await desk.sent_reply()
    await desk.do(deliveries.told, 1, FIRST, "We have it", 5, 5)
    stopped = await desk.types(ANN, "You fool")
    await desk.do(threads.deleted, "C-SUP", str(stopped.post))
    await desk.do(replies.note, FIRST, BEN, Words("She called"))
    said = await desk.ask(reading.conversation, FIRST)
    assert [(each.text, who) for each, who in said] == [
        ("The lamp is broken", None),
        (message.text, "Ann"),
        ("She called", "Ben"),
    ]
    assert [each.text for each, _ in await desk.ask(reading.conversation, FIRST, 1)] == ["She called"]


async def test_lists_begin_with_who_waits_longest(desk: World) -> None:
    for number, person in enumerate((ADA, BO, ADA)):
        await desk.do(wishes.asks_new, person)
        await desk.says(f"Question {number}", person=person)
        desk.passes(minutes=1)
    await desk.do(handling.claim, FIRST + 2, ANN)
    await desk.do(handling.claim, FIRST, ANN)
    await desk.do(handling.claim, FIRST + 1, BEN)

    async def mine() -> list[int]:
        return [sheet.ticket.id for sheet in await desk.ask(reading.mine, ANN)]

    assert await mine() == [FIRST, FIRST + 2]
    await desk.do(handling.release, FIRST, ANN)
    assert await mine() == [FIRST + 2]
    assert [sheet.ticket.id for sheet in await desk.ask(reading.queue, ["support"])] == [FIRST]
    assert await desk.ask(reading.queue, ["billing"]) == []
    await desk.do(handling.solve, FIRST, ANN)
    assert [sheet.ticket.id for sheet in await desk.ask(reading.live_of, 1)] == [FIRST + 2]


async def test_lists_begin_with_what_is_due_next_and_end_with_what_is_promised_nothing(desk: World) -> None:
    def within(hours: int, priority: str) -> Policy:
        when = When(priority=frozenset({priority}))
        return Policy(priority, ALWAYS, first_response=timedelta(hours=hours), when=when)

    await desk.works_as(policies=(within(4, "normal"), within(1, "urgent")))
    for number, priority in enumerate(("low", "normal", "urgent")):
        await desk.do(wishes.asks_new, ADA)
        await desk.says(f"Question {number}")
        await desk.do(handling.set_priority, FIRST + number, ANN, priority)
        desk.passes(minutes=1)
    first_due = [FIRST + 2, FIRST + 1, FIRST]
    assert [sheet.ticket.id for sheet in await desk.ask(reading.queue, ["support"])] == first_due
    for ticket in first_due:
        await desk.do(handling.claim, ticket, ANN)
    assert [sheet.ticket.id for sheet in await desk.ask(reading.mine, ANN)] == first_due


async def test_tickets_are_found_by_number_name_and_words_taken_literally(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.says("50 % of it")
    await desk.says("Merhaba_x", person=BO)
    assert await found(desk, f"#{FIRST}") == await found(desk, str(FIRST)) == [FIRST]
    assert await found(desk, "bo") == [FIRST + 1]
    assert await found(desk, "@ada") == await found(desk, "LAMP") == await found(desk, "50 %") == [FIRST]
    assert await found(desk, "%") == [FIRST]
    assert await found(desk, "a_x") == [FIRST + 1]
    assert await found(desk, "p_is") == []


async def test_several_words_are_found_wherever_each_of_them_stands(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.says("I would like a refund")
    await desk.says("Is the lamp on sale?", person=BO)
    assert await found(desk, "refund lamp") == await found(desk, "@ada LAMP") == [FIRST]
    assert await found(desk, "lamp") == [FIRST + 1, FIRST]
    assert await found(desk, "lamp chair") == await found(desk, "@") == await found(desk, " ") == []


async def test_bare_digits_may_be_a_number_or_words_and_a_hash_means_the_number(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.says(f"Is it the same as order {FIRST}?", person=BO)
    assert await found(desk, str(FIRST)) == [FIRST + 1, FIRST]
    assert await found(desk, f"#{FIRST}") == [FIRST]


@pytest.mark.parametrize("wanted", ["²", "9" * 25, f"#{'9' * 25}", str(2**31), "#0", "٣"])
async def test_a_number_that_no_ticket_can_have_finds_nothing(desk: World, wanted: str) -> None:
    await desk.says("The lamp is broken")
    assert await found(desk, wanted) == []


async def test_words_are_found_in_capitals_and_small_letters_of_any_alphabet(desk: World) -> None:
    await desk.says("Proszę o ŻÓŁTĄ lampę")
    await desk.says("ГДЕ мой заказ?", person=BO)
    assert await found(desk, "żółtą LAMPĘ") == [FIRST]
    assert await found(desk, "где МОЙ") == [FIRST + 1]


async def test_only_who_is_on_the_roster_is_an_agent(desk: World) -> None:
    assert (await desk.ask(reading.agent, ANN)).name == "Ann"
    assert await desk.ask(reading.name, "desk") == "desk"
    with pytest.raises(NotAnAgent):
        await desk.ask(reading.agent, "U-GUEST")
