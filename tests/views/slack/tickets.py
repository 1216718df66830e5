"""Tickets as they come from the database, in every state, with names that try to be more than names."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.desk.people.tables import Agent, Customer
from bot.desk.practice import Category, Practice, Team
from bot.desk.tickets.life import Status
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Author, Card, Entry, Message, State, Ticket

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NASTY = "Eve <!channel> *x* `y` & <https://evil.example|bank>"
LONG = "word " * 1000

BEN = Agent(id="UBEN", name="Ben <b>", teams=["support"])
PRACTICE = Practice(
    name="Acme",
    teams=(Team("support", "CSUP", ("UBEN",)), Team("billing", "CBIL")),
    categories=tuple(Category(f"c{n}", {"en": f"Category {n}"}, "support") for n in range(120)),
)


def sheet(name: str = NASTY, *, blocked: bool = False, posted: bool = True, **ticket: Any) -> Sheet:
    fields: dict[str, Any] = {
        "id": 1042,
        "customer_id": 1,
        "team": "support",
        "subject": NASTY,
        "card_id": 5,
        "opened_at": START,
        "customer_wrote_at": START,
        "waiting_since": START,
    } | ticket
    customer = Customer(
        id=1, chat=7, name=name, username="eve", language="tr", since=START, blocked_at=START if blocked else None
    )
    card = Card(id=5, ticket_id=1042, channel="CSUP", post="1700000000.000100" if posted else None)
    owner = BEN if fields.get("owner") else None
    return Sheet(Ticket(**fields), customer, owner, card)


SHEETS = [
    sheet(status=status, owner=owner, spam=spam, follows=follows)
    for status in Status
    for owner in (None, "UBEN")
    for spam, follows in ((False, None), (status is Status.CLOSED, 1001))
] + [sheet(LONG, subject=LONG, blocked=True, category="c7", waiting_since=None, posted=False)]


def message(text: str = NASTY, **fields: Any) -> Message:
    known: dict[str, Any] = {
        "id": 9,
        "ticket_id": 1042,
        "customer_id": 1,
        "author": Author.CUSTOMER,
        "state": State.RECEIVED,
        "text": text,
        "spans": [],
        "source_at": START,
        "received_at": START + timedelta(seconds=1),
    }
    return Message(**(known | fields))


def entry(what: str, actor: str = "UBEN", **detail: Any) -> Entry:
    return Entry(id=3, ticket_id=1042, at=START, source_at=START, actor=actor, what=what, detail=detail)
