"""A desk at work between a local Telegram and a local Slack, with a clock that the story moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.app.product import Product
from bot.app.running import running
from bot.config import checked
from bot.delivery.courier import LEASE_MS
from bot.desk.practice import UNPACED
from bot.manifest import manifest
from bot.sandbox.changes import PATIENCE
from bot.sandbox.clock import Clock
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.slack.envelopes import Patience
from bot.sandbox.slack.member import Member
from bot.sandbox.slack.workspace import Message
from bot.sandbox.telegram.people import Person

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
UNDO = timedelta(seconds=5)


class World:
    def __init__(self, sandbox: Sandbox, product: Product) -> None:
        self.sandbox = sandbox
        self.product = product
        self.telegram, self.slack = sandbox.telegram, sandbox.slack

    def customer(self, name: str = "Ada") -> Person:
        return self.sandbox.customer(name)

    def agent(self, name: str = "Ben") -> Member:
        return self.slack.member(name)

    async def settles(self) -> None:
        """Everything that was done has had all of its effects."""
        pending = True
        while pending:
            await self.telegram.quiet(30)
            await self.slack.quiet(30)
            await self.product.settled()
            pending = bool(self.telegram.pending() or self.slack.pending())

    async def passes(self, span: timedelta = UNDO) -> None:
        """What people did so far is heard of, the clock moves on, and what falls due is done."""
        await self.telegram.quiet(30)
        await self.slack.quiet(30)
        await self.sandbox.clock.forward(span)
        await self.settles()

    async def card(self, words: str = "#1001", channel: str = "support") -> Message:
        """The card of a ticket, when it is there."""
        return await self.agent().sees(words, channel)

    def thread(self, card: Message) -> list[str]:
        """What stands in a card's thread, oldest first."""
        return [reply.words for reply in self.slack.thread(card.channel, card)]

    def sound(self) -> None:
        """Nothing that was sent was refused as invalid."""
        assert self.telegram.refused == []
        assert self.slack.invalid == []


def _over(under: Any, section: Any) -> Any:
    """What is laid over a list of tables is laid over each."""
    if isinstance(under, list) and isinstance(section, dict):
        return [each | section for each in under]
    return under | section if isinstance(under, dict) else section


@asynccontextmanager
async def world(
    database_url: str,
    clock: Clock | None = None,
    *,
    topics: bool = False,
    lease_ms: int = LEASE_MS,
    **settings: Any,
) -> AsyncIterator[World]:
    """Further settings are sections of the configuration, laid key by key over the sandbox's own."""
    sandbox = Sandbox(clock or Clock(MONDAY), topics=topics)
    sandbox.slack.deliveries.patience = Patience(ack=PATIENCE)
    sandbox.slack.triggers.lifetime = PATIENCE
    sandbox.slack.install(manifest("Acme Support", "socket", None))
    await sandbox.start()
    try:
        written = sandbox.settings() | {"database": {"url": database_url, "durable": False}}
        config = checked(written | {name: _over(written.get(name), settings[name]) for name in settings})
        async with running(config, sandbox.clock.now, UNPACED, lease_ms=lease_ms) as product:
            if config.slack.mode == "http":
                await sandbox.slack.http_mode(f"http://127.0.0.1:{product.port}/slack")
            else:
                await sandbox.slack.connected(2)
            yield World(sandbox, product)
    finally:
        await sandbox.stop()
