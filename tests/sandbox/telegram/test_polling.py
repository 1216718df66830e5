import asyncio

import aiohttp
import pytest
from telegram import Bot

from bot.sandbox.faults import DELIVERY, Faults
from bot.sandbox.telegram.server import TelegramServer
from bot.sandbox.telegram.updates import FIRST_ID
from tests.sandbox.telegram.calls import Calls, Json


def texts(updates: list[Json]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_the_library_reads_what_people_write(server: TelegramServer, bot: Bot) -> None:
    ada = server.person("Ada", language="pt-br", username="ada")
    await ada.says("/start shop")
    [update] = await bot.get_updates()
    assert update.message is not None
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "pt-br"
    assert update.message.chat.username == "ada"
    assert update.message.text == "/start shop"
    [command] = update.message.entities
    assert (command.type, command.offset, command.length) == ("bot_command", 0, 6)


async def test_updates_come_again_until_an_offset_confirms_them(server: TelegramServer, api: Calls) -> None:
    ada = server.person("Ada")
    for text in ("one", "two", "three"):
        await ada.says(text)
    first = await api.updates()
    assert texts(await api.updates()) == texts(first) == ["one", "two", "three"]
    assert texts(await api.updates(offset=first[1]["update_id"])) == ["two", "three"]
    assert server.pending() == 2
    assert await api.updates(offset=first[2]["update_id"] + 1) == []
    assert server.pending() == 0


async def test_a_limit_cuts_the_batch(server: TelegramServer, api: Calls) -> None:
    ada = server.person("Ada")
    for text in ("one", "two", "three"):
        await ada.says(text)
    assert texts(await api.updates(limit=2)) == ["one", "two"]


async def test_a_negative_offset_keeps_the_last_ones_and_forgets_the_rest(server: TelegramServer, api: Calls) -> None:
    ada = server.person("Ada")
    for text in ("one", "two", "three"):
        await ada.says(text)
    assert texts(await api.updates(offset=-1)) == ["three"]
    assert texts(await api.updates(offset=0)) == ["three"]


async def test_an_offset_beyond_the_end_confirms_nothing(server: TelegramServer, api: Calls) -> None:
    await server.person("Ada").says("one")
    assert texts(await api.updates(offset=FIRST_ID + 1000)) == ["one"]


async def test_a_long_poll_ends_with_the_first_update(server: TelegramServer, api: Calls) -> None:
    poll = asyncio.create_task(api.updates(timeout=50))
    await server.listened_to()
    await server.person("Ada").says("hello")
    assert texts(await asyncio.wait_for(poll, 30)) == ["hello"]


async def test_a_newer_poll_ends_the_older_one_with_a_conflict(server: TelegramServer, api: Calls) -> None:
    older = asyncio.create_task(api.answer("getUpdates", timeout=50))
    await server.listened_to()
    newer = asyncio.create_task(api.answer("getUpdates", timeout=50))
    status, body = await asyncio.wait_for(older, 30)
    assert (status, body["error_code"]) == (409, 409)
    assert body["description"].startswith("Conflict: terminated by other getUpdates request")
    await server.person("Ada").says("hello")
    assert (await asyncio.wait_for(newer, 30))[0] == 200
    assert [rejected.code for rejected in server.declined] == [409]
    assert server.refused == []


async def test_polling_is_refused_while_a_webhook_is_set(server: TelegramServer, api: Calls) -> None:
    await api.result("setWebhook", url="http://127.0.0.1:9/hook")
    assert "webhook is active" in await api.refusal("getUpdates")
    await api.result("deleteWebhook")
    assert await api.updates() == []


async def test_what_a_lost_poller_had_comes_again(server: TelegramServer, api: Calls, faults: Faults) -> None:
    await server.person("Ada").says("hello")
    faults.next("getUpdates", "drop_after")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await api.updates()
    assert texts(await api.updates()) == ["hello"]


async def test_only_the_kinds_asked_for_come_and_the_list_is_remembered(server: TelegramServer, api: Calls) -> None:
    ada = server.person("Ada")
    await api.updates(allowed_updates=["message", "message_reaction"])
    message = await ada.says("hello")
    await ada.edits(message["message_id"], "hello!")
    await ada.reacts(message["message_id"], "👍")
    kinds = [set(update) - {"update_id"} for update in await api.updates()]
    assert kinds == [{"message"}, {"message_reaction"}]


async def test_reactions_do_not_come_unasked(server: TelegramServer, api: Calls) -> None:
    ada = server.person("Ada")
    message = await ada.says("hello")
    await ada.reacts(message["message_id"], "👍")
    assert texts(await api.updates()) == ["hello"]


async def test_an_update_waits_as_it_was_when_it_happened(server: TelegramServer, api: Calls) -> None:
    ada = server.person("Ada")
    message = await ada.says("helo")
    await ada.edits(message["message_id"], "hello")
    first, second = await api.updates()
    assert first["message"]["text"] == "helo"
    assert second["edited_message"]["text"] == "hello"
    assert second["edited_message"]["edit_date"] == message["date"]


async def test_a_delivery_can_come_twice(server: TelegramServer, api: Calls, faults: Faults) -> None:
    await server.person("Ada").says("hello")
    faults.next(DELIVERY, "duplicate")
    assert texts(await api.updates()) == ["hello", "hello"]


async def test_a_reordered_delivery_keeps_each_chat_in_order(
    server: TelegramServer, api: Calls, faults: Faults
) -> None:
    ada, ben = server.person("Ada"), server.person("Ben")
    await ada.says("a1")
    await ben.says("b1")
    await ada.says("a2")
    faults.next(DELIVERY, "reorder")
    assert texts(await api.updates()) == ["b1", "a1", "a2"]


async def test_an_update_of_any_shape_can_be_injected(server: TelegramServer, api: Calls) -> None:
    number = server.inject({"holographic_call": {"depth": 3}})
    poison = server.inject({"update_id": number + 5, "message": {"text": 12}})
    raw = await api.updates()
    assert raw == [
        {"update_id": number, "holographic_call": {"depth": 3}},
        {"update_id": poison, "message": {"text": 12}},
    ]
    assert await api.updates(offset=poison + 1) == []


async def test_quiet_waits_for_the_confirmation_and_not_for_the_delivery(server: TelegramServer, api: Calls) -> None:
    await server.person("Ada").says("hello")
    [update] = await api.updates()
    with pytest.raises(TimeoutError):
        await server.quiet(0.01)
    quiet = asyncio.create_task(server.quiet(5))
    await api.updates(offset=update["update_id"] + 1)
    await quiet


async def test_stopping_the_server_ends_a_poll(server: TelegramServer, api: Calls) -> None:
    poll = asyncio.create_task(api.updates(timeout=50))
    await server.listened_to()
    await server.stop()
    assert await asyncio.wait_for(poll, 30) == []


async def test_nobody_listens_until_a_poll_waits_or_a_webhook_is_set(server: TelegramServer, api: Calls) -> None:
    with pytest.raises(TimeoutError):
        await server.listened_to(0.01)
    await api.updates()
    with pytest.raises(TimeoutError):
        await server.listened_to(0.01)
    await api.result("setWebhook", url="http://127.0.0.1:9/hook")
    await server.listened_to()


async def test_a_poll_whose_caller_died_does_not_listen(server: TelegramServer, api: Calls) -> None:
    poll = asyncio.create_task(api.updates(timeout=50))
    await server.listened_to()
    poll.cancel()
    async with asyncio.timeout(30):
        await server._updates.moved.until(lambda: not server._updates.waiting)
    with pytest.raises(TimeoutError):
        await server.listened_to(0.01)
