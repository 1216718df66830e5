"""Whether our public addresses lead here, asked as the platforms would ask."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import unused_port

from bot.config import Config, checked
from bot.findings import Finding
from bot.reachability import reachable
from tests.stories.world import world
from tests.test_check import FILLED_IN

SECRET, SIGNING = "a-secret-of-at-least-16", "a-signing-secret"
Sections = dict[str, dict[str, Any]]


def config(port: int, telegram: str = "", slack: str | None = "", api_url: str = "http://127.0.0.1:1") -> Config:
    """Both platforms are to call the desk at that port, by default without anything in between."""
    called = {
        "mode": "webhook",
        "webhook_url": telegram or f"http://127.0.0.1:{port}/telegram",
        "webhook_secret": SECRET,
    }
    there: Sections = {"slack": {"mode": "http", "signing_secret": SIGNING, "bot_token": "xoxb-1"}}
    if slack is not None:
        there["slack"]["request_url"] = slack or f"http://127.0.0.1:{port}/slack"
    return checked(
        FILLED_IN | there | {"telegram": {"token": "1:a", "api_url": api_url} | called, "http": {"port": port}}
    )


async def asked(config: Config) -> dict[str, Finding]:
    return {finding.what: finding async for finding in reachable(config)}


@asynccontextmanager
async def answering(status: int, text: str = "") -> AsyncIterator[int]:
    """Something else than a desk, at a port of its own."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, text=text)

    other = web.Application()
    other.router.add_route("*", "/{any:.*}", answer)
    runner = web.AppRunner(other)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield int(runner.addresses[0][1])
    await runner.cleanup()


async def test_before_the_desk_has_ever_run_the_way_to_it_can_be_tried() -> None:
    findings = await asked(config(unused_port()))
    assert [finding.ok for finding in findings.values()] == [True, True]
    assert set(findings) == {"telegram.webhook_url", "slack.request_url"}
    assert "leads here" in findings["telegram.webhook_url"].detail


async def test_where_we_call_the_platforms_nothing_is_asked() -> None:
    polling = {"telegram": {"token": "1:a"}, "slack": {"bot_token": "xoxb-1", "app_token": "xapp-1"}}
    assert await asked(checked(FILLED_IN | polling)) == {}


async def test_a_desk_at_work_answers_for_itself(database_url: str) -> None:
    port = unused_port()
    wanted = config(port)
    telegram = {"mode": "webhook", "webhook_url": wanted.telegram.webhook_url, "webhook_secret": SECRET}
    async with world(database_url, http={"port": port}, telegram=telegram, slack={"mode": "http"}) as desk:
        signing = desk.product.config.slack.signing_secret
        assert signing
        ours = config(port).model_copy(update={"slack": wanted.slack.model_copy(update={"signing_secret": signing})})
        assert [finding.ok for finding in (await asked(ours)).values()] == [True, True]
        told = [finding.line for finding in (await asked(wanted)).values() if not finding.ok]
        assert told == [
            f"FAULT  slack.request_url: a desk with another secret answers at http://127.0.0.1:{port}/slack "
            "-> correct slack.signing_secret, and start the desk again"
        ]


async def test_an_address_at_which_nobody_answers_is_told() -> None:
    nowhere = f"http://127.0.0.1:{unused_port()}"
    findings = await asked(config(unused_port(), f"{nowhere}/telegram", f"{nowhere}/slack"))
    for finding in findings.values():
        assert nowhere in finding.detail
        assert finding.cure == (
            "see that the name leads to this machine, and that a proxy with a trusted certificate listens there"
        )


async def test_https_where_nobody_speaks_it_is_told() -> None:
    async with answering(200) as port:
        finding = (await asked(config(unused_port(), f"https://127.0.0.1:{port}/telegram")))["telegram.webhook_url"]
    assert not finding.ok
    assert "ssl" in finding.detail.casefold()


@pytest.mark.parametrize(
    ("status", "text", "detail", "cure"),
    [
        (502, "", "the proxy at {} answers 502", "have it pass requests on to http://127.0.0.1:{}/telegram"),
        (404, "", "something else answers at {}, with 404", "have the proxy there pass POST and GET on, path and all"),
        (200, "Welcome!", "something else answers at {}, with 200", "have the proxy there pass POST and GET on"),
        (401, "", "a desk with another secret answers at {}", "correct telegram.webhook_secret, and start the desk"),
    ],
)
async def test_what_came_back_is_said_with_its_cure(status: int, text: str, detail: str, cure: str) -> None:
    ours = unused_port()
    async with answering(status, text) as port:
        url = f"http://127.0.0.1:{port}/telegram"
        finding = (await asked(config(ours, url)))["telegram.webhook_url"]
    assert finding.detail == detail.format(url)
    assert finding.cure.startswith(cure.format(ours))


@pytest.mark.parametrize("url", ["http://desk.example.com/telegram", "https://desk.example.com:9000/telegram"])
async def test_an_address_that_telegram_would_never_call_is_told_without_calling_it(url: str) -> None:
    finding = (await asked(config(unused_port(), url, None, "https://api.telegram.org")))["telegram.webhook_url"]
    assert finding.detail == "Telegram calls https addresses only, at one of the ports 443, 80, 88, 8443"


async def test_where_only_slack_knows_its_address_that_is_said() -> None:
    finding = (await asked(config(unused_port(), slack=None)))["slack.mode"]
    assert finding.ok
    assert "name the address in slack.request_url" in finding.detail


async def test_no_secret_is_in_a_finding() -> None:
    async with answering(500, SECRET) as port:
        findings = await asked(config(unused_port(), f"http://127.0.0.1:{port}/telegram"))
    assert not any(SECRET in finding.line or SIGNING in finding.line for finding in findings.values())
