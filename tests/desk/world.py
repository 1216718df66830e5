"""A small desk to tell stories in: three teams, three agents, two customers, and a clock that the test moves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, delete, select, update
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as select_of

from bot.desk import outgoing as out
from bot.desk.desk import Desk
from bot.desk.moments import milliseconds
from bot.desk.people import customers
from bot.desk.people.customers import Person
from bot.desk.people.roster import Member, roster_is
from bot.desk.people.tables import Customer
from bot.desk.practice import Category, Practice, Relay, Team
from bot.desk.tickets import conversation, deliveries, handling, threads, wishes
from bot.desk.tickets.tables import Card, Entry, Message, Ticket
from bot.desk.words import Words
from bot.door import Door
from bot.engine.buckets import ensure_bucket
from bot.engine.database import Database
from bot.engine.tables import lane, parcel, timer
from bot.wakeups import firing

T = TypeVar("T")
Thing = TypeVar("Thing", bound=SQLModel)

ADA = Person(chat=7, name="Ada", username="ada", language="en")
BO = Person(chat=8, name="Bo", language="tr")
ANN, BEN, CAT = "U-ANN", "U-BEN", "U-CAT"
ROSTER = [
    Member(ANN, "Ann", ("support",)),
    Member(BEN, "Ben", ("support", "billing")),
    Member(CAT, "Cat", ("billing",)),
]
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FIRST = 1001
"""The number of the first ticket of a new desk."""

PRACTICE = Practice(
    name="Acme",
    teams=(
        Team("support", "C-SUP", relay=Relay.ASSIGNEE),
        Team("billing", "C-BIL", relay=Relay.ANYONE),
        Team("legal", "C-LEG", relay=Relay.EXPLICIT),
        Team("night", "C-SUP"),
    ),
    categories=(
        Category("invoice", {"en": "Invoice", "tr": "Fatura"}, "billing"),
        Category("fault", {"en": "Fault"}, "support"),
    ),
    operators="C-OPS",
)


def ensure_buckets(connection: Connection) -> None:
    for bucket, (interval_us, burst) in out.RATES.items():
        ensure_bucket(connection, bucket.value, interval_us, burst)


class World:
    def __init__(self, database: Database, practice: Practice = PRACTICE) -> None:
        self.now = START
        self.door = Door(database, lambda: self.now, practice, machine=lambda: milliseconds(self.now))
        self.do = self.door.do
        self.ask = self.door.ask
        self._numbers = iter(range(1, 10_000))

    async def opens(self) -> "World":
        await self.door.database.do(ensure_buckets)
        await self.do(roster_is, ROSTER)
        return self

    def passes(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now

    async def fires(self) -> int:
        return await firing.fire(self.door)

    async def works_as(self, **changes: Any) -> None:
        """The operator changed the configuration."""
        self.door.practice = replace(PRACTICE, **changes)

    # What people do

    def letter(self, text: str, reply_to: int | None = None, at: datetime | None = None) -> conversation.Letter:
        return conversation.Letter(next(self._numbers), Words(text), at or self.now, reply_to)

    async def says(
        self, text: str, person: Person = ADA, reply_to: int | None = None, at: datetime | None = None
    ) -> int:
        """The customer writes; gives the message's id in their chat."""
        letter = self.letter(text, reply_to, at)
        await self.do(conversation.wrote, person, letter)
        return letter.chat_message

    async def two_tickets(self) -> tuple[int, int]:
        """Ada has two open tickets, and neither is the one she is talking about."""
        await self.says("The lamp is broken")
        await self.do(wishes.asks_new, ADA)
        await self.says("And where is my invoice?")
        await self.do(forget_active, ADA)
        await self.heard()
        return FIRST, FIRST + 1

    async def solved_ticket(self) -> int:
        await self.says("The lamp is broken")
        await self.do(handling.solve, FIRST, ANN)
        await self.heard()
        return FIRST

    def typed(self, agent: str, text: str, mentions: tuple[str, ...] = (), at: datetime | None = None) -> threads.Typed:
        """Words in the first ticket's thread."""
        post = f"p{next(self._numbers)}"
        return threads.Typed("C-SUP", "card-1", post, agent, Words(text), at or self.now, mentions)

    async def types(self, agent: str, text: str, mentions: tuple[str, ...] = ()) -> Message:
        """An agent types in the first ticket's thread; gives the message as it is kept."""
        said = self.typed(agent, text, mentions)
        await self.do(threads.typed, said)
        [message] = [message for message in await self.all(Message) if message.post == said.post]
        return message

    async def claimed_ticket(self) -> int:
        """Ada's ticket, which Ann has, with its card posted."""
        await self.says("The lamp is broken")
        await self.do(deliveries.card_posted, 1, "card-1")
        await self.do(handling.claim, FIRST, ANN)
        await self.heard()
        return FIRST

    async def sent_reply(self) -> Message:
        """Ann's answer to Ada's ticket, on its way."""
        await self.claimed_ticket()
        message = await self.types(ANN, "Try the other socket")
        self.passes(seconds=5)
        await self.fires()
        await self.heard()
        return message

    # What is stored

    async def all(self, kind: type[Thing]) -> list[Thing]:
        def found(session: Session) -> list[Thing]:
            return list(session.exec(select_of(kind).order_by(col(kind.id))).all())  # type: ignore[attr-defined]

        return await self.ask(found)

    async def ticket(self, number: int = FIRST) -> Ticket:
        return await self.ask(lambda session: session.get_one(Ticket, number))

    async def message(self, number: int) -> Message:
        return await self.ask(lambda session: session.get_one(Message, number))

    async def customer(self, person: Person = ADA) -> Customer:
        theirs = select_of(Customer).where(Customer.chat == person.chat)
        return await self.ask(lambda session: session.exec(theirs).one())

    async def cards(self) -> list[Card]:
        return await self.all(Card)

    async def history(self, ticket: int = FIRST) -> list[str]:
        return [entry.what for entry in await self.all(Entry) if entry.ticket_id == ticket]

    async def timers(self) -> dict[str, int]:
        """Owner and key of every timer, and when it is due."""

        def armed(connection: Connection) -> dict[str, int]:
            rows = connection.execute(select(timer.c.owner, timer.c.key, timer.c.due_at))
            return {f"{owner} {key}": due_at for owner, key, due_at in rows}

        return await self.door.database.read(armed)

    # What goes out

    async def heard(self) -> list[tuple[str, out.Outgoing]]:
        """Every row that waits, with its lane's key: by lane, in order. They are then gone."""

        def taken(connection: Connection) -> list[tuple[str, str]]:
            waiting = select(lane.c.key, parcel.c.payload).join(parcel, parcel.c.lane_id == lane.c.id)
            rows = connection.execute(waiting.order_by(lane.c.key, parcel.c.seq)).all()
            connection.execute(delete(parcel))
            connection.execute(update(lane).values(head=lane.c.tail, ready_at=None, lease=None))
            return [(key, payload) for key, payload in rows]

        return [(key, out.read(payload)) for key, payload in await self.door.database.do(taken)]

    async def kinds(self) -> list[str]:
        """What waits, in short: the kind of each row by lane."""
        return [row.kind for _, row in await self.heard()]

    async def told(self) -> list[out.Notice]:
        """What customers are told; everything else that waits is dropped."""
        return [row.notice for _, row in await self.heard() if isinstance(row, out.TellCustomer)]

    async def whispers(self) -> list[str]:
        return [row.sentence for _, row in await self.heard() if isinstance(row, out.Whisper)]


def forget_active(desk: Desk, person: Person) -> None:
    """As after an answer in another of their tickets."""
    customers.customer(desk, person).active_ticket = None
