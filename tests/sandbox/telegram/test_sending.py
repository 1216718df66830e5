from datetime import timedelta

import aiohttp
import pytest
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden

from bot.sandbox.clock import Clock
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.server import TelegramServer
from tests.sandbox.telegram.calls import Calls


@pytest.fixture
async def ada(server: TelegramServer) -> Person:
    ada = server.person("Ada")
    await ada.says("hello")
    return ada


def keyboard(*buttons: dict[str, object]) -> dict[str, object]:
    return {"inline_keyboard": [list(buttons)]}


async def test_the_library_sends_html_and_the_phone_shows_it(bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ada.id, "  Hi <b>😀 Ada</b> &amp; all ", parse_mode="HTML")
    assert sent.text == "Hi 😀 Ada & all"
    assert [sent.parse_entity(entity) for entity in sent.entities] == ["😀 Ada"]
    seen = ada.chat[-1]
    assert (seen.id, seen.sender, seen.text) == (sent.message_id, "bot", "Hi 😀 Ada & all")
    assert seen.html == "Hi <b>😀 Ada</b> &amp; all"


async def test_ids_grow_in_each_chat_and_dates_are_the_clocks(server: TelegramServer, bot: Bot, clock: Clock) -> None:
    ada, ben = server.person("Ada"), server.person("Ben")
    for person in (ada, ben):
        await person.says("hello")
    assert (await bot.send_message(ada.id, "x")).message_id == 2
    await clock.forward(timedelta(hours=1))
    late = await bot.send_message(ben.id, "x")
    assert late.message_id == 2
    assert late.date == clock.now()


async def test_a_form_a_json_body_and_an_address_say_the_same(server: TelegramServer, api: Calls, ada: Person) -> None:
    form = {"chat_id": str(ada.id), "text": "x", "reply_markup": '{"inline_keyboard":[[{"text":"a","url":"t.me/x"}]]}'}
    status, body = await api.form("SENDMESSAGE", form)
    assert status == 200
    assert body["result"]["reply_markup"]["inline_keyboard"][0][0]["text"] == "a"
    await api.result("sendMessage", chat_id=ada.id, text="x")
    async with aiohttp.ClientSession() as session:
        address = f"{server.url}/bot{server.token}/sendMessage"
        async with session.get(address, params={"chat_id": ada.id, "text": "x"}) as answer:
            assert answer.status == 200
    assert [seen.text for seen in ada.chat] == ["hello", "x", "x", "x"]
    assert [call.method for call in server.calls] == ["sendMessage"] * 3


@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "1 < 2", "parse_mode": "HTML"}, "can't parse entities: Unsupported start tag \"\" at byte offset 2"),
        ({"text": "*x*", "parse_mode": "MarkdownV2"}, "unsupported parse_mode"),
        ({"text": "\ud800"}, "strings must be encoded in UTF-8"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ({"text": "x", "message_thread_id": 7}, "message thread not found"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply markup JSON object"),
        ({"text": "x", "reply_markup": []}, "object expected as reply markup"),
        ({"text": "x", "reply_markup": {"strange": 1}}, "object expected as reply markup"),
        ({"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 2}]},
         "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 1"),
    ],
)  # fmt: skip
async def test_a_bad_message_is_refused_in_the_servers_words(
    server: TelegramServer, api: Calls, ada: Person, params: dict[str, object], complaint: str
) -> None:
    assert await api.refusal("sendMessage", chat_id=ada.id, **params) == f"Bad Request: {complaint}"
    assert [(one.method, one.code) for one in server.refused] == [("sendMessage", 400)]
    assert len(ada.chat) == 1


@pytest.mark.parametrize(
    ("button", "complaint"),
    [
        ({"text": "x"}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"text": "x", "callback_data": ""},
         "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"text": "x", "callback_data": "ż" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": " ", "callback_data": "x"}, "keyboard button text must be non-empty"),
        ({"callback_data": "x"}, "can't parse inline keyboard button: Field \"text\" must be of type String"),
        ({"text": "x", "callback_data": 7},
         "can't parse inline keyboard button: Field \"callback_data\" must be of type String"),
        ({"text": "x", "callback_data": "x", "url": "https://x.test"},
         "can't parse inline keyboard button: exactly one of the optional fields must be used"),
        ({"text": "x", "url": "not an address"},
         "inline keyboard button URL 'not an address' is invalid: Wrong HTTP URL"),
    ],
)  # fmt: skip
async def test_a_bad_button_is_refused(api: Calls, ada: Person, button: dict[str, object], complaint: str) -> None:
    said = await api.refusal("sendMessage", chat_id=ada.id, text="x", reply_markup=keyboard(button))
    assert said == f"Bad Request: {complaint}"


