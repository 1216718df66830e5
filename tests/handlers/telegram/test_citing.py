"""What customers answer, and whose words they pass on, comes with what they write."""

from typing import Any

import pytest

from bot.desk.tickets.tables import Message
from bot.sandbox.telegram.people import Person
from tests.handlers.telegram.test_messages import raw_message
from tests.telegram_desk import NOON, TelegramDesk

DATE = int(NOON.timestamp())
BOB = {"type": "user", "date": DATE, "sender_user": {"id": 9, "is_bot": False, "first_name": "Bob", "last_name": "Li"}}
CLUB = {"id": -100, "type": "supergroup", "title": "Club"}


async def cited(desk: TelegramDesk) -> list[tuple[str | None, str | None, str | None]]:
    await desk.settled()
    assert await desk.parked() == []
    return [(one.quoted, one.quoted_from, one.forwarded_from) for one in await desk.rows(Message)]


async def test_the_part_that_they_marked_comes_with_their_reply(desk: TelegramDesk, ada: Person) -> None:
    first = await ada.says("👋 The lamp is broken and the bulb is fine")
    await ada.says("I mean this", reply_to=first["message_id"], quote="the bulb")
    assert await cited(desk) == [(None, None, None), ("the bulb", None, None)]
    assert [message.replies_to for message in await desk.rows(Message)] == [None, 1]


async def test_what_they_answer_in_another_chat_comes_with_its_author(desk: TelegramDesk, ada: Person) -> None:
    await ada.answers_elsewhere("Is that true?", "Lamps are free today")
    await ada.answers_elsewhere("And this one?")
    assert await cited(desk) == [("Lamps are free today", "Bob", None), ("[photo]", "Bob", None)]


async def test_a_question_behind_new_keeps_what_it_answers(desk: TelegramDesk, ada: Person) -> None:
    first = await ada.says("The lamp is broken and the bulb is fine")
    await ada.says("/new How much is one?", reply_to=first["message_id"], quote="the bulb")
    assert (await cited(desk))[1] == ("the bulb", None, None)


@pytest.mark.parametrize(
    ("origin", "author"),
    [
        (BOB, "Bob Li"),
        ({"type": "hidden_user", "date": DATE, "sender_user_name": "Bo\u202eb\n"}, "Bob"),
        ({"type": "chat", "date": DATE, "sender_chat": CLUB}, "Club"),
        (
            {"type": "channel", "date": DATE, "chat": CLUB | {"type": "channel"}, "message_id": 5}
            | {"author_signature": "Eve"},
            "Club · Eve",
        ),
        ({"type": "of_next_year", "date": DATE}, None),
    ],
)
async def test_what_they_forward_is_by_its_author(
    desk: TelegramDesk, ada: Person, origin: dict[str, Any], author: str | None
) -> None:
    desk.server.inject({"message": raw_message(ada, text="It is at the depot", forward_origin=origin)})
    assert await cited(desk) == [(None, None, author)]
