"""A local Slack and a real Bolt app in it."""

import logging
from collections.abc import AsyncIterator

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.slack.envelopes import Patience
from bot.sandbox.slack.server import SlackServer
from bot.sandbox.slack.workspace import Channel


@pytest.fixture
def patience() -> Patience:
    """Long enough for a busy machine to answer, with next to no pause before a second attempt."""
    return Patience(ack=3.0, retries=(0.0, 0.01, 0.01), trigger=3.0)


@pytest.fixture
async def slack(patience: Patience) -> AsyncIterator[SlackServer]:
    server = SlackServer(Clock(), Faults(), patience=patience)
    await server.start()
    yield server
    await server.stop()


def client_of(slack: SlackServer, token: str = SlackServer.bot_token) -> AsyncWebClient:
    client = AsyncWebClient(token=token, base_url=slack.url, retry_handlers=[])
    client.proxy = None
    return client


@pytest.fixture
def client(slack: SlackServer) -> AsyncWebClient:
    return client_of(slack)


@pytest.fixture
def support(slack: SlackServer) -> Channel:
    return slack.channel("support")


@pytest.fixture
def app(slack: SlackServer) -> AsyncApp:
    """Acknowledges after the listener, as the product does."""
    logging.getLogger("slack_bolt").setLevel(logging.CRITICAL)
    return AsyncApp(
        client=client_of(slack),
        signing_secret=slack.signing_secret,
        process_before_response=True,
        ignoring_self_events_enabled=False,
    )


@pytest.fixture
async def connected(slack: SlackServer, app: AsyncApp) -> AsyncIterator[AsyncApp]:
    """The app on two sockets, subscribed to messages. Its listeners may be added before or after."""
    slack.app.events &= {"message.channels", "message.groups", "message.im"}
    handlers = [AsyncSocketModeHandler(app, slack.app_token, ping_interval=0.2) for _ in range(2)]
    for handler in handlers:
        handler.client.proxy = None
        await handler.connect_async()  # type: ignore[no-untyped-call]
    await slack.connected(2)
    yield app
    for handler in handlers:
        await handler.close_async()  # type: ignore[no-untyped-call]
