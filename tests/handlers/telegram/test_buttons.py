"""Buttons: what they do, pressed in time, late, twice, or by somebody who made them up."""

import pytest

from bot.desk.people.tables import Customer
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Message, Ticket
from bot.sandbox.telegram.people import Person
from tests.telegram_desk import NOON, TelegramDesk

# What a button asks of the desk is tried on both kinds in the desk's own room.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def opened(desk: TelegramDesk, ada: Person, *subjects: str) -> list[Ticket]:
    for subject in subjects:
        await ada.says(f"/new {subject}")
    await desk.settled()
    await desk.delivers()
    return await desk.rows(Ticket)


async def pressed(desk: TelegramDesk, ada: Person, button: str) -> str:
    """Press it; the newest message on the phone afterwards."""
    await ada.presses(button)
    await desk.settled()
    await desk.delivers()
    return ada.chat[-1].text


async def test_a_category_takes_the_place_of_the_question(desk: TelegramDesk, ada: Person) -> None:
    await opened(desk, ada, "my invoice")
    asked = ada.chat[-1]
    assert "about: Payments" in await pressed(desk, ada, "Payments")
    (ticket,) = await desk.rows(Ticket)
    assert (ticket.category, ticket.team) == ("payments", "Billing")
    assert ada.chat[-1].id == asked.id
    assert not ada.chat[-1].buttons


async def test_with_several_open_the_customer_says_which_one_they_mean(desk: TelegramDesk, ada: Person) -> None:
    one, _ = await opened(desk, ada, "the invoice", "the parcel")
    await forget_the_active_one(desk)
    await ada.says("any news?")
    await desk.settled()
    await desk.delivers()
    assert "Which ticket is your message for?" in ada.chat[-1].text
    assert f"that went to #{one.id} · the invoice" in await pressed(desk, ada, f"#{one.id} · the invoice")
    assert (await desk.rows(Message))[2].ticket_id == one.id


async def test_or_that_it_is_a_new_question(desk: TelegramDesk, ada: Person) -> None:
    await opened(desk, ada, "the invoice", "the parcel")
    await forget_the_active_one(desk)
    await ada.says("something else")
    await desk.settled()
    await desk.delivers()
    await pressed(desk, ada, "New question")
    assert [ticket.subject for ticket in await desk.rows(Ticket)][2:] == ["something else"]


async def forget_the_active_one(desk: TelegramDesk) -> None:
    (known,) = await desk.rows(Customer)
    await desk.door.do(lambda on: setattr(on.session.get_one(Customer, known.id), "active_ticket", None))


async def test_from_the_status_they_add_close_or_ask_for_a_person(desk: TelegramDesk, ada: Person) -> None:
    one, two = await opened(desk, ada, "the invoice", "the parcel")
    await ada.says("/status")
    await desk.settled()
    await desk.delivers()
    assert "goes to" in await pressed(desk, ada, f"Add to #{one.id}")
    await ada.says("one thing more")
    await desk.settled()
    assert (await desk.rows(Message))[-1].text == "one thing more"
    assert one.id in [message.ticket_id for message in await desk.rows(Message) if message.text == "one thing more"]
    assert "would like a person" in await pressed(desk, ada, f"A person for #{one.id}, please")
    assert "is closed" in await pressed(desk, ada, f"Close #{two.id}")
    assert [ticket.status for ticket in await desk.rows(Ticket)] == [Status.NEW, Status.SOLVED]


async def test_a_language_is_chosen_and_stays(desk: TelegramDesk, ada: Person) -> None:
    await ada.says("/language")
    await desk.settled()
    await desk.delivers()
    assert "Polski" in await pressed(desk, ada, "Polski")
    await ada.says("/status")
    await desk.settled()
    await desk.delivers()
    assert ada.chat[-1].text.startswith("Nie masz otwartych zgłoszeń.")


async def test_a_question_settled_already_is_said_to_be(desk: TelegramDesk, ada: Person) -> None:
    one, _ = await opened(desk, ada, "the invoice", "the parcel")
    query(desk, ada, f"place:{one.id}")
    await desk.settled()
    await desk.delivers()
    assert ada.chat[-1].text == "That question has been settled already."


async def test_a_late_press_on_a_closed_ticket_is_answered(desk: TelegramDesk, ada: Person) -> None:
    (ticket,) = await opened(desk, ada, "the invoice")
    await ada.says("/close")
    await desk.settled()
    assert f"Ticket #{ticket.id} is already closed" in await pressed(desk, ada, "Payments")


def query(desk: TelegramDesk, who: Person, data: str | None, **message: object) -> None:
    """A press that no phone would make."""
    user = {"id": who.id, "is_bot": False, "first_name": who.name}
    chat = {"id": who.id, "type": "private", "first_name": who.name}
    under = {"message_id": 1, "date": int(NOON.timestamp()), "chat": chat} | message
    raw = {"id": "77", "from": user, "chat_instance": "1", "message": under}
    desk.server.inject({"callback_query": raw | ({"data": data} if data else {"game_short_name": "x"})})


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "x",
        "add:999999",
        "close:0",
        "category:1:zzz",
        "language:0:xx",
        "language:0",
        "place:0",
        "close:1:x",
        "🙂",
        "rate:1:9",
        "rate:1:x",
        "rate:9:3",
        "effort:1:x",
        "nps:1",
        "nps:1:11",
        "helpful:2:help",
        "helpful:1",
        "helpful:1:other",
    ],
)
async def test_a_forged_press_is_refused_in_words(desk: TelegramDesk, ada: Person, forged: str) -> None:
    await ada.says("/help")
    query(desk, ada, forged)
    await desk.settled()
    assert await desk.told() == ["help", "refused"]
    assert await desk.parked() == []


@pytest.mark.parametrize("verb", ["add", "close", "person", "place"])
async def test_nobody_presses_for_somebody_else(desk: TelegramDesk, ada: Person, verb: str) -> None:
    (ticket,) = await opened(desk, ada, "mine")
    eve = desk.server.person("Eve")
    await eve.says("/start")
    query(desk, eve, f"{verb}:{ticket.id}")
    await desk.settled()
    await desk.delivers()
    assert eve.chat[-1].text in ("That ticket is not yours.", "That question has been settled already.")
    assert (await desk.rows(Ticket))[0].status is Status.NEW


async def test_a_press_is_answered_at_once_so_that_the_phone_stops_spinning(desk: TelegramDesk, ada: Person) -> None:
    await opened(desk, ada, "my invoice")
    await ada.presses("Payments")
    await desk.settled()
    assert len(desk.server.called("answerCallbackQuery")) == 1


async def test_a_press_under_a_message_too_old_to_see_still_counts(desk: TelegramDesk, ada: Person) -> None:
    await ada.says("/help")
    query(desk, ada, "language:0:tr", date=0)
    await desk.settled()
    (known,) = await desk.rows(Customer)
    assert known.language == "tr"


async def test_a_press_in_a_group_is_passed_over(desk: TelegramDesk, ada: Person) -> None:
    query(desk, ada, "language:0:tr", chat={"id": -5, "type": "group", "title": "Group"})
    await desk.settled()
    assert await desk.rows(Customer) == []
