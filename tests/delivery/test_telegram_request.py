"""Calls over aiohttp: what came back, and what is known when nothing did."""

import asyncio
import socket
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram.error import BadRequest, InvalidToken, NetworkError, TimedOut
from telegram.ext import ExtBot

from bot.delivery.telegram_request import AiohttpRequest, Flooded, NotSent, on_this_machine, telegram_bot
from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.server import TelegramServer

WAIT = 30  # seconds until a test that hangs has failed


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
async def server(faults: Faults) -> AsyncIterator[TelegramServer]:
    server = TelegramServer(Clock(), faults)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[ExtBot[None]]:
    bot = telegram_bot(server.token, server.url)
    yield bot
    await bot.request.shutdown()


@pytest.fixture
async def ada(server: TelegramServer) -> Person:
    ada = server.person("Ada")
    await ada.says("hello")
    return ada


async def test_words_in_any_script_arrive_as_they_are(bot: ExtBot[None], ada: Person) -> None:
    await bot.send_message(ada.id, "żółw 漢字 👋 & <b> مرحبا")
    assert ada.chat[-1].text == "żółw 漢字 👋 & <b> مرحبا"


async def test_a_file_goes_with_the_call(bot: ExtBot[None], server: TelegramServer, ada: Person) -> None:
    sent = await bot.send_document(ada.id, b"content of it", filename="żółw.pdf", caption="see")
    assert sent.document
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"content of it"
    assert ada.chat[-1].text == "see"


async def test_what_telegram_refuses_is_said_in_its_words(bot: ExtBot[None]) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(404, "hello")


async def test_a_wrong_token_is_known_as_such(server: TelegramServer) -> None:
    bot = telegram_bot("42:wrong", server.url)
    with pytest.raises(InvalidToken):
        await bot.get_me()
    await bot.request.shutdown()


async def test_being_told_to_wait_tells_how_long(bot: ExtBot[None], faults: Faults, ada: Person) -> None:
    faults.next("sendMessage", "rate_limited", retry_after=7)
    with pytest.raises(Flooded) as told:
        await bot.send_message(ada.id, "hello")
    assert told.value.after == timedelta(seconds=7)


@pytest.mark.parametrize("kind", ["drop_after", "drop_before"])
async def test_a_cut_connection_leaves_it_open_whether_it_was_sent(
    bot: ExtBot[None], faults: Faults, ada: Person, kind: str
) -> None:
    faults.next("sendMessage", "drop_after" if kind == "drop_after" else "drop_before")
    with pytest.raises(NetworkError) as cut:
        await bot.send_message(ada.id, "hello")
    assert type(cut.value) is NetworkError
    assert bot.token not in str(cut.value)


async def test_so_does_a_failing_server(bot: ExtBot[None], faults: Faults, ada: Person) -> None:
    faults.next("sendMessage", "server_error", status=502)
    with pytest.raises(NetworkError) as failed:
        await bot.send_message(ada.id, "hello")
    assert type(failed.value) is NetworkError


async def test_and_an_answer_that_does_not_come(bot: ExtBot[None], faults: Faults, ada: Person) -> None:
    faults.next("sendMessage", "slow", seconds=0.2)
    with pytest.raises(TimedOut):
        await bot.send_message(ada.id, "hello", read_timeout=0.05)


async def test_a_server_that_is_not_there_has_certainly_got_nothing() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        bot = telegram_bot("42:secret", f"http://127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(NotSent) as refused:
            await bot.send_message(1, "hello")
    assert "secret" not in str(refused.value)
    await bot.request.shutdown()


async def test_nor_has_one_whose_name_nobody_knows() -> None:
    request = AiohttpRequest(proxies=False)
    with pytest.raises(NotSent):
        await asyncio.wait_for(request.do_request("http://nowhere.invalid/bot42:secret/getMe", "POST"), WAIT)
    await request.shutdown()


@pytest.mark.parametrize(
    ("url", "near"),
    [
        ("http://127.0.0.1:8081", True),
        ("http://localhost:8081", True),
        ("http://[::1]:8081", True),
        ("https://api.telegram.org", False),
        ("http://10.0.0.7:8081", False),
    ],
)
def test_a_proxy_is_not_asked_for_what_is_on_this_machine(url: str, near: bool) -> None:
    assert on_this_machine(url) is near


async def test_a_request_shut_down_twice_is_shut_down() -> None:
    request = AiohttpRequest()
    await request.initialize()
    opened = request._opened()
    await request.shutdown()
    await request.shutdown()
    assert opened.closed
    assert request._session is None


async def test_a_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch, server: TelegramServer) -> None:
    monkeypatch.setenv("http_proxy", server.url)
    bot = telegram_bot(server.token, "http://nowhere.invalid")
    assert (await bot.get_me()).is_bot
    await bot.request.shutdown()
