"""The commands of the menu, and /start."""

import pytest

from bot.desk.people.tables import Customer
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Message, Ticket
from bot.sandbox.telegram.people import Person
from tests.telegram_desk import TelegramDesk

# What a command asks of the desk is tried on both kinds in the desk's own room.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_start_welcomes_and_remembers_where_they_come_from(desk: TelegramDesk, ada: Person) -> None:
    await ada.says("/start pricing-page")
    await ada.says("How much is it?")
    await desk.settled()
    (ticket,) = await desk.rows(Ticket)
    assert ticket.source == "pricing-page"
    assert await desk.told() == ["welcome", "opened"]


@pytest.mark.parametrize("typed", ["/start", "/start hello there", f"/start {'x' * 65}", "/start źródło"])
async def test_what_no_link_can_carry_is_no_source(desk: TelegramDesk, ada: Person, typed: str) -> None:
    await ada.says(typed)
    await desk.settled()
    assert [known.source for known in await desk.rows(Customer)] == [None]


@pytest.mark.parametrize(
    ("command", "notice"),
    [("/status", "status"), ("/help", "help"), ("/language", "languages"), ("/new", "write_new")],
)
async def test_a_command_is_answered(desk: TelegramDesk, ada: Person, command: str, notice: str) -> None:
    await ada.says(command)
    await desk.settled()
    assert await desk.told() == [notice]
    assert await desk.rows(Message) == []


@pytest.mark.parametrize(
    "typed",
    [
        "/help I cannot log in",
        "/help 我无法登录",
        "/start hello there",
        "/start źródło",
        "/status of order 12?",
        "/language is wrong\non my bill",
        "/privacy question: who reads this?",
        "/mydata is wrong",
    ],
)
async def test_words_behind_a_command_that_takes_none_reach_the_team(
    desk: TelegramDesk, ada: Person, typed: str
) -> None:
    await ada.says(typed)
    await desk.settled()
    assert [message.text for message in await desk.rows(Message)] == [typed]
    assert await desk.told() == ["opened"]


@pytest.mark.parametrize(
    ("typed", "notice"),
    [
        ("/status 1042", "status"),
        ("/language polski", "languages"),
        ("/start pricing", "welcome"),
        ("/forget me please", "forget_asked"),
    ],
)
async def test_what_belongs_to_a_command_is_answered_by_it(
    desk: TelegramDesk, ada: Person, typed: str, notice: str
) -> None:
    await ada.says(typed)
    await desk.settled()
    assert await desk.told() == [notice]
    assert await desk.rows(Message) == []


async def test_new_opens_a_ticket_of_its_own_with_what_follows_it(desk: TelegramDesk, ada: Person) -> None:
    await ada.says("about the invoice")
    await ada.says("/new my parcel\nis lost", entities=[{"type": "italic", "offset": 8, "length": 6}])
    await desk.settled()
    _, parcel = await desk.rows(Message)
    assert (parcel.text, parcel.spans) == ("my parcel\nis lost", [["italic", 3, 9, ""]])
    assert len(await desk.rows(Ticket)) == 2


async def test_new_opens_a_ticket_whatever_its_message_replies_to(desk: TelegramDesk, ada: Person) -> None:
    invoice = await ada.says("about the invoice")
    await desk.settled()
    await ada.says("/new my parcel is lost", reply_to=invoice["message_id"])
    await ada.says("It was a large one")
    await desk.settled()
    first, parcel, more = await desk.rows(Message)
    assert (parcel.ticket_id, parcel.replies_to) == (more.ticket_id, first.id)
    assert first.ticket_id != parcel.ticket_id
    assert len(await desk.rows(Ticket)) == 2


async def test_close_closes_the_only_ticket(desk: TelegramDesk, ada: Person) -> None:
    await ada.says("hello")
    await ada.says("/close")
    await desk.settled()
    (ticket,) = await desk.rows(Ticket)
    assert ticket.status is Status.SOLVED
    assert await desk.told() == ["opened", "solved_by_you"]


@pytest.mark.parametrize("typed", ["/close {}", "/close #{}", "/close  #{} "])
async def test_close_takes_a_number(desk: TelegramDesk, ada: Person, typed: str) -> None:
    await ada.says("one")
    await ada.says("/new two")
    await desk.settled()
    one, _ = await desk.rows(Ticket)
    await ada.says(typed.format(one.id))
    await desk.settled()
    assert [ticket.status for ticket in await desk.rows(Ticket)] == [Status.SOLVED, Status.NEW]


@pytest.mark.parametrize("typed", ["/close my account please", "/close #1001 please", "/close ²", "/close 1 and 2"])
async def test_close_with_other_words_is_a_message_and_closes_nothing(
    desk: TelegramDesk, ada: Person, typed: str
) -> None:
    await ada.says("hello")
    await ada.says(typed)
    await desk.settled()
    (ticket,) = await desk.rows(Ticket)
    assert ticket.status is Status.NEW
    assert [message.text for message in await desk.rows(Message)] == ["hello", typed]


@pytest.mark.parametrize("typed", ["/foo", "/foo_bar2", "/close@somebody_else_bot"])
async def test_a_command_that_nobody_knows_is_answered_with_those_there_are_and_opens_nothing(
    desk: TelegramDesk, ada: Person, typed: str
) -> None:
    await ada.says(typed)
    await desk.settled()
    assert await desk.told() == ["no_command"]
    assert await desk.rows(Message) == []


@pytest.mark.parametrize("typed", ["/foo does not work", "/home/ada/file.txt", "/żółw", "/"])
async def test_what_only_looks_like_a_command_is_a_message(desk: TelegramDesk, ada: Person, typed: str) -> None:
    await ada.says(typed)
    await desk.settled()
    assert [message.text for message in await desk.rows(Message)] == [typed]


@pytest.mark.parametrize("number", ["0", "99", "2147483647", "2147483648", "99999999999999999999999"])
async def test_close_says_that_there_is_no_such_ticket(desk: TelegramDesk, ada: Person, number: str) -> None:
    await ada.says(f"/close {number}")
    await desk.settled()
    assert await desk.told() == ["refused"]
    await desk.delivers()
    assert ada.chat[-1].text == f"There is no ticket #{number}."
    assert await desk.parked() == []


async def test_nobody_closes_the_ticket_of_somebody_else(desk: TelegramDesk, ada: Person) -> None:
    await ada.says("mine")
    await desk.settled()
    (ticket,) = await desk.rows(Ticket)
    eve = desk.server.person("Eve")
    await eve.says(f"/close {ticket.id}")
    await desk.settled()
    await desk.delivers()
    assert eve.chat[-1].text == "That ticket is not yours."
    assert [ticket.status for ticket in await desk.rows(Ticket)] == [Status.NEW]


async def test_their_language_is_the_one_of_their_telegram(desk: TelegramDesk) -> None:
    for name, language in (("Wei", "zh-hant"), ("Ola", "pl"), ("Ines", "pt-br")):
        await desk.server.person(name, language).says("/start")
    await desk.settled()
    assert {known.name: known.language for known in await desk.rows(Customer)} == {
        "Wei": "zh_Hant",
        "Ola": "pl",
        "Ines": "en",
    }
