"""The desk with everything joined, and how it says that it is well."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection
from telegram import Bot

from bot.config import Config
from bot.delivery.courier import Courier
from bot.delivery.telegram_topics import TelegramTopics
from bot.desk.troubles import episodes
from bot.door import Door
from bot.duties import Duty
from bot.engine import lanes, ledger
from bot.engine.clock import SteadyClock
from bot.engine.faults import DatabaseAway
from bot.intake.slack import SlackIntake
from bot.intake.telegram import TelegramIntake
from bot.wakeups.chores import beats, late
from bot.wakeups.firing import fire
from bot.web.health import Health

if TYPE_CHECKING:
    from bot.telemetry.watching import Watch


@dataclass
class Product:
    """The desk with everything joined, its loops not yet started."""

    config: Config
    door: Door
    machine: SteadyClock
    courier: Courier
    bot: Bot
    topics: TelegramTopics
    telegram: TelegramIntake
    slack: SlackIntake
    refresh_roster: Callable[[], Awaitable[None]]
    polling: Duty | None
    watch: "Watch | None"
    port: int = 0
    firing: asyncio.Lock = field(default_factory=asyncio.Lock)
    beat: Callable[[], Awaitable[object]] = field(init=False)

    def __post_init__(self) -> None:
        self.beat = beats(self.door)

    async def connections(self) -> dict[str, bool]:
        """Whether each platform is connected. A replica that stands by leaves Telegram to another."""
        standing_by = self.polling is not None and not self.polling.ours
        return {"telegram": self.telegram.connected or standing_by, "slack": await self.slack.connected()}

    async def metrics(self, watch: "Watch") -> bytes:
        """What `/metrics` shows."""
        polling = self.polling is not None and self.polling.ours
        return await watch.page(await self.connections(), polling=polling)

    async def health(self) -> Health:
        """What `/healthz` shows; asks nothing of the platforms."""
        connections = await self.connections()
        try:
            health = await self.door.database.read(_health, self.door, connections)
            troubles, shut_out = await self.door.ask(episodes.lasting), await self.door.ask(episodes.platforms)
            return replace(health, troubles=troubles, shut_out=sorted(shut_out))
        except DatabaseAway:
            return Health(database=False, connections=connections)

    async def settled(self) -> None:
        """Returns when nothing is due any more and all that was to go out has gone."""
        await self.fired()
        await self.courier.drained()

    async def fired(self) -> None:
        """Returns when nothing is due any more."""
        async with self.firing:
            await self.beat()
            await fire(self.door)


def _health(connection: Connection, door: Door, connections: dict[str, bool]) -> Health:
    waiting = lanes.waiting(connection, door.machine())
    overdue = late(connection, door)
    return Health(
        database=not door.database.lately_away(),
        waiting=waiting.count,
        oldest_unsent_ms=waiting.oldest_ready_age_ms,
        dead_letters=waiting.dead,
        parked=ledger.parked_count(connection),
        overdue=overdue.count,
        oldest_overdue_ms=overdue.oldest_age_ms,
        connections=connections,
    )
