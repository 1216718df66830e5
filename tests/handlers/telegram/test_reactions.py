"""Signs on messages, as Telegram tells of them."""

from typing import Any

import pytest

from bot.desk.tickets import deliveries
from bot.desk.tickets.tables import Entry
from bot.sandbox.telegram.people import Person
from tests.telegram_desk import NOON, TelegramDesk


async def answered(desk: TelegramDesk, ada: Person) -> None:
    """The desk told Ada something in message 2."""
    await ada.says("hello")
    await desk.settled()
    await desk.door.do(deliveries.told, 1, 1001, "We have your question", 2, 2)


def change(ada: Person, *signs: dict[str, str], **fields: Any) -> dict[str, Any]:
    reaction = {
        "chat": {"id": ada.id, "type": "private"},
        "user": {"id": ada.id, "is_bot": False, "first_name": "Ada"},
        "message_id": 2,
        "date": int(NOON.timestamp()),
        "old_reaction": [],
        "new_reaction": list(signs),
    }
    return {"message_reaction": {key: value for key, value in (reaction | fields).items() if value is not None}}


async def shown(desk: TelegramDesk) -> list[str | None]:
    await desk.settled()
    return [entry.detail["reaction"] for entry in await desk.rows(Entry) if entry.what == "CustomerReacted"]


@pytest.mark.parametrize(
    ("signs", "wanted"),
    [
        ([{"type": "emoji", "emoji": "👍"}], "👍"),
        ([{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "🔥"}], "👍 🔥"),
        ([{"type": "custom_emoji", "custom_emoji_id": "5"}], "❔"),
        ([{"type": "paid"}], "❔"),
    ],
)
async def test_a_sign_is_shown_as_far_as_it_is_one(
    desk: TelegramDesk, ada: Person, signs: list[dict[str, str]], wanted: str
) -> None:
    await answered(desk, ada)
    desk.server.inject(change(ada, *signs))
    assert await shown(desk) == [wanted]


@pytest.mark.parametrize(
    "fields", [{"chat": {"id": -5, "type": "supergroup", "title": "Us"}}, {"user": None}, {"message_id": 1}]
)
async def test_in_groups_by_nobody_and_on_their_own_messages_it_is_nothing(
    desk: TelegramDesk, ada: Person, fields: dict[str, Any]
) -> None:
    await answered(desk, ada)
    desk.server.inject(change(ada, {"type": "emoji", "emoji": "👍"}, **fields))
    assert await shown(desk) == []
    assert await desk.parked() == []


async def test_telegram_is_asked_to_tell_of_them(desk: TelegramDesk, ada: Person) -> None:
    """It does not by itself."""
    await ada.says("hello")
    await desk.settled()
    await desk.delivers()
    await ada.reacts(ada.chat[-1].id, "👍")
    assert await shown(desk) == ["👍"]
