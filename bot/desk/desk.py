"""The desk in one transaction: a session, a moment, and what happened in it."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Concatenate, NamedTuple, ParamSpec, Protocol, TypeVar
from weakref import ref

from sqlalchemy import bindparam
from sqlalchemy.event import listen
from sqlmodel import Session, SQLModel, col, select

from bot.desk.as_seen import Counted, Known, Shown, counted, known, shown
from bot.desk.events import Event
from bot.desk.moments import milliseconds
from bot.desk.people.tables import Agent, Customer
from bot.desk.practice import Practice
from bot.desk.refusals import MergedAway, NoSuchTicket, NotAnAgent
from bot.desk.service_levels.tables import Promise
from bot.desk.tickets.life import WITH_US, Status, Step, after
from bot.desk.tickets.tables import Message, Ticket
from bot.engine.statements import among

P = ParamSpec("P")
T = TypeVar("T")
Thing = TypeVar("Thing", bound=SQLModel)


NOBODY_BEFORE = datetime(2013, 1, 1, tzinfo=UTC)
"""There was neither of the platforms."""
SKEW = timedelta(minutes=10)
"""How far the platform's clock may be ahead of ours."""


class Happened(NamedTuple):
    """An event, and the key of what came in and led to it."""

    event: Event
    cause: str


OF_SESSION = "desk"

HELD: dict[str, Any] = {"key_share": True}
"""No key of ours ever changes, so whoever only refers to a row that is locked need not wait for it."""


def _with_customer(thing: Any) -> Any:
    """The customer first: their row is the lock of all that is theirs."""
    theirs = select(thing, Customer).join(Customer, col(Customer.id) == col(thing.customer_id))
    return theirs.with_for_update(**HELD, of=[Customer, thing])


# Built once: building a query costs as much as asking it.
_TICKET = _with_customer(Ticket).where(col(Ticket.id) == bindparam("wanted"))
_MESSAGE = _with_customer(Message).where(col(Message.id) == bindparam("wanted"))
_IN_TICKET = (
    select(Message, Ticket, Customer)
    .join(Ticket, col(Ticket.id) == col(Message.ticket_id))
    .join(Customer, col(Customer.id) == col(Ticket.customer_id))
    .where(col(Message.id) == bindparam("wanted"))
    .with_for_update(**HELD, of=[Customer, Ticket, Message])
)
_CUSTOMERS: Any = select(Customer).where(among(col(Customer.id), "customers")).execution_options(autoflush=False)
_POSTED = _with_customer(Message).where(Message.channel == bindparam("channel"), Message.post == bindparam("post"))


def _entered(session: Session, state: Any) -> None:
    of_session = session.info.get(OF_SESSION)
    if desk := of_session and of_session():
        desk.touch(state.obj())


# Once for all sessions: to listen to each costs as much as a query.
for _way in ("loaded_as_persistent", "pending_to_persistent", "detached_to_persistent"):
    listen(Session, _way, _entered, raw=True)


