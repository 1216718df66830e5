"""The wiring: the one file that may import every room. No logic lives here."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import aiohttp
import structlog
from aiohttp import web
from pydantic import SecretStr
from sqlalchemy import Connection
from telegram import Bot

from bot import logs
from bot.config import Config
from bot.delivery import roster, slack_clients
from bot.delivery.courier import LEASE_MS, Courier
from bot.delivery.reaching import let_in, reaching
from bot.delivery.slack import SlackSender
from bot.delivery.slack_files import SlackFiles
from bot.delivery.slack_papers import SlackPapers
from bot.delivery.telegram import TelegramSender, set_menus
from bot.delivery.telegram_lines import TelegramLines
from bot.delivery.telegram_request import on_this_machine, telegram_bot
from bot.delivery.telegram_topics import TelegramTopics
from bot.delivery.transfers import Transfers
from bot.desk.claims import unclaimed
from bot.desk.measures import weekly
from bot.desk.outgoing import RATES, Bucket
from bot.desk.people.roster import roster_is
from bot.desk.practice import Pace
from bot.desk.privacy import retention
from bot.desk.relationship import choosing
from bot.desk.rota import watching
from bot.desk.service_levels import figures
from bot.desk.troubles import episodes
from bot.desk.troubles.rehoming import rehome
from bot.door import Door, machine_now
from bot.duties import Duty, by_one
from bot.engine import buckets, lanes, leases, ledger
from bot.engine.clock import SteadyClock, shared_now
from bot.engine.database import Database, open_database
from bot.engine.faults import DatabaseAway
from bot.intake.slack import Ourselves, SlackIntake
from bot.intake.telegram import TelegramIntake, dispatcher
from bot.intake.telegram_webhook import polled_from_now
from bot.repairs import (
    NotThere,
    not_parked,
    outgoing_drop,
    outgoing_list,
    outgoing_retry,
    parked_drop,
    parked_list,
    parked_there,
)
from bot.signals import both
from bot.wakeups import audit, beats, fire, heartbeat, in_step, late, on_time, promise_anew, stop, tidy
from bot.web.health import Handler, Health, health_page
from bot.web.listening import listening
from bot.web.metrics import metrics_page
from bot.web.surface import surface
from bot.web.webhooks import telegram_hook, telegram_probe
from handlers.slack.payloads import Given
from handlers.slack.registering import register as slack_listeners
from handlers.telegram.registration import register as telegram_handlers
from migrations import standing

if TYPE_CHECKING:
    from bot.telemetry.watching import Watch

__all__ = [
    "outgoing_drop",
    "outgoing_list",
    "outgoing_retry",
    "parked_drop",
    "parked_list",
    "parked_replay",
    "run",
    "running",
]

log = structlog.get_logger()

ROSTER_EVERY = 300
"""Seconds; a change of a user group is heard of at once, this is for what was missed."""
TIDY_EVERY = 60
AUDIT_EVERY = 30
POLLING = "telegram.poll"
OF_A_SEND = 3
"""A duty's lease is that much shorter than a send's: a poll that ends costs nothing, a send that is repeated does."""

TOPICS_EVERY = 300
"""Seconds; that the bot has topics no longer is found out at once, by what is then refused."""

LOOK_AT_CLOCKS = 5
"""Seconds between two looks whether somebody has set them."""
LONGEST_MS = 1_800_000
"""For longer than this no platform asks us to wait: it was a clock that was ahead when we last ran."""

YOUNG = 50_000
"""Things made, and not yet gone, before the collector looks for circles among them."""


def wall_clock() -> datetime:
    return datetime.now(UTC)


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


@asynccontextmanager
async def joined(
    config: Config,
    clock: Callable[[], datetime] = wall_clock,
    pace: Pace | None = None,
    *,
    alone: bool = True,
    lease_ms: int = LEASE_MS,
) -> AsyncIterator[Product]:
    """Everything opened and joined; nothing polls or sends yet. Raises `NotMigrated`, `NotReached`."""
    async with AsyncExitStack() as held:
        practice = config.practice() if pace is None else replace(config.practice(), pace=pace)
        machine = SteadyClock(machine_now())
        database = await _opened(config, practice.pace, held, machine, alone=alone)
        door = Door(database, clock, practice, machine=machine)
        if config.tracing.endpoint:
            _trace(config.tracing.endpoint, config.tracing.sample, door, held)
        watch = _watch(config, door) if config.http.metrics else None
        bot = telegram_bot(config.telegram.token.get_secret_value(), config.telegram.api_url)
        held.push_async_callback(bot.request.shutdown)
        timeout = aiohttp.ClientTimeout(total=slack_clients.SECONDS)
        session = await held.enter_async_context(aiohttp.ClientSession(timeout=timeout))
        token, url = config.slack.bot_token.get_secret_value(), config.slack.api_url
        posting, calm = (client(token, url, session) for client in (slack_clients.posting, slack_clients.calm))
        with reaching("Slack", url):
            ours = await roster.who_we_are(calm)

        async def refresh_roster() -> None:
            async with let_in(door):
                members = await roster.read_roster(calm, practice, ours.team)
            await door.do(roster_is, members)

        transfers = Transfers(await held.enter_async_context(_files_session(config)), bot, calm)
        topics = TelegramTopics(bot, door.ask, door.do, wanted=config.telegram.topics == "auto")
        lines = TelegramLines(bot, door.ask, practice, clock)
        to_customers = TelegramSender(bot, door.ask, practice, transfers, topics, lines)
        files = SlackFiles(posting, calm, door.do, transfers)
        papers = SlackPapers(posting, calm, transfers)
        to_agents = SlackSender(posting, calm, door.ask, practice, clock, files, papers, ours)
        of_telegram = (Bucket.CHAT, Bucket.TOPIC, Bucket.LINE)
        senders = {each: to_customers if each in of_telegram else to_agents for each in Bucket}
        courier = Courier(door, senders, lease_ms=lease_ms)
        door.committed = courier.poke
        application = dispatcher(bot, partial(telegram_handlers, do=door.do, practice=practice))
        telegram = TelegramIntake(application, door)
        us = Ourselves(ours.team, ours.user, ours.bot, token)
        socket = config.slack.app_token if config.slack.mode == "socket" else None
        slack = SlackIntake(door, us, calm, _secret(socket), _secret(config.slack.signing_secret))
        given = Given(door.do, door.ask, practice, posting, ours.url, _soon(refresh_roster, held), ours.user)
        slack_listeners(slack.app, slack.taken, given)
        polling = Duty(door, POLLING, lease_ms // OF_A_SEND) if config.telegram.mode == "polling" else None
        yield Product(config, door, machine, courier, bot, topics, telegram, slack, refresh_roster, polling, watch)


def _trace(endpoint: str, sample: float, door: Door, held: AsyncExitStack) -> None:
    """Imported only where it is wanted. Raises `NotInstalled`."""
    from bot.telemetry.tracing import traces_to

    traces = traces_to(endpoint, sample)
    held.push_async_callback(asyncio.to_thread, traces.close)
    door.noticed = both(door.noticed, traces.notice)


def _watch(config: Config, door: Door) -> "Watch":
    """Imported only where it is wanted: Prometheus' library takes a tenth of a second to load."""
    from bot.telemetry.watching import watching

    modes = {"telegram": config.telegram.mode, "slack": config.slack.mode}
    return watching(door, {"version": version("relaydesk"), "database": door.database.dialect, **modes})


