"""HTTP mode: signed requests into the real Bolt behind a real HTTP server."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack.server import SlackServer
from bot.sandbox.slack.workspace import Channel
from tests.sandbox.slack.blocks import actions, button, field, modal, written

Json = dict[str, Any]


class Endpoint:
    """Where the app listens. Every request is kept as it came; `failing` answers that many with 500."""

    def __init__(self, app: AsyncApp) -> None:
        self.app = app
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.failing = 0

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.requests.append((dict(request.headers), await request.read()))
        if self.failing:
            self.failing -= 1
            return web.Response(status=500)
        response = await self.app.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(response)


@pytest.fixture
async def endpoint(slack: SlackServer, app: AsyncApp) -> AsyncIterator[Endpoint]:
    slack.app.events &= {"message.channels"}
    endpoint = Endpoint(app)
    server = web.Application()
    server.add_routes([web.post("/slack/events", endpoint.handle)])
    runner = web.AppRunner(server, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await slack.http_mode(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    yield endpoint
    await slack.deliveries.stop()
    await runner.cleanup()


async def test_an_event_is_signed_so_that_bolt_takes_it(
    slack: SlackServer, app: AsyncApp, endpoint: Endpoint, support: Channel
) -> None:
    heard: list[str] = []

    @app.event("message")
    async def hear(event: Json) -> None:
        heard.append(event["text"])

    await slack.member("Ben").says(support, "Hello?")
    await slack.quiet()
    assert heard == ["Hello?"]
    headers, body = endpoint.requests[-1]
    signed = b"v0:" + headers["X-Slack-Request-Timestamp"].encode() + b":" + body
    digest = hmac.new(slack.signing_secret.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["X-Slack-Signature"] == f"v0={digest}"


async def test_an_event_answered_with_an_error_comes_again_and_says_so(
    slack: SlackServer, app: AsyncApp, endpoint: Endpoint, support: Channel
) -> None:
    @app.event("message")
    async def hear(event: Json) -> None:
        pass

    endpoint.failing = 1
    await slack.member("Ben").says(support, "Hello?")
    await slack.quiet()
    (first, one), (second, two) = endpoint.requests[-2:]
    assert "X-Slack-Retry-Num" not in first
    assert (second["X-Slack-Retry-Num"], second["X-Slack-Retry-Reason"]) == ("1", "http_error")
    assert json.loads(one)["event_id"] == json.loads(two)["event_id"]


async def test_a_click_a_form_and_a_command_come_as_forms(
    slack: SlackServer, app: AsyncApp, endpoint: Endpoint, client: AsyncWebClient, support: Channel
) -> None:
    ben = slack.member("Ben")

    @app.event("message")
    async def hear(event: Json) -> None:
        pass

    @app.action("note")
    async def open_note(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        view = modal("Note", field("Words", "words", written("text")), callback_id="note")
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("note")
    async def keep(ack: Any) -> None:
        await ack(response_action="errors", errors={"words": "Say more"})

    @app.command("/desk")
    async def desk(ack: Any) -> None:
        await ack("Nothing waits")

    await client.chat_postMessage(channel=support.id, text="Card", blocks=[actions(button("Note", "note"))])
    await ben.clicks("Note")
    await ben.fills({"Words": "Hm"})
    assert await ben.submits() == {"Words": "Say more"}
    assert await ben.command("/desk", "", support) == {"text": "Nothing waits"}


async def test_an_address_that_does_not_answer_the_challenge_is_not_taken(
    slack: SlackServer, endpoint: Endpoint
) -> None:
    with pytest.raises(ValueError, match="challenge"):
        await slack.http_mode(slack.url + "auth.test")
