"""Bytes from one platform to the other: passed on as they come, and no token to anybody else."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import slack_clients
from bot.delivery.telegram_request import telegram_bot
from bot.delivery.transfers import CannotFetch, Passing, Transfers
from bot.sandbox.sandbox import Sandbox

HALF = b"x" * (2 << 20)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    opened = Sandbox()
    await opened.start()
    yield opened
    await opened.stop()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def slack(sandbox: Sandbox, session: aiohttp.ClientSession, token: str = "") -> AsyncWebClient:
    return slack_clients.calm(token or sandbox.slack.bot_token, sandbox.slack.url, session)


@pytest.fixture
async def transfers(sandbox: Sandbox, session: aiohttp.ClientSession) -> AsyncIterator[Transfers]:
    bot = telegram_bot(sandbox.telegram.token, sandbox.telegram.url)
    yield Transfers(session, bot, slack(sandbox, session))
    await bot.request.shutdown()


async def shared(sandbox: Sandbox, name: str, content: bytes = b"content") -> str:
    """The id of a file that Ben put into Slack."""
    post = await sandbox.slack.member("Ben").shares("support", name, content)
    return str(post.body["files"][0]["id"])


async def read(passing: Passing) -> bytes:
    return await passing.response.read()


async def test_each_platform_gives_a_file_with_its_size(sandbox: Sandbox, transfers: Transfers) -> None:
    sent = await sandbox.customer("Ada").sends_document("a.pdf", b"from Ada")
    async with transfers.from_telegram(sent["document"]["file_id"]) as passing:
        assert (passing.size, await read(passing)) == (8, b"from Ada")
    async with transfers.from_slack(await shared(sandbox, "b.pdf", b"from Ben")) as passing:
        assert (passing.size, await read(passing)) == (8, b"from Ben")


async def test_what_comes_is_passed_on_before_the_rest_is_there(session: aiohttp.ClientSession) -> None:
    arrived = asyncio.Event()
    taken: list[bytes] = []

    async def source(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(2 * len(HALF))})
        await response.prepare(request)
        await response.write(HALF)
        await arrived.wait()
        await response.write(HALF)
        return response

    async def target(request: web.Request) -> web.Response:
        async for piece in request.content.iter_any():
            taken.append(piece)
            arrived.set()
        return web.Response(text=str(request.content_length))

    app = web.Application(client_max_size=10 << 20)
    app.add_routes([web.get("/source", source), web.post("/target", target)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    here = f"http://127.0.0.1:{runner.addresses[0][1]}"
    transfers = Transfers(session, telegram_bot("42:nobody", here), AsyncWebClient())
    async with asyncio.timeout(20), session.get(f"{here}/source") as response:
        await transfers.to_slack(f"{here}/target", Passing(response, 2 * len(HALF)))
    await runner.cleanup()
    assert sum(map(len, taken)) == 2 * len(HALF)


async def test_a_page_to_sign_in_is_not_the_file(sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    file = await shared(sandbox, "a.pdf")
    client = slack(sandbox, session)
    transfers = Transfers(session, telegram_bot("42:nobody", sandbox.telegram.url), client)
    described = await client.files_info(file=file)
    client.token = "xoxb-revoked"
    client.files_info = lambda **_: _given(described)  # type: ignore[method-assign,assignment]
    with pytest.raises(CannotFetch, match="Slack does not give it to the app"):
        async with transfers.from_slack(file):
            pass


async def _given(answer: object) -> object:
    return answer


async def test_a_page_that_is_the_file_is_passed_on(sandbox: Sandbox, transfers: Transfers) -> None:
    async with transfers.from_slack(await shared(sandbox, "page.html", b"<html>")) as passing:
        assert await read(passing) == b"<html>"


@pytest.mark.parametrize(
    "address", ["", "http://files.slack.com/a", "https://slack.com.evil.example/a", "https://docs.example/a"]
)
async def test_the_token_goes_to_slack_alone(sandbox: Sandbox, transfers: Transfers, address: str) -> None:
    file = await shared(sandbox, "a.pdf")
    sandbox.slack.workspace.files[file].body |= {"url_private_download": address, "url_private": address}
    with pytest.raises(CannotFetch, match="outside Slack"):
        async with transfers.from_slack(file):
            pass


async def test_what_is_gone_or_empty_is_said_in_words(sandbox: Sandbox, transfers: Transfers) -> None:
    with pytest.raises(CannotFetch, match="no longer in Slack"):
        async with transfers.from_slack("F0"):
            pass
    with pytest.raises(CannotFetch, match="it is empty"):
        async with transfers.from_slack(await shared(sandbox, "a.pdf", b"")):
            pass


async def test_an_upload_that_slack_does_not_take_is_told(sandbox: Sandbox, transfers: Transfers) -> None:
    file = await shared(sandbox, "a.pdf")
    async with transfers.from_slack(file) as passing:
        with pytest.raises(CannotFetch, match="did not take it \\(404\\)"):
            await transfers.to_slack(sandbox.slack.url.replace("/api/", "/upload/unknown"), passing)
