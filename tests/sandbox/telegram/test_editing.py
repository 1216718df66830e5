from datetime import timedelta

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message, ReplyKeyboardMarkup
from telegram.error import BadRequest

from bot.sandbox.clock import Clock
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.server import TelegramServer
from tests.sandbox.telegram.calls import Calls

GO = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])


@pytest.fixture
async def ada(server: TelegramServer) -> Person:
    ada = server.person("Ada")
    await ada.says("hello")
    return ada


@pytest.fixture
async def sent(bot: Bot, ada: Person) -> Message:
    return await bot.send_message(ada.id, "<b>one</b>", parse_mode="HTML", reply_markup=GO)


async def test_an_edit_changes_the_words_and_loses_the_buttons_it_does_not_repeat(ada: Person, sent: Message) -> None:
    edited = await sent.edit_text("two")
    assert isinstance(edited, Message)
    assert (edited.text, edited.entities, edited.reply_markup) == ("two", (), None)
    assert edited.date == sent.date
    seen = ada.chat[-1]
    assert (seen.id, seen.text, seen.buttons, seen.edited) == (sent.message_id, "two", [], True)


async def test_an_edit_that_changes_nothing_is_refused(sent: Message) -> None:
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("<b>one</b>", parse_mode="HTML", reply_markup=GO)
    await sent.edit_text("one", reply_markup=GO)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_reply_markup(GO)
    await sent.edit_reply_markup(None)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_reply_markup(None)


@pytest.mark.parametrize(
    ("method", "params", "complaint"),
    [
        ("editMessageText", {"message_id": 99, "text": "x"}, "message to edit not found"),
        ("editMessageText", {"text": "x"}, "message identifier is not specified"),
        ("editMessageText", {"message_id": 1, "text": "x"}, "message can't be edited"),
        ("editMessageText", {"message_id": 2, "text": ""}, "message text is empty"),
        ("editMessageCaption", {"message_id": 2, "caption": "x"}, "there is no caption in the message to edit"),
        ("editMessageReplyMarkup", {"message_id": 2, "reply_markup": {"keyboard": [["x"]]}},
         "inline keyboard expected"),
        ("deleteMessage", {"message_id": 99}, "message to delete not found"),
        ("setMessageReaction", {"message_id": 99}, "message to react not found"),
        ("setMessageReaction", {"message_id": 1, "reaction": [{"type": "emoji", "emoji": "🐘"}]}, "REACTION_INVALID"),
        ("pinChatMessage", {"message_id": 99}, "message to pin not found"),
        ("unpinChatMessage", {}, "message to unpin not found"),
    ],
)  # fmt: skip
async def test_a_bad_change_is_refused(
    api: Calls, ada: Person, sent: Message, method: str, params: dict[str, object], complaint: str
) -> None:
    assert sent.message_id == 2
    assert await api.refusal(method, chat_id=ada.id, **params) == f"Bad Request: {complaint}"


async def test_a_deleted_message_leaves_the_phone_but_not_the_history(ada: Person, sent: Message) -> None:
    await sent.delete()
    assert [seen.text for seen in ada.chat] == ["hello"]
    assert [seen.deleted for seen in ada.history] == [False, True]
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await sent.edit_text("two")


async def test_after_two_days_a_message_cannot_be_deleted(clock: Clock, sent: Message) -> None:
    await clock.forward(timedelta(hours=48, seconds=1))
    with pytest.raises(BadRequest, match="can't be deleted"):
        await sent.delete()


async def test_the_bot_reacts_with_one_emoji_or_takes_it_back(bot: Bot, ada: Person) -> None:
    await bot.set_message_reaction(ada.id, 1, "👀")
    assert ada.chat[0].reactions == {"bot": ["👀"]}
    with pytest.raises(BadRequest, match=r"(?i)reactions_too_many"):
        await bot.set_message_reaction(ada.id, 1, ["👀", "👍"])
    await bot.set_message_reaction(ada.id, 1)
    assert ada.chat[0].reactions == {}


async def test_the_newest_pinned_message_is_the_chats(bot: Bot, ada: Person, sent: Message) -> None:
    await bot.pin_chat_message(ada.id, 1)
    await sent.pin()
    pinned = (await bot.get_chat(ada.id)).pinned_message
    assert pinned is not None
    assert pinned.message_id == sent.message_id
    await bot.unpin_chat_message(ada.id)
    pinned = (await bot.get_chat(ada.id)).pinned_message
    assert pinned is not None
    assert pinned.message_id == 1


async def test_a_pin_is_a_line_in_the_chat_of_which_the_bot_hears_and_only_the_first_time(
    bot: Bot, ada: Person, sent: Message
) -> None:
    before = [update.update_id for update in await bot.get_updates()]
    for _ in range(2):
        await sent.pin(disable_notification=True)
    after = [update for update in await bot.get_updates() if update.update_id not in before]
    [told] = [update.message for update in after if update.message]
    assert told.pinned_message is not None
    assert (told.pinned_message.message_id, told.from_user and told.from_user.is_bot) == (sent.message_id, True)
    assert ada.pinned == [sent.message_id]
    assert told.message_id not in [seen.id for seen in ada.chat], "it is no message of anybody's"


async def test_what_the_customer_unpinned_is_not_there_to_be_unpinned(bot: Bot, ada: Person, sent: Message) -> None:
    await sent.pin()
    await ada.unpins(sent.message_id)
    with pytest.raises(BadRequest, match=r"(?i)message to unpin not found"):
        await sent.unpin()


async def test_a_keyboard_of_keys_cannot_be_edited_in(bot: Bot, ada: Person, sent: Message) -> None:
    with pytest.raises(BadRequest, match=r"(?i)inline keyboard expected"):
        await bot.edit_message_text(
            "x",
            ada.id,
            sent.message_id,
            reply_markup=ReplyKeyboardMarkup([["x"]]),  # type: ignore[arg-type]
        )
