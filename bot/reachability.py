"""Whether the platforms can call us: our own public addresses are called from here, as they would call them.

What answers is the desk itself; where none runs, and its port is free, a stand-in answers for as long as we ask, so
that everything on the way, such as names, certificates and proxies, can be tried before the desk has ever run.
"""

import json
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any

import aiohttp
from aiohttp import web
from pydantic import SecretStr
from slack_sdk.signature import SignatureVerifier
from yarl import URL

from bot.config import Config
from bot.findings import Finding, fault, fine
from bot.web.surface import SLACK, TELEGRAM
from bot.web.webhooks import HERE, SECRET_HEADER, telegram_probe

SECONDS = 10
OFFICIAL = "https://api.telegram.org"
PORTS = (443, 80, 88, 8443)
"""Those at which Telegram calls."""
CHALLENGE = "is-this-our-desk"
AT_THE_GATE = (HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT)


@dataclass(frozen=True)
class Answer:
    """`status` is 0 where there was no answer, and `said` is why."""

    status: int
    said: str
    ms: int = 0


async def reachable(config: Config) -> AsyncIterator[Finding]:
    """One finding for each platform that is to call us; none where we call them."""
    called = config.telegram.mode == "webhook", config.slack.mode == "http"
    if not any(called):
        return
    async with _somebody_there(config):
        if config.telegram.mode == "webhook":
            yield await _telegram(config)
        if config.slack.mode == "http":
            yield await _slack(config)


async def _telegram(config: Config) -> Finding:
    what, url = "telegram.webhook_url", config.telegram.webhook_url or ""
    if config.telegram.api_url == OFFICIAL and (URL(url).scheme != "https" or URL(url).port not in PORTS):
        ports = ", ".join(map(str, PORTS))
        return fault(
            what,
            f"Telegram calls https addresses only, at one of the ports {ports}",
            "have a proxy there pass requests on to this desk",
        )
    answer = await _called("GET", url, {SECRET_HEADER: _secret(config.telegram.webhook_secret)}, None)
    return _judged(what, url, answer, HERE, "telegram.webhook_secret", config)


async def _slack(config: Config) -> Finding:
    what, url = "slack.request_url", config.slack.request_url
    if not url:
        where = "only Slack knows where it calls; name the address in slack.request_url to have it tried"
        return fine("slack.mode", f"http, but {where}")
    body = json.dumps({"type": "url_verification", "challenge": CHALLENGE, "token": ""})
    now = str(int(time.time()))
    signature = SignatureVerifier(_secret(config.slack.signing_secret)).generate_signature(timestamp=now, body=body)
    signed = {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": signature or ""}
    answer = await _called("POST", url, signed | {"Content-Type": "application/json"}, body)
    return _judged(what, url, answer, CHALLENGE, "slack.signing_secret", config)


async def _called(method: str, url: str, headers: dict[str, str], body: str | None) -> Answer:
    began = time.monotonic()
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=not _on_this_machine(url)) as session,
            session.request(method, url, headers=headers, data=body, allow_redirects=False) as answer,
        ):
            said = await answer.text(errors="replace")
            return Answer(answer.status, said, int(1000 * (time.monotonic() - began)))
    except TimeoutError:
        return Answer(0, f"no answer within {SECONDS} s")
    except aiohttp.ClientConnectorCertificateError as error:
        return Answer(0, f"its certificate is not trusted: {error.certificate_error}")
    except (aiohttp.ClientError, OSError, ssl.SSLError) as error:
        return Answer(0, str(error))


def _judged(what: str, url: str, answer: Answer, ours: str, secret: str, config: Config) -> Finding:
    """`ours` is in what a desk of ours answers, if it has the same secret."""
    here = f"http://{config.http.host}:{config.http.port}{URL(url).path}"
    if answer.status == HTTPStatus.OK and ours in answer.said:
        return fine(what, f"{url} leads here, in {answer.ms} ms from this machine")
    if not answer.status:
        cure = "see that the name leads to this machine, and that a proxy with a trusted certificate listens there"
        return fault(what, f"{url}: {answer.said}", cure)
    if answer.status == HTTPStatus.UNAUTHORIZED:
        return fault(
            what, f"a desk with another secret answers at {url}", f"correct {secret}, and start the desk again"
        )
    if answer.status in AT_THE_GATE:
        return fault(what, f"the proxy at {url} answers {answer.status}", f"have it pass requests on to {here}")
    found = f"something else answers at {url}, with {answer.status}"
    return fault(what, found, f"have the proxy there pass POST and GET on, path and all, to {here}")


@asynccontextmanager
async def _somebody_there(config: Config) -> AsyncIterator[None]:
    """The desk, or while its port is free a stand-in that gives the same answers."""
    surface = web.Application()
    surface.router.add_get(TELEGRAM, telegram_probe(_secret(config.telegram.webhook_secret)))
    surface.router.add_post(SLACK, _slack_stand_in(_secret(config.slack.signing_secret)))
    runner = web.AppRunner(surface, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, config.http.host, config.http.port).start()
    except OSError:  # somebody is there: who, is what we are about to ask
        await runner.cleanup()
        yield
        return
    try:
        yield
    finally:
        await runner.cleanup()


def _slack_stand_in(secret: str) -> Any:
    async def verified(request: web.Request) -> web.Response:
        body = await request.read()
        if not SignatureVerifier(secret).is_valid_request(body, dict(request.headers)):
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        return web.json_response({"challenge": json.loads(body)["challenge"]})

    return verified


def _secret(kept: SecretStr | None) -> str:
    return kept.get_secret_value() if kept else ""


def _on_this_machine(url: str) -> bool:
    """A proxy from the environment would not find it."""
    try:
        return ip_address(URL(url).host or "").is_loopback
    except ValueError:
        return URL(url).host == "localhost"
