"""The desk at work: its loops, from the start to the way out."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from functools import partial

import structlog
from aiohttp import web

from bot import collector, logs
from bot.app.joining import ended, joined, secret, wall_clock
from bot.app.product import Product
from bot.config import Config
from bot.delivery.courier import LEASE_MS
from bot.delivery.reaching import reaching
from bot.delivery.telegram_menus import set_menus
from bot.desk.claims import unclaimed
from bot.desk.measures import weekly
from bot.desk.practice import Pace
from bot.desk.privacy import retention
from bot.desk.relationship import choosing
from bot.desk.rota import watching
from bot.desk.service_levels import figures
from bot.desk.troubles.rehoming import rehome
from bot.door import machine_now
from bot.duties import by_one
from bot.engine.clock import SteadyClock
from bot.intake.telegram_webhook import polled_from_now
from bot.wakeups.chores import audit, promise_anew, tidy
from bot.wakeups.clocks import in_step, on_time
from bot.wakeups.heartbeat import heartbeat, stop
from bot.web.health import Handler, health_page
from bot.web.listening import listening
from bot.web.metrics import metrics_page
from bot.web.surface import surface
from bot.web.webhooks import telegram_hook, telegram_probe

log = structlog.get_logger()

ROSTER_EVERY = 300
"""Seconds; a change of a user group is heard of at once, this is for what was missed."""
TIDY_EVERY = 60
AUDIT_EVERY = 30
TOPICS_EVERY = 300
"""Seconds; that the bot has topics no longer is found out at once, by what is then refused."""

LOOK_AT_CLOCKS = 5
"""Seconds between two looks whether somebody has set them."""


@asynccontextmanager
async def running(
    config: Config,
    clock: Callable[[], datetime] = wall_clock,
    pace: Pace | None = None,
    *,
    lease_ms: int = LEASE_MS,
) -> AsyncIterator[Product]:
    """The desk at work; on the way out nothing new is taken and what is being sent is finished."""
    async with joined(config, clock, pace, lease_ms=lease_ms) as product, AsyncExitStack() as held:
        await _introduced(product)
        await product.door.do(retention.begins)
        await product.door.do(watching.begins)
        await product.door.do(figures.begins)
        await product.door.do(choosing.begins)
        await product.door.do(weekly.begins)
        held.push_async_callback(ended, asyncio.create_task(product.courier.run()))
        scheduler = heartbeat(
            [
                (product.fired, 0.5),
                (product.courier.look, 0.2),
                (by_one(product.door, "tidy", TIDY_EVERY, partial(tidy, product.door)), TIDY_EVERY),
                (by_one(product.door, "audit", AUDIT_EVERY, partial(audit, product.door)), AUDIT_EVERY),
                (by_one(product.door, "roster", ROSTER_EVERY, product.refresh_roster), ROSTER_EVERY),
                (partial(in_step, product.door, product.machine), LOOK_AT_CLOCKS),
                (on_time(product.door, SteadyClock(machine_now()), machine_now), LOOK_AT_CLOCKS),
                (product.topics.look_again, TOPICS_EVERY),
            ],
            partial(promise_anew, product.door),
        )
        scheduler.start()
        held.callback(stop, scheduler)
        product.port = await _served(product, held)
        await product.slack.start()
        held.push_async_callback(product.slack.stop)
        await _listened(product, held)
        log.info("running", port=product.port, telegram=config.telegram.mode, slack=config.slack.mode)
        yield product


async def _introduced(product: Product) -> None:
    """Both platforms answer, and nobody else takes what customers write. Raises `NotReached`, `AnotherWebhook`."""
    settings = product.config
    with reaching("Slack", settings.slack.api_url):
        await product.refresh_roster()
    await product.door.do(rehome)
    await product.door.do(unclaimed.redraw_all)
    with reaching("Telegram", settings.telegram.api_url):
        await set_menus(product.bot, product.door.practice)
        await product.topics.look()
        if settings.telegram.mode == "polling":
            await polled_from_now(product.bot, settings.telegram.webhook_url)


def _telegrams(product: Product) -> tuple[Handler, Handler]:
    """What Telegram calls, and what an operator asks there."""
    said = secret(product.config.telegram.webhook_secret) or ""
    return telegram_hook(product.telegram.take, said), telegram_probe(said)


async def _served(product: Product, held: AsyncExitStack) -> int:
    config = product.config
    called = surface(
        health_page(product.health),
        product.slack.http if config.slack.mode == "http" else None,
        _telegrams(product) if config.telegram.mode == "webhook" else None,
        metrics_page(partial(product.metrics, product.watch)) if product.watch else None,
    )
    runner = web.AppRunner(called, access_log=None)
    await runner.setup()
    held.push_async_callback(runner.cleanup)
    host, port = config.http.host, config.http.port
    with listening(host, port, "set http.port to another one"):
        await web.TCPSite(runner, host, port).start()
    return int(runner.addresses[0][1])


async def _listened(product: Product, held: AsyncExitStack) -> None:
    """Telegram is polled, by one of all replicas, or told where to call."""
    settings = product.config.telegram
    if product.polling:
        held.push_async_callback(ended, asyncio.create_task(product.polling.run(product.telegram.run)))
    else:
        with reaching("Telegram", settings.api_url):
            await product.telegram.called_at(settings.webhook_url or "", secret(settings.webhook_secret) or "")


async def asked_to_stop() -> None:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, asked.set)
    await asked.wait()


async def run(config: Config) -> None:
    """Until Ctrl-C or SIGTERM."""
    logs.set_up(config.logging.level, config.logging.format)
    async with running(config):
        collector.spare_what_is_there()
        await asked_to_stop()
        log.info("stopping")
