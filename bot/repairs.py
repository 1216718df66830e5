"""What an operator does about what was left aside: parked deliveries, and letters that could not be delivered."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.config import Config
from bot.desk.outgoing import read
from bot.door import machine_now
from bot.engine import dead_letters, ledger
from bot.engine.database import Database, open_database
from migrations import standing

SHOWN_AT_MOST = 100


class NotThere(LookupError):
    """Nothing is kept under that name any more."""


@dataclass(frozen=True)
class ParkedRow:
    reference: str
    source: str
    event: str
    since: str
    attempts: int
    error: str


@dataclass(frozen=True)
class OutgoingRow:
    id: int
    lane: str
    what: str
    since: str
    error: str


@asynccontextmanager
async def opened(config: Config) -> AsyncIterator[Database]:
    """Raises `NotMigrated`."""
    url = config.database.url.get_secret_value()
    await asyncio.to_thread(standing.expect_usable, url)
    database = await open_database(url)
    try:
        yield database
    finally:
        await database.close()


async def parked_list(config: Config) -> list[ParkedRow]:
    async with opened(config) as database:
        rows = await database.read(ledger.parked)
    return [
        ParkedRow(one.reference, one.source, one.event, _when(one.parked_at), one.attempts, one.error) for one in rows
    ]


async def parked_there(config: Config, references: list[str]) -> None:
    """Raises `NotThere` for the first that is not parked."""
    async with opened(config) as database:
        for reference in references:
            if await database.read(ledger.parked_one, reference) is None:
                raise not_parked(reference)


def not_parked(reference: str) -> NotThere:
    return NotThere(f"nothing is parked as {reference}; `relaydesk parked list` shows what is")


async def parked_drop(config: Config, references: list[str]) -> None:
    """Raises `NotThere` at the first that is not parked."""
    async with opened(config) as database:
        for reference in references:
            if await database.do(ledger.unpark, reference) is None:
                raise not_parked(reference)


async def outgoing_list(config: Config) -> list[OutgoingRow]:
    """The newest first."""
    async with opened(config) as database:
        rows = await database.read(dead_letters.dead_letters, SHOWN_AT_MOST)
    return [OutgoingRow(one.id, one.key, _what(one.payload), _when(one.buried_at), one.error) for one in rows]


async def outgoing_retry(config: Config, ids: list[int]) -> None:
    """Behind what waits for the same place. Raises `NotThere`."""
    await _each(config, ids, lambda database, one: database.do(dead_letters.revive, one, machine_now()))


async def outgoing_drop(config: Config, ids: list[int]) -> None:
    """Raises `NotThere`."""
    await _each(config, ids, lambda database, one: database.do(dead_letters.drop_dead, one))


async def _each(config: Config, ids: list[int], act: Callable[[Database, int], Awaitable[bool]]) -> None:
    async with opened(config) as database:
        for one in ids:
            if not await act(database, one):
                raise NotThere(f"nothing was given up as {one}; `relaydesk outgoing list` shows what was")


def _what(payload: str) -> str:
    """The kind of it, and what it is about; never a customer's words."""
    try:
        row = read(payload)
    except ValueError:
        return "unreadable"
    about = {name: getattr(row, name) for name in ("ticket", "card", "message", "notice") if getattr(row, name, None)}
    return " ".join([row.kind, *(f"{name} {value}" for name, value in about.items())])


def _when(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
