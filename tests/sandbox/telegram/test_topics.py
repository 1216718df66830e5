from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import BadRequest

from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
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


async def test_a_topic_the_customer_deleted_takes_no_more_messages(bot: Bot, ada: Person) -> None:
    topic = await bot.create_forum_topic(ada.id, "#7")
    await ada.deletes_topic(topic.message_thread_id)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(ada.id, "x", message_thread_id=topic.message_thread_id)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.edit_forum_topic(ada.id, topic.message_thread_id, name="x")


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
