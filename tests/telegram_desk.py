"""The customer's side put together for a test: a local Telegram, the library's application, the handlers, a desk."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Connection, select
from sqlmodel import Session, SQLModel
from sqlmodel import select as choose
from structlog.testing import capture_logs

from bot.delivery.telegram import TelegramSender
from bot.delivery.telegram_lines import TelegramLines
from bot.delivery.telegram_request import telegram_bot
from bot.delivery.telegram_topics import TelegramTopics
from bot.delivery.transfers import Transfers
from bot.delivery.verdicts import Attempt, GiveUp, Sent, Verdict
from bot.desk.outgoing import RATES, Outgoing, RelayToCustomer, TellCustomer, read
from bot.desk.people.customers import Person as Known
from bot.desk.people.roster import Member, roster_is
from bot.desk.practice import Category, Practice, Team
from bot.desk.tickets.conversation import Letter
from bot.desk.tickets.tables import Ticket
from bot.desk.tickets.wishes import asks_new
from bot.desk.words import Words
from bot.door import Door
from bot.engine.buckets import ensure_bucket
from bot.engine.database import Database
from bot.engine.ledger import Parked, parked
from bot.engine.tables import parcel
from bot.intake.telegram import Dispatcher, TelegramIntake, dispatcher
from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.server import TelegramServer
from handlers.telegram.registration import register

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BEN = "U0BEN"
PRACTICE = Practice(
    "Acme",
    (Team("Support", "C0SUPPORT", (BEN,)), Team("Billing", "C0BILLING", (BEN,))),
    (Category("payments", {"en": "Payments"}, "Billing"),),
    operators="C0OPERATORS",
)

Row = TypeVar("Row", bound=SQLModel)


@dataclass
class TelegramDesk:
    database: Database
    door: Door
    server: TelegramServer
    application: Dispatcher
    intake: TelegramIntake
    sender: TelegramSender
    topics: TelegramTopics
    lines: TelegramLines
    transfers: Transfers
    waited: list[float]
    logs: Sequence[Mapping[str, object]]
    carried: set[str] = field(default_factory=set)

    async def settled(self) -> None:
        """Wait until all that customers did so far has been taken and acknowledged."""
        await self.server.quiet()

    async def outgoing(self) -> list[Outgoing]:
        """What waits on the lanes, lane by lane."""
        return [row for _, row in await self._waiting()]

    async def told(self) -> list[str]:
        """The notices that wait for customers."""
        return [row.notice for row in await self.outgoing() if isinstance(row, TellCustomer)]

    async def delivers(self) -> list[Verdict]:
        """Send what waits for customers and was not sent before, as the courier would."""
        verdicts = []
        for key, row in await self._waiting():
            if isinstance(row, RelayToCustomer | TellCustomer) and key not in self.carried:
                verdict = await self.sender(row, Attempt(key, 1))
                verdicts.append(verdict)
                if isinstance(verdict, Sent | GiveUp):
                    self.carried.add(key)
                if verdict.record:
                    await self.door.do(verdict.record)
        return verdicts

    async def rows(self, table: type[Row]) -> list[Row]:
        """All rows of a table of the desk's."""

        def everything(session: Session) -> list[Row]:
            return list(session.exec(choose(table)).all())

        found = await self.door.ask(everything)
        return sorted(found, key=lambda row: str(getattr(row, "id", "")).zfill(12))

    async def opened(self, customer: Person, text: str) -> Ticket:
        """A ticket of its own, of which nothing was told yet."""
        letter = Letter(chat_message=1000 + len(text), words=Words(text), written_at=NOON)
        await self.door.do(asks_new, Known(customer.id, customer.name, None, "en"), letter)
        return (await self.rows(Ticket))[-1]

    async def parked(self) -> list[Parked]:
        return await self.database.read(parked)

    async def _waiting(self) -> list[tuple[str, Outgoing]]:
        return await self.database.read(_parcels)


def _parcels(connection: Connection) -> list[tuple[str, Outgoing]]:
    found = connection.execute(select(parcel).order_by(parcel.c.lane_id, parcel.c.seq)).mappings()
    return [(f"{row['lane_id']}:{row['seq']}", read(row["payload"])) for row in found]


@asynccontextmanager
async def telegram_desk(
    database: Database, *, faults: Faults | None = None, more: Callable[[Dispatcher], None] = lambda _: None
) -> AsyncIterator[TelegramDesk]:
    """Everything but the long poll. `more` adds handlers of the test's own, before the product's."""
    with capture_logs() as logs:
        async with _joined(database, faults or Faults(), more, logs) as desk:
            yield desk


@asynccontextmanager
async def _joined(
    database: Database, faults: Faults, more: Callable[[Dispatcher], None], logs: Sequence[Mapping[str, object]]
) -> AsyncIterator[TelegramDesk]:
    server = TelegramServer(Clock(fixed=NOON), faults)
    await server.start()
    for bucket, (interval, burst) in RATES.items():
        await database.do(ensure_bucket, bucket.value, interval, burst)
    door = Door(database, server.clock.now, PRACTICE)
    await door.do(roster_is, [Member(BEN, "Ben Okri", ("Support", "Billing"))])
    bot = telegram_bot(server.token, server.url)

    def all_handlers(application: Dispatcher) -> None:
        more(application)
        register(application, door.do, PRACTICE)

    application = dispatcher(bot, all_handlers)
    waited: list[float] = []

    async def wait(seconds: float) -> None:
        waited.append(seconds)
        assert len(waited) < 100, "it never came back"

    intake = TelegramIntake(application, door, wait)
    try:
        async with aiohttp.ClientSession() as session:
            transfers = Transfers(session, bot, AsyncWebClient())
            topics = TelegramTopics(bot, door.ask, door.do, wanted=True)
            lines = TelegramLines(bot, door.ask, PRACTICE, server.clock.now)
            sender = TelegramSender(bot, door.ask, PRACTICE, transfers, topics, lines)
            yield TelegramDesk(
                database, door, server, application, intake, sender, topics, lines, transfers, waited, logs
            )
    finally:
        await application.shutdown()
        await bot.request.shutdown()
        await server.stop()


@asynccontextmanager
async def polling(desk: TelegramDesk) -> AsyncIterator[asyncio.Task[None]]:
    """While the long poll runs."""
    task = asyncio.create_task(desk.intake.run())
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
