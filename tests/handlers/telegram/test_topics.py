"""Where in their chat customers do what they do."""

import pytest

from bot.desk.outgoing import TellCustomer
from bot.desk.people.tables import Customer
from bot.desk.tickets import topics
from bot.desk.tickets.tables import Message, Ticket
from bot.sandbox.telegram.people import Person
from tests.telegram_desk import TelegramDesk


@pytest.fixture
async def lamp(desk: TelegramDesk, ada: Person) -> int:
    """A topic of Ada's, in which she opened a ticket."""
    desk.server.threaded(on=True)
    lamp = await ada.opens_topic("My lamp")
    await ada.says("It is broken", thread=lamp)
    await desk.settled()
    return lamp


async def place(desk: TelegramDesk) -> int | None:
    """The topic in which she acted last."""
    (known,) = await desk.rows(Customer)
    return known.topic


async def told_last(desk: TelegramDesk) -> tuple[str, int | None]:
    row = [row for row in await desk.outgoing() if isinstance(row, TellCustomer)][-1]
    return row.notice, row.topic


async def test_to_make_a_topic_is_not_to_say_something(desk: TelegramDesk, ada: Person, lamp: int) -> None:
    assert [message.text for message in await desk.rows(Message)] == ["It is broken"]
    (ticket,) = await desk.rows(Ticket)
    topic, _ = await desk.door.ask(topics.standing, ticket.id)
    assert topic
    assert topic.number == lamp


async def test_a_message_is_of_the_topic_it_was_written_in(desk: TelegramDesk, ada: Person, lamp: int) -> None:
    assert await place(desk) == lamp
    await ada.says("hello?")
    await desk.settled()
    assert await place(desk) is None


async def test_a_thread_of_replies_is_no_topic(desk: TelegramDesk, ada: Person) -> None:
    message = await ada.says("hello?")
    desk.server.inject({"message": message | {"message_id": 9, "message_thread_id": message["message_id"]}})
    await desk.settled()
    assert await place(desk) is None


async def test_commands_and_presses_are_of_a_topic_too(desk: TelegramDesk, ada: Person, lamp: int) -> None:
    await desk.topics.look()
    await ada.says("/status", thread=lamp)
    await desk.settled()
    assert await told_last(desk) == ("status", lamp)
    await desk.delivers()
    await ada.says("hello?")
    await ada.presses("New question")
    await desk.settled()
    assert await told_last(desk) == ("write_new", lamp)


async def test_a_refusal_is_told_where_it_was_asked_for(desk: TelegramDesk, ada: Person, lamp: int) -> None:
    await ada.says("/close 999", thread=lamp)
    await desk.settled()
    assert await told_last(desk) == ("refused", lamp)
