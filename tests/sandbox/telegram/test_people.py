import asyncio
import json
import re
from datetime import timedelta

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup, Update
from telegram.error import BadRequest

from bot.sandbox.clock import Clock
from bot.sandbox.telegram.mishaps import NoSuchButton, NotPossible, NotSeen
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.server import TelegramServer
from tests.sandbox.telegram.calls import Calls


@pytest.fixture
async def ada(server: TelegramServer) -> Person:
    ada = server.person("Ada")
    await ada.says("hello")
    return ada


async def rate(bot: Bot, ada: Person, *labels: str) -> int:
    row = [InlineKeyboardButton(label, callback_data=f"rate:{label}") for label in labels]
    return (await bot.send_message(ada.id, "How was it?", reply_markup=InlineKeyboardMarkup([row]))).message_id


async def newest(bot: Bot) -> Update:
    return (await bot.get_updates(offset=-1))[0]


async def test_a_press_tells_the_bot_and_its_answer_pops_up(bot: Bot, ada: Person) -> None:
    await rate(bot, ada, "Good", "Bad")
    await ada.presses("Good")
    query = (await newest(bot)).callback_query
    assert query is not None
    assert query.message is not None
    assert (query.data, query.from_user.id, query.message.message_id) == ("rate:Good", ada.id, 2)
    await query.answer("Thank you")
    assert ada.answers == ["Thank you"]


async def test_the_newest_button_of_that_name_is_pressed_unless_told_which(bot: Bot, ada: Person) -> None:
    older, newer = await rate(bot, ada, "Good"), await rate(bot, ada, "Good")
    assert (await ada.presses("rate:Good"))["message"]["message_id"] == newer
    assert (await ada.presses("Good", older))["message"]["message_id"] == older


async def test_a_button_that_is_not_there_names_those_that_are(bot: Bot, ada: Person) -> None:
    await rate(bot, ada, "Good", "Bad")
    with pytest.raises(NoSuchButton, match=re.escape("Ada sees no button 'Fine', only ['Good', 'Bad']")):
        await ada.presses("Fine")


async def test_a_deleted_message_has_no_buttons(bot: Bot, ada: Person) -> None:
    await bot.delete_message(ada.id, await rate(bot, ada, "Good"))
    with pytest.raises(NoSuchButton):
        await ada.presses("Good")


async def test_a_press_can_be_answered_once_and_for_fifteen_seconds(bot: Bot, ada: Person, clock: Clock) -> None:
    await rate(bot, ada, "Good")
    first, second = (await ada.presses("Good"))["id"], (await ada.presses("Good"))["id"]
    assert first != second
    await clock.forward(timedelta(seconds=15))
    await bot.answer_callback_query(first)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(first)
    await clock.forward(timedelta(seconds=1))
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(second)
    assert ada.answers == []


async def test_an_answer_has_two_hundred_characters_at_most(bot: Bot, ada: Person) -> None:
    await rate(bot, ada, "Good")
    query = (await ada.presses("Good"))["id"]
    with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
        await bot.answer_callback_query(query, "x" * 201)
    await bot.answer_callback_query(query, "x" * 200)


async def test_a_key_of_the_reply_keyboard_says_its_label(bot: Bot, ada: Person) -> None:
    await bot.send_message(ada.id, "Sure?", reply_markup=ReplyKeyboardMarkup([["Yes", "No"]]))
    await ada.presses("Yes")
    message = (await newest(bot)).message
    assert message is not None
    assert message.text == "Yes"


async def test_a_customer_replies_edits_and_reacts(bot: Bot, ada: Person, api: Calls) -> None:
    await api.updates(offset=-1, allowed_updates=["message", "edited_message", "message_reaction"])
    sent = await bot.send_message(ada.id, "Which order?")
    reply = await ada.says("No. 7", reply_to=sent.message_id)
    await ada.edits(reply["message_id"], "No. 8")
    await ada.reacts(sent.message_id, "👍")
    await ada.reacts(sent.message_id, None)
    _, replied, edited, liked, unliked = await bot.get_updates()
    assert replied.message is not None
    assert replied.message.reply_to_message is not None
    assert replied.message.reply_to_message.text == "Which order?"
    assert edited.edited_message is not None
    assert (edited.edited_message.text, edited.edited_message.message_id) == ("No. 8", reply["message_id"])
    assert liked.message_reaction is not None
    assert (len(liked.message_reaction.old_reaction), len(liked.message_reaction.new_reaction)) == (0, 1)
    assert unliked.message_reaction is not None
    assert (len(unliked.message_reaction.old_reaction), len(unliked.message_reaction.new_reaction)) == (1, 0)
    assert [seen.edited for seen in ada.chat] == [False, False, True]