class Desk:
    """What a verb works on. `moment` is the only now there is; `source_moment` is when the person acted.

    `cause` is the key of what came in, which the log shows again beside everything that leaves because of it.
    `slots` are recurring timers that are to stand when it closes, and when each would first be due, in ms; `missed`
    are promises that have just become late, and whether they lapsed. `fired`: owners and keys of timers used up in it.
    `ran` has, of tickets that are held, the promises that ran when they were first looked at; `outages` those that were
    over since a moment, once they were looked for. `told_at_once`: tickets whose owners hear of a miss from its chain.
    `channels` are those of cards, by the card, as far as somebody asked.
    `counted`: what clocks followed from when their tickets were first seen. `other_cases`: customers who are promised
    something else now than they were. `rejoined`: tickets whose promises were withdrawn as their conversation changed.
    """

    def __init__(
        self,
        session: Session,
        moment: datetime,
        practice: Practice,
        source_moment: datetime | None = None,
        cause: str = "",
    ) -> None:
        self.session = session
        self.moment = moment
        self.practice = practice
        self.source_moment = self.believed(source_moment or moment)
        self.cause = cause
        self.events: list[Happened] = []
        self._to_ticket: dict[int, list[Event]] = {}
        self.tickets: dict[int, tuple[Ticket, Shown]] = {}
        self.counted: dict[int, Counted] = {}
        self.rejoined: set[int] = set()
        self.other_cases: set[int] = set()
        self.customers: list[tuple[Customer, Known]] = []
        self.touched: list[SQLModel] = []
        self.slots: dict[str, int] = {}
        self.missed: dict[int, bool] = {}
        self.fired: set[tuple[str, str]] = set()
        self.ran: dict[int, list[Promise]] = {}
        self.told_at_once: set[int] = set()
        self.channels: dict[int, str] = {}
        self.outages: tuple[datetime, Sequence[tuple[datetime, datetime]]] = (moment, ())
        session.info[OF_SESSION] = ref(self)  # in a circle, all that was loaded would wait for the collector

    def believed(self, moment: datetime) -> datetime:
        """When they say they acted; now, where nobody can have acted then: every deadline would be wrong by years."""
        return moment if NOBODY_BEFORE <= moment <= self.moment + SKEW else self.moment

    def touch(self, thing: SQLModel) -> None:
        """Kept until the desk closes: a session forgets what nobody else holds, and its deadlines would go with it."""
        self.touched.append(thing)
        if isinstance(thing, Customer):
            self.customers.append((thing, known(thing)))

    def happened(self, event: Event) -> None:
        """Note it down; whoever must hear of it is worked out when the desk closes."""
        self.events.append(Happened(event, self.cause))
        if ticket := getattr(event, "ticket", None):
            self._to_ticket.setdefault(ticket, []).append(event)

    def happened_to(self, ticket: int) -> Sequence[Event]:
        """All that names the ticket. In a crowd, looking through `events` for it would cost each as much as all."""
        return self._to_ticket.get(ticket, ())

    def keep(self, thing: SQLModel) -> None:
        """Add it, so that it has its id."""
        self.session.add(thing)
        self.session.flush()

    def ticket(self, ticket: int) -> Ticket:
        """Locked until the end of the transaction, behind its customer. Raises `NoSuchTicket`."""
        if ticket in self.tickets:
            return self.tickets[ticket][0]
        found = self.session.exec(_TICKET, params={"wanted": ticket}).first()
        if found is None:
            raise NoSuchTicket(ticket=ticket)
        return self.watched(found[0])

    def unmerged(self, ticket: int) -> Ticket:
        """The same, for what is done with a ticket. Raises `MergedAway` for one that is a part of another now."""
        held = self.ticket(ticket)
        if held.merged_into:
            raise MergedAway(ticket=ticket, into=held.merged_into)
        return held

    def watched(self, ticket: Ticket) -> Ticket:
        """Note how it stands, so that what follows from a change is done when the desk closes."""
        if ticket.id not in self.tickets:
            self.tickets[ticket.id], self.counted[ticket.id] = (ticket, shown(ticket)), counted(ticket)
        return ticket

    def moved(self, ticket: Ticket) -> bool:
        """Whether anything has changed that its clocks follow from."""
        return ticket.customer_id in self.other_cases or counted(ticket) != self.counted[ticket.id]

    def agent(self, agent: str) -> Agent:
        """Who acts. Raises `NotAnAgent` for anybody who is not on the roster now."""
        found = self.session.get(Agent, agent)
        if found is None or not found.teams:
            raise NotAnAgent()
        return found

    def has_agent(self, agent: str) -> bool:
        """Whether they are on the roster now."""
        found = self.session.get(Agent, agent)
        return bool(found and found.teams)

    def name(self, agent: str | None) -> str:
        """What people call the agent; somebody who never was one is "somebody"."""
        found = self.session.get(Agent, agent) if agent else None
        return found.name if found else "somebody"

    def at_hand(self, kind: type[Thing], number: int) -> Thing | None:
        """What was loaded in this transaction already."""
        found: Thing | None = self.session.identity_map.get((kind, (number,), None))
        return found

    def customer_of(self, ticket: Ticket) -> Customer:
        """Of a crowd, whoever is asked for first, the others come with them."""
        return self.at_hand(Customer, ticket.customer_id) or self._with_the_others(ticket.customer_id)

    def _with_the_others(self, customer: int) -> Customer:
        theirs = {customer, *(ticket.customer_id for ticket, _ in self.tickets.values())}
        if len(theirs) > 1:
            self.session.exec(_CUSTOMERS, params={"customers": list(theirs)}).all()
        return self.session.get_one(Customer, customer)

    def customer(self, customer: int) -> Customer:
        """Locked until the end of the transaction, and with them all that is theirs."""
        return self.session.get_one(Customer, customer, with_for_update=HELD)

    def message(self, message: int) -> Message:
        """Locked, behind its customer."""
        found: tuple[Message, Customer] = self.session.exec(_MESSAGE, params={"wanted": message}).one()
        return found[0]

    def answer(self, message: int) -> Message:
        """The same with its ticket, for what changes both."""
        found = self.session.exec(_IN_TICKET, params={"wanted": message}).first()
        if found is None:
            return self.message(message)
        self.watched(found[1])
        return found[0]

    def posted(self, channel: str, post: str) -> Message | None:
        """The message that was written, or shown, as that post; locked, behind its customer."""
        found = self.session.exec(_POSTED, params={"channel": channel, "post": post}).first()
        return found[0] if found else None

    def move(self, ticket: Ticket, step: Step) -> tuple[Status, Status]:
        """Take the step; gives the state before and after. Raises `CannotNow`."""
        before = ticket.status
        ticket.status = after(before, step)
        self._count(ticket, was=before in WITH_US, now=ticket.status in WITH_US)
        if ticket.status is Status.SOLVED:
            ticket.resolved_at = ticket.resolved_at or self.source_moment
        return before, ticket.status

    def _count(self, ticket: Ticket, *, was: bool, now: bool) -> None:
        """When it was on us to act; up to the first time that it is solved, for that is judged once."""
        if ticket.resolved_at or was == now:
            return
        at = milliseconds(self.source_moment)
        if now:
            ticket.with_us = [*ticket.with_us, [at, None]]
        elif ticket.with_us:
            start = ticket.with_us[-1][0]
            ticket.with_us = [*ticket.with_us[:-1], [start, max(start, at)]]


Verb = Callable[Concatenate[Desk, P], T]
Query = Callable[Concatenate[Session, P], T]


class Do(Protocol):
    """Carry out one verb in one transaction, at most once for what arrived."""

    async def __call__(self, verb: Verb[P, T], *args: P.args, **kwargs: P.kwargs) -> T: ...


class Ask(Protocol):
    """Answer a question from what is stored, without waiting for writers."""

    async def __call__(self, query: Query[P, T], *args: P.args, **kwargs: P.kwargs) -> T: ...
