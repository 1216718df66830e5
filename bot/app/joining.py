"""What is made and joined: the database, both platforms, the ways in and out. Nothing polls or sends yet."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import aiohttp
import structlog
from pydantic import SecretStr

from bot.app.product import Product
from bot.config import Config
from bot.delivery import roster, slack_clients
from bot.delivery.courier import LEASE_MS, Courier
from bot.delivery.reaching import let_in, reaching
from bot.delivery.slack import SlackSender
from bot.delivery.slack_files import SlackFiles
from bot.delivery.slack_papers import SlackPapers
from bot.delivery.telegram import TelegramSender
from bot.delivery.telegram_lines import TelegramLines
from bot.delivery.telegram_request import on_this_machine, telegram_bot
from bot.delivery.telegram_topics import TelegramTopics
from bot.delivery.transfers import Transfers
from bot.desk.outgoing import RATES, Bucket
from bot.desk.people.roster import roster_is
from bot.desk.practice import Pace
from bot.door import Door, machine_now
from bot.duties import Duty
from bot.engine import buckets, lanes, leases
from bot.engine.clock import SteadyClock, shared_now
from bot.engine.database import Database, open_database
from bot.intake.slack import Ourselves, SlackIntake
from bot.intake.telegram import TelegramIntake, dispatcher
from bot.signals import both
from handlers.slack.payloads import Given
from handlers.slack.registering import register as slack_listeners
from handlers.telegram.registration import register as telegram_handlers
from migrations import standing

if TYPE_CHECKING:
    from bot.telemetry.watching import Watch

log = structlog.get_logger()

POLLING = "telegram.poll"
OF_A_SEND = 3
"""A duty's lease is that much shorter than a send's: a poll that ends costs nothing, a send that is repeated does."""
LONGEST_MS = 1_800_000
"""For longer than this no platform asks us to wait: it was a clock that was ahead when we last ran."""


def wall_clock() -> datetime:
    return datetime.now(UTC)


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
        forgetful = aiohttp.DummyCookieJar()  # to keep the cookies that Slack sets took a fifth of what a call costs
        session = await held.enter_async_context(aiohttp.ClientSession(timeout=timeout, cookie_jar=forgetful))
        token, url = config.slack.bot_token.get_secret_value(), config.slack.api_url
        posting, calm = (client(token, url, session) for client in (slack_clients.posting, slack_clients.calm))
        with reaching("Slack", url):
            ours = await roster.who_we_are(calm)

        async def refresh_roster() -> None:
            async with let_in(door):
                members = await roster.read_roster(calm, practice, ours.team)
            await door.do(roster_is, members)

        transfers = Transfers(await held.enter_async_context(_files_session(config)), bot, calm)
        topics = TelegramTopics(bot, door.glance, door.do, wanted=config.telegram.topics == "auto")
        lines = TelegramLines(bot, door.glance, practice, clock)
        to_customers = TelegramSender(bot, door.glance, practice, transfers, topics, lines)
        files = SlackFiles(posting, calm, door.do, transfers)
        papers = SlackPapers(posting, calm, transfers)
        to_agents = SlackSender(posting, calm, door, files, papers, ours)
        of_telegram = (Bucket.CHAT, Bucket.TOPIC, Bucket.LINE)
        senders = {each: to_customers if each in of_telegram else to_agents for each in Bucket}
        courier = Courier(door, senders, lease_ms=lease_ms)
        door.committed = courier.poke
        application = dispatcher(bot, partial(telegram_handlers, do=door.do, practice=practice))
        telegram = TelegramIntake(application, door)
        us = Ourselves(ours.team, ours.user, ours.bot, token)
        socket = config.slack.app_token if config.slack.mode == "socket" else None
        slack = SlackIntake(door, us, calm, secret(socket), secret(config.slack.signing_secret))
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


def secret(kept: SecretStr | None) -> str | None:
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
            await ended(task)

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


async def ended(task: asyncio.Task[Any]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
