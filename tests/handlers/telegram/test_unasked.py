"""What customers answer to what they did not ask for, in a local Telegram."""

from datetime import timedelta

from bot.desk.followups import visits
from bot.desk.followups.tables import FollowUp
from bot.desk.people.tables import Customer
from bot.desk.tickets import handling
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Message, Ticket
from bot.sandbox.telegram.people import Person
from bot.wakeups.firing import fire
from tests.telegram_desk import BEN, TelegramDesk


async def asked(desk: TelegramDesk, ada: Person) -> None:
    """Her ticket was solved, and she is asked a day later."""
    await ada.says("my invoice is wrong")
    await desk.settled()
    [ticket] = await desk.rows(Ticket)
    await desk.door.do(handling.solve, ticket.id, BEN)
    await desk.door.do(visits.plan, ticket.id, BEN, desk.door.clock() + timedelta(days=1))
    await desk.server.clock.forward(timedelta(days=1))
    await fire(desk.door)
    await desk.delivers()


async def presses(desk: TelegramDesk, ada: Person, button: str, message: int | None = None) -> str:
    await ada.presses(button, message)
    await desk.settled()
    await desk.delivers()
    return ada.chat[-1].text


async def test_yes_takes_the_place_of_the_question_and_it_can_still_be_denied(desk: TelegramDesk, ada: Person) -> None:
    await asked(desk, ada)
    question = ada.chat[-1]
    assert "Is it still fixed?" in question.text
    assert "We are glad that" in await presses(desk, ada, "Yes, it is fixed")
    assert ada.chat[-1].id == question.id
    assert "is open again" in await presses(desk, ada, "It is not fixed after all")
    assert [ticket.status for ticket in await desk.rows(Ticket)] == [Status.OPEN]
    assert [each.outcome for each in await desk.rows(FollowUp)] == ["reopened"]


async def test_who_does_not_want_to_be_asked_says_so_and_can_think_better_of_it(
    desk: TelegramDesk, ada: Person
) -> None:
    await asked(desk, ada)
    assert "No reminders" in await presses(desk, ada, "Please do not ask me such things")
    [known] = await desk.rows(Customer)
    assert known.quiet_since is not None
    assert "we may remind you again" in await presses(desk, ada, "You may write to me again")
    [known] = await desk.rows(Customer)
    assert known.quiet_since is None


async def test_quiet_is_a_command_in_the_customers_language(desk: TelegramDesk) -> None:
    bo = desk.server.person("Bo", language="tr")
    await bo.says("/quiet")
    await desk.settled()
    await desk.delivers()
    assert bo.chat[-1].text.startswith("Bundan sonra size yalnızca sorduklarınız hakkında yazarız")
    assert await desk.rows(Ticket) == []


async def test_what_is_written_behind_quiet_is_a_message(desk: TelegramDesk, ada: Person) -> None:
    await ada.says("/quiet is not what my lamp is")
    await desk.settled()
    assert [message.text for message in await desk.rows(Message)] == ["/quiet is not what my lamp is"]
    assert [known.quiet_since for known in await desk.rows(Customer)] == [None]
