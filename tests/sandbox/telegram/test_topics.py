from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import BadRequest

from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.telegram.mishaps import NotPossible
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.server import TelegramServer
from tests.sandbox.telegram.conftest import library_bot


@pytest.fixture
async def server(clock: Clock, faults: Faults) -> AsyncIterator[TelegramServer]:
    server = TelegramServer(clock, faults, topics=True)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def ada(server: TelegramServer) -> Person:
    ada = server.person("Ada")
    await ada.says("hello")
    return ada


async def test_a_topic_holds_what_both_sides_write(bot: Bot, ada: Person) -> None:
    assert (await bot.get_me()).has_topics_enabled
    topic = await bot.create_forum_topic(ada.id, "#7 Late parcel")
    sent = await bot.send_message(ada.id, "Here", message_thread_id=topic.message_thread_id)
    assert (sent.message_thread_id, sent.is_topic_message) == (topic.message_thread_id, True)
    await ada.says("Thanks", thread=topic.message_thread_id)
    message = (await bot.get_updates(offset=-1))[0].message
    assert message is not None
    assert message.message_thread_id == topic.message_thread_id
    assert [seen.thread for seen in ada.chat] == [None, topic.message_thread_id, topic.message_thread_id]


async def test_a_topic_can_be_renamed_and_found_in_the_picture(server: TelegramServer, bot: Bot, ada: Person) -> None:
    topic = await bot.create_forum_topic(ada.id, "#7")
    await bot.edit_forum_topic(ada.id, topic.message_thread_id, name="[closed] #7")
    assert [one["name"] for one in server.snapshot()["people"][0]["topics"]] == ["[closed] #7"]
    with pytest.raises(BadRequest, match=r"(?i)topic_not_modified"):
        await bot.edit_forum_topic(ada.id, topic.message_thread_id, name="[closed] #7")


async def test_a_topic_the_customer_deleted_takes_no_more_messages(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    topic = await bot.create_forum_topic(ada.id, "#7")
    sent = await bot.send_message(ada.id, "Here", message_thread_id=topic.message_thread_id)
    await ada.deletes_topic(topic.message_thread_id)
    assert [seen.text for seen in ada.chat] == ["hello"]
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("There", ada.id, sent.message_id)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(ada.id, "x", message_thread_id=topic.message_thread_id)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.edit_forum_topic(ada.id, topic.message_thread_id, name="x")
    with pytest.raises(NotPossible, match="has no topic"):
        await ada.says("hm", thread=topic.message_thread_id)
    declined = [no.method for no in server.declined]
    assert declined == ["editMessageText", "sendMessage", "editForumTopic"], "the bot could not know"


async def test_a_topic_that_never_was_is_the_bots_own_fault(server: TelegramServer, bot: Bot, ada: Person) -> None:
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(ada.id, "x", message_thread_id=77)
    assert [no.method for no in server.refused] == ["sendMessage"]


async def test_the_bot_may_delete_a_topic_with_all_that_is_in_it(bot: Bot, ada: Person) -> None:
    topic = await bot.create_forum_topic(ada.id, "#7")
    await bot.send_message(ada.id, "Here", message_thread_id=topic.message_thread_id)
    await bot.delete_forum_topic(ada.id, topic.message_thread_id)
    assert (ada.topics, [seen.text for seen in ada.chat]) == ([], ["hello"])
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.delete_forum_topic(ada.id, topic.message_thread_id)


async def test_a_renaming_is_a_line_in_the_topic(bot: Bot, ada: Person) -> None:
    topic = await bot.create_forum_topic(ada.id, "#7")
    first = await bot.send_message(ada.id, "One", message_thread_id=topic.message_thread_id)
    await bot.edit_forum_topic(ada.id, topic.message_thread_id, name="#8")
    second = await bot.send_message(ada.id, "Two", message_thread_id=topic.message_thread_id)
    assert second.message_id == first.message_id + 2
    assert [seen.text for seen in ada.chat] == ["hello", "One", "Two"]


async def test_a_reply_is_in_the_topic_of_what_it_answers(bot: Bot, ada: Person) -> None:
    topic = await bot.create_forum_topic(ada.id, "#7")
    sent = await bot.send_message(ada.id, "Here", message_thread_id=topic.message_thread_id)
    assert (await ada.says("Where?", reply_to=sent.message_id))["message_thread_id"] == topic.message_thread_id


async def test_people_may_make_a_topic_themselves(bot: Bot, ada: Person) -> None:
    number = await ada.opens_topic("My lamp")
    await ada.says("It is broken", thread=number)
    opening, said = (update.message for update in await bot.get_updates(offset=-2))
    assert opening
    assert opening.forum_topic_created
    assert said
    assert (opening.message_id, said.message_thread_id, ada.topic("lamp")) == (number, number, number)


async def test_topics_can_be_switched_off_and_on_again(server: TelegramServer, bot: Bot, ada: Person) -> None:
    topic = await bot.create_forum_topic(ada.id, "#7")
    server.threaded(on=False)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(ada.id, "x", message_thread_id=topic.message_thread_id)
    with pytest.raises(BadRequest, match="The chat is not a forum"):
        await bot.create_forum_topic(ada.id, "#8")
    assert server.refused == [], "the bot could not know"
    assert "message_thread_id" not in await ada.says("hm", thread=topic.message_thread_id)
    server.threaded(on=True)
    await bot.send_message(ada.id, "x", message_thread_id=topic.message_thread_id)


@pytest.mark.parametrize("name", ["", "x" * 129])
async def test_a_topics_name_has_its_limits(bot: Bot, ada: Person, name: str) -> None:
    with pytest.raises(BadRequest, match=r"(?i)topic_title"):
        await bot.create_forum_topic(ada.id, name)


async def test_without_the_owners_switch_there_are_no_topics(clock: Clock, faults: Faults) -> None:
    server = TelegramServer(clock, faults)
    await server.start()
    ada = server.person("Ada")
    await ada.says("hello")
    async with library_bot(server) as bot:
        with pytest.raises(BadRequest, match="The chat is not a forum"):
            await bot.create_forum_topic(ada.id, "#7")
    await server.stop()