async def test_what_is_just_within_the_limits_is_sent(bot: Bot, ada: Person) -> None:
    buttons = [[InlineKeyboardButton(str(n), callback_data="ż" * 32)] for n in range(100)]
    sent = await bot.send_message(ada.id, "x" * 4096, reply_markup=InlineKeyboardMarkup(buttons))
    assert sent.text is not None
    assert len(sent.text) == 4096
    buttons.append([InlineKeyboardButton("one more", callback_data="x")])
    with pytest.raises(BadRequest, match=r"(?i)reply_markup_too_long"):
        await bot.send_message(ada.id, "x", reply_markup=InlineKeyboardMarkup(buttons))


async def test_a_reply_shows_what_it_answers_but_not_a_chain(bot: Bot, ada: Person) -> None:
    first = await bot.send_message(ada.id, "first", reply_parameters=ReplyParameters(1))
    assert first.reply_to_message is not None
    assert first.reply_to_message.text == "hello"
    second = await bot.send_message(ada.id, "second", reply_parameters=ReplyParameters(first.message_id))
    assert second.reply_to_message is not None
    assert second.reply_to_message.reply_to_message is None
    assert ada.chat[-1].reply_to == first.message_id


async def test_a_reply_to_nothing_may_be_sent_without(bot: Bot, ada: Person) -> None:
    lost = ReplyParameters(99, allow_sending_without_reply=True)
    assert (await bot.send_message(ada.id, "x", reply_parameters=lost)).reply_to_message is None


async def test_a_reply_keyboard_stays_until_removed_and_is_not_in_the_message(bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ada.id, "x", reply_markup=ReplyKeyboardMarkup([["Yes", "No"]]))
    assert sent.reply_markup is None
    await bot.send_message(ada.id, "y", reply_markup=ForceReply())
    assert ada.keyboard == ["Yes", "No"]
    await bot.send_message(ada.id, "z", reply_markup=ReplyKeyboardRemove())
    assert ada.keyboard == []


async def test_the_bot_cannot_write_to_whom_it_never_met(server: TelegramServer, bot: Bot) -> None:
    ada = server.person("Ada")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(ada.id, "hello?")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(12, "hello?")


async def test_a_blocked_bot_is_forbidden_to_send_but_did_nothing_invalid(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    await ada.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ada.id, "x")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_chat_action(ada.id, "typing")
    await ada.unblocks()
    await bot.send_message(ada.id, "welcome back")
    await ada.deletes_account()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(ada.id, "x")
    assert server.refused == []
    assert [one.code for one in server.declined] == [403, 403, 403]


async def test_typing_shows_until_the_message_comes(server: TelegramServer, bot: Bot, ada: Person) -> None:
    await bot.send_chat_action(ada.id, "typing")
    assert server.snapshot()["people"][0]["action"] == "typing"
    await bot.send_message(ada.id, "x")
    assert server.snapshot()["people"][0]["action"] == ""
    with pytest.raises(BadRequest, match=r"(?i)wrong parameter action"):
        await bot.send_chat_action(ada.id, "dancing")
