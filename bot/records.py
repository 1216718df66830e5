"""What an operator hands out and erases: the audit trail, and what is kept about one customer."""

import csv
import json
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO

from sqlmodel import Session

from bot.config import Config
from bot.delivery.papers import personal_data
from bot.desk.desk import Desk
from bot.desk.outgoing import RATES, Bucket
from bot.desk.privacy import reading as kept
from bot.desk.privacy import requests, trail
from bot.desk.privacy.auditing import Deed, written_down
from bot.desk.privacy.trail import Line
from bot.desk.refusals import BackwardPeriod, NoSuchCustomer
from bot.desk.tickets import reading
from bot.door import Door
from bot.engine.buckets import ensure_bucket
from bot.engine.database import Database
from bot.repairs import opened

OPERATOR = "operator"
COLUMNS = ("at", "who", "name", "what", "ticket", "customer", "detail")

Page = Callable[[Session, datetime, datetime, int], Sequence[Line]]
Row = dict[str, Any]


class Format(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"


def whole_days(first: datetime, last: datetime) -> tuple[datetime, datetime]:
    """From midnight in UTC until before the midnight after the last. Raises `BackwardPeriod`."""
    if last < first:
        raise BackwardPeriod(first=first.date(), last=last.date())
    return first.replace(tzinfo=UTC), last.replace(tzinfo=UTC) + timedelta(days=1)


async def audit_export(config: Config, since: datetime, until: datetime, form: Format, into: TextIO) -> int:
    """Every line from `since` until before `until`, by time; gives how many. Raises `NotMigrated`."""
    write, count = _writer(form, into), 0
    async with opened(config) as database:
        door = _door(database, config)
        names = await door.ask(reading.names)
        async for line in _both(door, since, until):
            write(_row(line, names))
            count += 1
    return count


async def _both(door: Door, since: datetime, until: datetime) -> AsyncIterator[Line]:
    """Two tables, each in its own order, as one by time: a page of each is all that is in memory."""
    sources = [_lines(door, page, since, until) for page in (trail.changes, trail.looks)]
    heads = [await anext(source, None) for source in sources]
    while any(heads):
        first = min((head.at, place) for place, head in enumerate(heads) if head)[1]
        head = heads[first]
        if head:
            yield head
        heads[first] = await anext(sources[first], None)


async def _lines(door: Door, page: Page, since: datetime, until: datetime) -> AsyncIterator[Line]:
    last = 0
    while some := await door.ask(page, since, until, last):
        for line in some:
            yield line
        last = some[-1].number


def _writer(form: Format, into: TextIO) -> Callable[[Row], object]:
    if form is Format.JSONL:
        return lambda row: into.write(json.dumps(row, ensure_ascii=False) + "\n")
    table = csv.DictWriter(into, COLUMNS, lineterminator="\n")
    table.writeheader()
    return lambda row: table.writerow(row | {"detail": json.dumps(row["detail"], ensure_ascii=False)})


def _row(line: Line, names: dict[str, str]) -> Row:
    at = line.at.isoformat(timespec="milliseconds")
    values = (at, line.who, names.get(line.who, ""), line.what, line.ticket, line.customer, line.detail)
    return dict(zip(COLUMNS, values, strict=True))


async def customer_export(config: Config, wanted: int, into: Path) -> None:
    """Everything about the customer of that ticket, or with that number in Telegram. Raises `NoSuchCustomer`."""
    async with opened(config) as database:
        door = _door(database, config)
        customer = await _customer(door, wanted)
        await door.do(_handed_out, customer)
        with into.open("wb") as file:
            await personal_data(door.ask, customer, door.practice, door.clock(), file)


def _handed_out(desk: Desk, customer: int) -> None:
    written_down(desk, OPERATOR, Deed.DATA_EXPORTED, customer=customer)


async def customer_forget(config: Config, wanted: int) -> None:
    """As if they had asked for it themselves; the desk at work does the rest. Raises `NoSuchCustomer`, `HeldByLaw`."""
    async with opened(config) as database:
        door = _door(database, config)
        await database.do(ensure_bucket, Bucket.CLEAR.value, *RATES[Bucket.CLEAR])  # it may be newer than the desk
        await door.do(requests.forget_for_operator, await _customer(door, wanted), OPERATOR)


async def _customer(door: Door, wanted: int) -> int:
    customer = await door.ask(kept.customer_named, wanted)
    if customer is None:
        raise NoSuchCustomer()
    return customer


def _door(database: Database, config: Config) -> Door:
    return Door(database, lambda: datetime.now(UTC), config.practice())