async def test_blocking_and_coming_back_change_the_membership(bot: Bot, ada: Person) -> None:
    await ada.blocks()
    with pytest.raises(NotPossible, match="cannot write"):
        await ada.says("anyone?")
    await ada.unblocks()
    _, blocked, back = [update.my_chat_member for update in await bot.get_updates()]
    assert blocked is not None
    assert (blocked.old_chat_member.status, blocked.new_chat_member.status) == ("member", "kicked")
    assert back is not None
    assert (back.old_chat_member.status, back.new_chat_member.status) == ("kicked", "member")
    assert (back.chat.type, back.from_user.id) == ("private", ada.id)


async def test_what_a_customer_types_is_never_markup(bot: Bot, ada: Person) -> None:
    await ada.says("<b>bold?</b> & שלום 😀", entities=[{"type": "italic", "offset": 0, "length": 3}])
    message = (await newest(bot)).message
    assert message is not None
    assert message.text == "<b>bold?</b> & שלום 😀"
    assert message.text_html == "<i>&lt;b&gt;</i>bold?&lt;/b&gt; &amp; שלום 😀"


@pytest.mark.parametrize("text", ["", "  ", "x" * 4097])
async def test_a_phone_does_not_send_nothing_or_too_much(ada: Person, text: str) -> None:
    with pytest.raises(NotPossible, match="a phone sends"):
        await ada.says(text)


async def test_nobody_edits_the_bots_message_or_one_that_is_gone(bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ada.id, "mine")
    with pytest.raises(NotPossible, match="not one of"):
        await ada.edits(sent.message_id, "yours")
    await sent.delete()
    with pytest.raises(NotPossible, match="no message"):
        await ada.says("what?", reply_to=sent.message_id)


async def test_what_is_marked_is_quoted_by_its_place(bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ada.id, "😀 the lamp and the bulb")
    await ada.says("this?", reply_to=sent.message_id, quote="the bulb")
    message = (await newest(bot)).message
    assert message is not None
    assert message.quote is not None
    assert (message.quote.text, message.quote.position, message.quote.is_manual) == ("the bulb", 16, True)
    with pytest.raises(NotPossible, match="nobody can mark"):
        await ada.says("this?", reply_to=sent.message_id, quote="the cat")


async def test_seeing_waits_for_what_comes_and_for_an_edit(bot: Bot, ada: Person) -> None:
    waiting = asyncio.create_task(ada.sees("Ticket #1"))
    sent = await bot.send_message(ada.id, "Ticket #1 is open")
    assert (await waiting).id == sent.message_id
    waiting = asyncio.create_task(ada.sees(re.compile(r"#\d+ is solved$")))
    await sent.edit_text("Ticket #1 is solved")
    assert (await waiting).id == sent.message_id


async def test_what_is_not_seen_in_time_fails_with_what_is_there(bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ada.id, "Good morning")
    with pytest.raises(NotSeen, match=r"did not see 'hello', only .*'Good morning'"):
        await ada.sees("hello", timeout=0.01)
    with pytest.raises(NotSeen):
        await ada.sees("Good", after=sent.message_id, timeout=0.01)


async def test_the_page_learns_of_every_change_and_the_picture_is_json(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    known = server.changes.version
    waiting = asyncio.create_task(server.changes.beyond(known))
    await rate(bot, ada, "Good")
    assert await waiting > known
    picture = json.loads(json.dumps(server.snapshot()))
    [person] = picture["people"]
    assert (person["name"], person["language"], picture["version"]) == ("Ada", "en", server.changes.version)
    assert [message["sender"] for message in person["chat"]] == ["customer", "bot"]
    assert person["chat"][1]["buttons"] == [[{"text": "Good", "data": "rate:Good", "url": None}]]