def _files_session(config: Config) -> aiohttp.ClientSession:
    """A proxy from the environment would not find what is on this machine."""
    here = on_this_machine(config.telegram.api_url) or on_this_machine(config.slack.api_url)
    return aiohttp.ClientSession(trust_env=not here)


def _secret(kept: SecretStr | None) -> str | None:
    return kept.get_secret_value() if kept else None


def _soon(act: Callable[[], Awaitable[None]], held: AsyncExitStack) -> Callable[[], None]:
    """Starts the act without waiting for it; what still goes on at the end is stopped."""
    going: set[asyncio.Task[None]] = set()

    async def calm() -> None:
        try:
            await act()
        except Exception as fault:
            log.warning("the roster could not be read; it is tried again", exc_info=fault)

    def start() -> None:
        task = asyncio.create_task(calm())
        going.add(task)
        task.add_done_callback(going.discard)

    async def stop() -> None:
        for task in list(going):
            await _ended(task)

    held.push_async_callback(stop)
    return start


async def _opened(config: Config, pace: Pace, held: AsyncExitStack, machine: SteadyClock, *, alone: bool) -> Database:
    url = config.database.url.get_secret_value()
    await asyncio.to_thread(standing.expect_usable, url)
    database = await open_database(url, durable=config.database.durable, alone=alone)
    held.push_async_callback(database.close)
    for bucket, (interval, burst) in RATES.items():
        await database.do(buckets.ensure_bucket, bucket.value, interval if pace.shared else 0, burst)
    if (shared := await database.read(shared_now)) is not None:
        machine.follow(shared)
    elif alone:
        await database.do(lanes.release_all, machine())
        await database.do(lanes.bring_near, machine(), LONGEST_MS)
        await database.do(leases.end_all)
    return database


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
        held.push_async_callback(_ended, asyncio.create_task(product.courier.run()))
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
    secret = _secret(product.config.telegram.webhook_secret) or ""
    return telegram_hook(product.telegram.take, secret), telegram_probe(secret)


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
        held.push_async_callback(_ended, asyncio.create_task(product.polling.run(product.telegram.run)))
    else:
        with reaching("Telegram", settings.api_url):
            await product.telegram.called_at(settings.webhook_url or "", _secret(settings.webhook_secret) or "")


async def _ended(task: asyncio.Task[Any]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


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
        spare_the_collector()
        await asked_to_stop()
        log.info("stopping")


def spare_the_collector() -> None:
    """What is there by now stays to the end. To look through all of it took a tenth of a second, each time that the
    collector did, and somebody's message waited for it. And what one transaction loads is less than it waits for: all
    of that goes by itself."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)


async def parked_replay(config: Config, references: list[str]) -> None:
    """As if it had just come in. Raises `NotThere` for one that is not parked, or that fails again."""
    logs.set_up(config.logging.level, config.logging.format)
    await parked_there(config, references)
    async with joined(config, alone=False) as product:
        with reaching("Slack", config.slack.api_url):
            await product.refresh_roster()
        for reference in references:
            await _replayed(product, reference)


async def _replayed(product: Product, reference: str) -> None:
    kept = await product.door.database.read(ledger.parked_one, reference)
    if kept is None:
        raise not_parked(reference)
    intake = product.telegram if kept.source.startswith("telegram") else product.slack
    if await intake.replay(kept.payload, kept.reference) == "parked":
        raise NotThere(f"{kept.reference} failed again and stays parked; `relaydesk parked list` shows why")
