"""The sender against a local Telegram: what the customer sees, and what the desk remembers of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.delivery.telegram_menus import set_menus
from bot.delivery.verdicts import Again, Attempt, Moot, NotYet, Sent, Uncertain, Verdict
from bot.desk.desk import Desk
from bot.desk.outgoing import Notice, PostFailed, TellCustomer
from bot.desk.people.tables import Absence, Customer
from bot.desk.tickets import handling, replies
from bot.desk.tickets.absence import left
from bot.desk.tickets.tables import Author, Message, State, Ticket
from bot.desk.words import Span, Style, Words
from bot.sandbox.faults import Faults
from bot.sandbox.telegram.people import Person
from tests.telegram_desk import BEN, NOON, PRACTICE, TelegramDesk, polling

# What is tried here is between us and Telegram; the stories send on both kinds.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def asks(desk: TelegramDesk, ada: Person, text: str) -> Ticket:
    """She opens a ticket of its own, and has seen that it was taken."""
    ticket = await desk.opened(ada, text)
    await desk.delivers()
    await desk.door.do(handling.claim, ticket.id, BEN)
    return ticket


async def answers(desk: TelegramDesk, ticket: Ticket, words: Words) -> Message:
    await desk.door.do(replies.reply, ticket.id, BEN, words)
    return (await desk.rows(Message))[-1]


async def test_an_answer_reaches_the_customer_as_it_was_written(desk: TelegramDesk, ada: Person) -> None:
    ticket = await asks(desk, ada, "My invoice is wrong")
    answer = await answers(desk, ticket, Words("Sorry, 1 < 2 👋 fixed", (Span(Style.BOLD, 15, 20),)))
    await desk.delivers()
    seen = ada.chat[-1]
    assert seen.text == "Sorry, 1 < 2 👋 fixed"
    assert desk.server.called("sendMessage")[-1].result["entities"] == [{"type": "bold", "offset": 16, "length": 5}]
    kept = (await desk.rows(Message))[-1]
    assert (kept.id, kept.state, kept.chat_first, kept.chat_last) == (answer.id, State.DELIVERED, seen.id, seen.id)
    assert desk.server.refused == []


async def test_with_several_tickets_open_an_answer_says_which_it_is_for(desk: TelegramDesk, ada: Person) -> None:
    invoice = await asks(desk, ada, "My <invoice>")
    await asks(desk, ada, "My parcel")
    await answers(desk, invoice, Words("Fixed"))
    await desk.delivers()
    assert ada.chat[-1].text == f"#{invoice.id} · My <invoice>\n\nFixed"


async def test_an_answer_to_one_message_quotes_it_above_its_first_part(desk: TelegramDesk, ada: Person) -> None:
    await ada.says("Is it the lamp?")
    await ada.says("Or the socket?")
    asked = ada.chat[-1].id
    async with polling(desk):
        await desk.settled()
    ticket = (await desk.rows(Ticket))[-1]
    socket = next(said for said in await desk.rows(Message) if said.chat_first == asked)
    await desk.door.do(handling.claim, ticket.id, BEN)
    await desk.door.do(replies.reply, ticket.id, BEN, Words("word " * 1000), socket.id)
    await desk.delivers()
    assert [seen.reply_to for seen in ada.chat[-2:]] == [asked, None]
    assert desk.server.refused == []


async def test_an_answer_to_a_message_that_is_gone_is_sent_without_it(desk: TelegramDesk, ada: Person) -> None:
    ticket = await asks(desk, ada, "My invoice is wrong")
    asked = (await desk.rows(Message))[0]
    await desk.door.do(replies.reply, ticket.id, BEN, Words("Fixed"), asked.id)
    await desk.delivers()
    assert (ada.chat[-1].text, ada.chat[-1].reply_to) == ("Fixed", None)
    assert desk.server.refused == []


async def test_a_long_answer_goes_in_parts_that_can_all_be_replied_to(desk: TelegramDesk, ada: Person) -> None:
    ticket = await asks(desk, ada, "Tell me all")
    await answers(desk, ticket, Words("word " * 2000))
    await desk.delivers()
    kept = (await desk.rows(Message))[-1]
    parts = [seen for seen in ada.chat if seen.text.startswith("word")]
    assert len(parts) == 3
    assert (kept.chat_first, kept.chat_last) == (parts[0].id, parts[-1].id)


@pytest.mark.parametrize("state", [State.DELIVERED, State.STOPPED])
async def test_an_answer_delivered_or_stopped_meanwhile_is_not_sent(
    desk: TelegramDesk, ada: Person, state: State
) -> None:
    ticket = await asks(desk, ada, "hello")
    answer = await answers(desk, ticket, Words("again"))
    await desk.door.do(_becomes, answer.id, state)
    assert await desk.delivers() == [Moot()]
    assert "again" not in [seen.text for seen in ada.chat]


def _becomes(desk: Desk, message: int, state: State) -> None:
    desk.message(message).state = state


async def test_an_answer_to_somebody_who_blocked_the_bot_fails_in_words(desk: TelegramDesk, ada: Person) -> None:
    ticket = await asks(desk, ada, "hello")
    await ada.blocks()
    answer = await answers(desk, ticket, Words("Sorry"))
    await desk.delivers()
    why = "Ada blocked the bot, so this cannot reach them."
    kept = (await desk.rows(Message))[-1]
    assert (kept.state, kept.why) == (State.FAILED, why)
    assert [known.unreachable_since for known in await desk.rows(Customer)] == [NOON]
    failed = [row for row in await desk.outgoing() if isinstance(row, PostFailed)]
    assert [(row.message, row.why) for row in failed] == [(answer.id, why)]
    assert kept.unreached


async def test_for_an_account_that_was_deleted_nothing_is_kept(desk: TelegramDesk, ada: Person) -> None:
    ticket = await asks(desk, ada, "hello")
    await ada.deletes_account()
    await answers(desk, ticket, Words("Sorry"))
    await desk.delivers()
    assert [known.unreachable_why for known in await desk.rows(Customer)] == [Absence.DELETED]
    assert not (await desk.rows(Message))[-1].unreached


async def test_what_reaches_somebody_who_was_thought_to_be_away_says_that_they_are_back(
    desk: TelegramDesk, ada: Person
) -> None:
    ticket = await asks(desk, ada, "hello")
    customer = (await desk.rows(Customer))[0]
    await desk.door.do(left, customer.id, Absence.REFUSED)
    await answers(desk, ticket, Words("Are you there?"))
    await desk.delivers()
    assert [known.unreachable_since for known in await desk.rows(Customer)] == [None]


async def test_a_chat_that_has_moved_is_followed(desk: TelegramDesk, ada: Person) -> None:
    ticket = await asks(desk, ada, "hello")
    await ada.moves()
    for text in ("One", "Two"):
        await answers(desk, ticket, Words(text))
        assert all(isinstance(came_of_it, Sent) for came_of_it in await desk.delivers())
    assert [seen.text for seen in ada.chat][-2:] == ["One", "Two"]


@pytest.mark.parametrize(
    ("breaks", "expected"),
    [
        (lambda faults: faults.next("sendMessage", "rate_limited", retry_after=9), NotYet),
        (lambda faults: faults.next("sendMessage", "drop_after"), Uncertain),
        (lambda faults: faults.next("sendMessage", "server_error"), Uncertain),
    ],
)
async def test_trouble_on_the_way_is_told_apart(
    desk: TelegramDesk,
    ada: Person,
    faults: Faults,
    breaks: Callable[[Faults], None],
    expected: type[Verdict],
) -> None:
    ticket = await asks(desk, ada, "hello")
    await answers(desk, ticket, Words("Sorry"))
    breaks(faults)
    (came_of_it,) = await desk.delivers()
    assert type(came_of_it) is expected
    if isinstance(came_of_it, NotYet):
        assert came_of_it.after == timedelta(seconds=9)


async def test_a_server_that_is_away_has_got_nothing(desk: TelegramDesk, ada: Person) -> None:
    ticket = await asks(desk, ada, "hello")
    await answers(desk, ticket, Words("Sorry"))
    await desk.server.stop()
    (came_of_it,) = await desk.delivers()
    assert isinstance(came_of_it, Again)


async def test_what_the_desk_told_is_kept_and_can_be_replied_to(desk: TelegramDesk, ada: Person) -> None:
    ticket = await asks(desk, ada, "hello")
    told = [message for message in await desk.rows(Message) if message.author is Author.DESK]
    assert [(one.ticket_id, one.chat_first, one.text) for one in told] == [
        (ticket.id, ada.chat[-1].id, ada.chat[-1].text)
    ]


async def tells(desk: TelegramDesk, ada: Person, **fields: object) -> Verdict:
    (known,) = await desk.rows(Customer)
    row = {"chat": ada.id, "customer": known.id, "notice": Notice.HELP} | fields
    return await desk.sender(TellCustomer.model_validate(row), Attempt("2:1", 1))


async def test_a_notice_takes_the_place_of_an_older_one(desk: TelegramDesk, ada: Person) -> None:
    await asks(desk, ada, "hello")
    seen = ada.chat[-1]
    assert isinstance(await tells(desk, ada, instead_of=seen.id), Sent)
    assert [(one.id, one.text.startswith("Just write")) for one in ada.chat[-1:]] == [(seen.id, True)]
    assert isinstance(await tells(desk, ada, instead_of=seen.id), Sent), "unchanged is as good"
    assert len(desk.server.called("sendMessage")) == 1


@pytest.mark.parametrize("place", [1, 999])
async def test_a_notice_that_cannot_take_that_place_comes_new(desk: TelegramDesk, ada: Person, place: int) -> None:
    await asks(desk, ada, "hello")
    before = ada.chat[-1].id
    assert isinstance(await tells(desk, ada, instead_of=place), Sent)
    assert ada.chat[-1].id > before


async def test_a_notice_to_somebody_who_is_gone_is_forgotten(desk: TelegramDesk, ada: Person) -> None:
    await asks(desk, ada, "hello")
    await ada.deletes_account()
    came_of_it = await tells(desk, ada)
    assert isinstance(came_of_it, Moot)
    assert came_of_it.record
    await desk.door.do(came_of_it.record)
    assert [known.unreachable_since for known in await desk.rows(Customer)] == [NOON]


async def test_links_in_answers_show_no_preview(desk: TelegramDesk, ada: Person) -> None:
    await answers(desk, await asks(desk, ada, "hello"), Words("https://a.example"))
    await desk.delivers()
    assert desk.server.called("sendMessage")[-1].result["link_preview_options"] == {"is_disabled": True}


async def test_everybody_is_offered_the_commands_in_their_language(desk: TelegramDesk) -> None:
    await set_menus(desk.application.bot, PRACTICE)
    offered = {code: desk.server.person(code, code).menu for code in ("en", "pl", "tr", "zh-hans", "fr")}
    assert offered["pl"][0] == {"command": "new", "description": "Zadaj nowe pytanie"}
    assert offered["zh-hans"][0]["description"] == "提出新问题"
    assert offered["fr"] == offered["en"]
