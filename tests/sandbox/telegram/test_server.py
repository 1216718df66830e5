import time
from datetime import timedelta

import aiohttp
import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter

from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.server import TelegramServer
from tests.sandbox.telegram.calls import Calls


@pytest.fixture
async def ada(server: TelegramServer) -> Person:
    ada = server.person("Ada")
    await ada.says("hello")
    return ada


async def test_an_unknown_method_is_not_found(server: TelegramServer, api: Calls) -> None:
    status, body = await api.answer("sendTelepathy", chat_id=1)
    assert (status, body["description"]) == (404, "Not Found: method not found")
    assert [(one.method, one.code) for one in server.refused] == [("sendTelepathy", 404)]


async def test_a_wrong_token_is_unauthorized(server: TelegramServer) -> None:
    async with Calls(server.url, "1:wrong") as api:
        assert await api.answer("getMe") == (
            401,
            {"ok": False, "error_code": 401, "description": "Unauthorized"},
        )


@pytest.mark.parametrize("body", [b"{", b"[1]", b"\xff"])
async def test_a_body_that_is_no_object_is_refused(server: TelegramServer, body: bytes) -> None:
    address = f"{server.url}/bot{server.token}/getMe"
    headers = {"Content-Type": "application/json"}
    async with aiohttp.ClientSession() as session, session.post(address, data=body, headers=headers) as answer:
        assert answer.status == 400


async def test_a_rate_limit_says_how_long_and_nothing_is_done(
    server: TelegramServer, bot: Bot, ada: Person, faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # without it the library warns of a change to come
    faults.next("sendMessage", "rate_limited", retry_after=3)
    with pytest.raises(RetryAfter) as limited:
        await bot.send_message(ada.id, "x")
    assert limited.value.retry_after == timedelta(seconds=3)
    assert len(ada.chat) == 1
    await bot.send_message(ada.id, "x")
    assert len(ada.chat) == 2
    assert server.refused == server.declined == []


async def test_a_call_dropped_before_is_not_done_and_one_dropped_after_is(
    bot: Bot, ada: Person, faults: Faults
) -> None:
    faults.next("sendMessage", "drop_before")
    with pytest.raises(NetworkError):
        await bot.send_message(ada.id, "never")
    faults.next("sendMessage", "drop_after")
    with pytest.raises(NetworkError):
        await bot.send_message(ada.id, "who knows")
    assert [seen.text for seen in ada.chat] == ["hello", "who knows"]


@pytest.mark.parametrize("status", [500, 502])
async def test_a_server_error_is_no_answer_of_the_api(api: Calls, ada: Person, faults: Faults, status: int) -> None:
    faults.next("sendMessage", "server_error", status=status)
    got, body = await api.answer("sendMessage", chat_id=ada.id, text="x")
    assert (got, body["ok"], body["error_code"]) == (status, False, status)
    assert len(ada.chat) == 1


async def test_a_slow_call_is_done_and_answered_late(api: Calls, ada: Person, faults: Faults) -> None:
    faults.next("sendMessage", "slow", seconds=0.05)
    before = time.monotonic()
    await api.result("sendMessage", chat_id=ada.id, text="x")
    assert time.monotonic() - before >= 0.05


async def test_every_call_done_is_recorded_with_its_moment(
    server: TelegramServer, bot: Bot, ada: Person, clock: Clock
) -> None:
    sent = await bot.send_message(ada.id, "first")
    await sent.edit_text("second")
    [call] = server.called("sendMessage")
    assert (call.params["text"], call.result["text"]) == ("first", "first")
    assert call.moment == clock.now()
    assert len(server.called("editMessageText")) == 1


async def test_two_servers_share_nothing(server: TelegramServer, clock: Clock) -> None:
    other = TelegramServer(clock, Faults(), token="77:other")
    await other.start()
    assert other.url != server.url
    await other.person("Ben").says("hello")
    assert (server.people, server.pending()) == ([], 0)
    async with Calls(other.url, other.token) as api:
        assert (await api.result("getMe"))["id"] == 77
    await other.stop()


async def test_a_snapshot_is_a_copy(server: TelegramServer, bot: Bot, ada: Person) -> None:
    before = server.snapshot()
    await bot.send_message(ada.id, "x")
    assert [message["text"] for message in before["people"][0]["chat"]] == ["hello"]
