"""Questions about tickets: what a card, a list or a form needs, each in one query."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import bindparam, inspect
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.desk.files.enclosing import in_short, of_message
from bot.desk.people.tables import Agent, Customer
from bot.desk.refusals import NoSuchTicket, NotAnAgent
from bot.desk.tickets.life import LIVE
from bot.desk.tickets.open import is_live
from bot.desk.tickets.tables import Author, Card, Entry, Message, State, Ticket
from bot.engine.statements import run

QUOTED_MOST = 120
"""Characters of what is answered."""


class Sheet(NamedTuple):
    """A ticket with the people around it, as read together."""

    ticket: Ticket
    customer: Customer
    owner: Agent | None
    card: Card | None


class Answer(NamedTuple):
    """An agent's message as it stands now. `alone`: its customer has no other ticket open that it could be for."""

    message: Message
    customer: Customer
    ticket: Ticket
    alone: bool


class Relay(NamedTuple):
    """What it takes to send an agent's words, `message`, to their customer, who is called `name`. `alone` as above."""

    message: int
    state: State
    begun: list[int]
    parts: list[int]
    former: str | None
    replies_to: int | None
    customer: int
    name: str
    unreachable_since: datetime | None
    ticket: int
    subject: str
    alone: bool

    @property
    def half_there(self) -> bool:
        """As of the message itself."""
        return bool(self.begun) and not self.parts


class Said(NamedTuple):
    """A message, its customer's name, and that of the agent who wrote it."""

    message: Message
    customer: str
    agent: str


class Marking(NamedTuple):
    """What a message wears in Slack and where, and what that follows from."""

    state: State
    doubts: int
    channel: str | None
    post: str | None
    mark: str | None
    question: str | None


# Built once: building a query costs as much as asking it.
SHEETS = (
    select(Ticket, Customer, Agent, Card)
    .join(Customer, col(Customer.id) == col(Ticket.customer_id))
    .join(Agent, col(Agent.id) == col(Ticket.owner), isouter=True)
    .join(Card, col(Card.id) == col(Ticket.card_id), isouter=True)
)
_SHEET = SHEETS.where(Ticket.id == bindparam("ticket"))
_DRAWN = aliased(Card)
_CARD: Any = (
    SHEETS.add_columns(_DRAWN)
    .join(_DRAWN, col(_DRAWN.ticket_id) == col(Ticket.id))
    .where(col(_DRAWN.id) == bindparam("card"))
)
_OTHER = aliased(Ticket)
_OTHERS = (
    select(_OTHER.id)
    .where(_OTHER.customer_id == Ticket.customer_id, _OTHER.id != Ticket.id, is_live(_OTHER))
    .correlate(Ticket)
    .exists()
)
_ANSWER: Any = (
    select(Message, Customer, Ticket, ~_OTHERS)
    .join(Ticket, col(Ticket.id) == col(Message.ticket_id))
    .join(Customer, col(Customer.id) == col(Message.customer_id))
    .where(col(Message.id) == bindparam("message"))
)
_SAID: Any = (
    select(Message, Customer.name, Agent.name)
    .join(Customer, col(Customer.id) == col(Message.customer_id))
    .join(Agent, col(Agent.id) == col(Message.agent), isouter=True)
)
_SAID_IN: Any = (
    _SAID.add_columns(Card)
    .join(Card, col(Card.id) == bindparam("card"))
    .where(col(Message.id).in_(bindparam("messages", expanding=True)))
)
_SAID_AS = _SAID.where(Message.channel == bindparam("channel"), Message.post == bindparam("post")).order_by(Message.id)
# Columns and no entities, whose making costs several times the look: each answer is sent, and marked.
_MESSAGES, _TICKETS, _CUSTOMERS = (cast(Any, inspect(kind)).local_table for kind in (Message, Ticket, Customer))
_RELAY = (
    select_columns(
        *(_MESSAGES.c[name] for name in ("id", "state", "begun", "parts", "former", "replies_to")),
        *(_CUSTOMERS.c[name] for name in ("id", "name", "unreachable_since")),
        *(_TICKETS.c[name] for name in ("id", "subject")),
        ~_OTHERS,
    )
    .join(_TICKETS, _TICKETS.c.id == _MESSAGES.c.ticket_id)
    .join(_CUSTOMERS, _CUSTOMERS.c.id == _MESSAGES.c.customer_id)
    .where(_MESSAGES.c.id == bindparam("message"))
)
_MARKING = select_columns(*(_MESSAGES.c[name] for name in Marking._fields)).where(
    _MESSAGES.c.id == bindparam("message")
)
DUE_FIRST = (
    col(Ticket.due_at).is_(None),
    col(Ticket.due_at),
    col(Ticket.waiting_since).is_(None),
    col(Ticket.waiting_since),
    col(Ticket.id),
)
"""What is due next, or has been due for longest; of what is promised nothing, whoever waits longest."""


def sheet(session: Session, ticket: int) -> Sheet:
    """Raises `NoSuchTicket`."""
    found = session.exec(_SHEET, params={"ticket": ticket}).first()
    if found is None:
        raise NoSuchTicket(ticket=ticket)
    return Sheet(*found)


def card_sheet(session: Session, card: int) -> tuple[Card, Sheet]:
    """A card, which may be one that its ticket has left, and the ticket's sheet."""
    *around, drawn = session.exec(_CARD, params={"card": card}).one()
    return drawn, Sheet(*around)


def said_in(session: Session, card: int, messages: Sequence[int]) -> tuple[Card, dict[int, Said]]:
    """What it takes to post messages in a card's thread: the card, and each of them that is there, by its id."""
    rows = session.exec(_SAID_IN, params={"card": card, "messages": messages}).all()
    return rows[0][-1], {row[0].id: Said(row[0], row[1], row[2] or row[0].agent or "") for row in rows}


def said_as(session: Session, channel: str, post: str) -> list[Said]:
    """All that stands in one post, in order."""
    rows = session.exec(_SAID_AS, params={"channel": channel, "post": post}).all()
    return [Said(message, customer, agent or message.agent or "") for message, customer, agent in rows]


def newest_of_customer(session: Session, channel: str, post: str) -> int | None:
    """Of the customer's messages that stand in that post, the newest; None where there are none."""
    there = [said.message for said in said_as(session, channel, post) if said.message.author is Author.CUSTOMER]
    return there[-1].id if there else None


def message(session: Session, message_id: int) -> Message:
    return session.get_one(Message, message_id)


def marking(session: Session, message: int) -> Marking:
    [found] = run(session.connection(), _MARKING, {"message": message})
    return Marking._make(found)


def relay(session: Session, message: int) -> Relay:
    [found] = run(session.connection(), _RELAY, {"message": message})
    return Relay._make(found)


def answer(session: Session, message: int) -> Answer:
    """What it takes to send its files, or what was made of it, to its customer."""
    return Answer(*session.exec(_ANSWER, params={"message": message}).one())


def entry_sheet(session: Session, entry: int) -> tuple[Entry, Sheet, str]:
    """A line of history, its ticket, and the name of who did it."""
    line = session.get_one(Entry, entry)
    return line, sheet(session, line.ticket_id), name(session, line.actor)


def moved(session: Session, ticket: int) -> Entry | None:
    """How it came to the thread that it has now, if it was not there from the beginning."""
    moves = select(Entry).where(Entry.ticket_id == ticket, col(Entry.what).in_(("TicketMoved", "CardRehomed")))
    return session.exec(moves.order_by(col(Entry.id).desc()).limit(1)).first()


def name(session: Session, agent: str) -> str:
    """What people call the agent; the word itself for `customer` and `desk`."""
    found = session.get(Agent, agent) if agent else None
    return found.name if found else agent


def customer(session: Session, customer_id: int) -> Customer:
    return session.get_one(Customer, customer_id)


def ticket_at(session: Session, channel: str, post: str) -> int | None:
    """The ticket whose card is that post."""
    return session.exec(select(Card.ticket_id).where(Card.channel == channel, Card.post == post)).first()


def first_words(session: Session, ticket: int) -> str:
    """What the customer wrote first; empty where that was a file alone."""
    first = select(Message.text).where(Message.ticket_id == ticket, Message.author == Author.CUSTOMER)
    return session.exec(first.order_by(col(Message.id)).limit(1)).first() or ""


def conversation(session: Session, ticket: int, most: int = 50) -> Sequence[tuple[Message, str | None]]:
    """The newest messages with their agents' names, oldest first."""
    newest = (
        select(Message, Agent.name)
        .join(Agent, col(Agent.id) == col(Message.agent), isouter=True)
        .where(Message.ticket_id == ticket, Message.author != Author.DESK, Message.state != State.STOPPED)
        .where(col(Message.erased).is_(False))
        .where(col(Message.held_back).is_(False))
        .order_by(col(Message.id).desc())
        .limit(most)
    )
    return [(said, who) for said, who in reversed(session.exec(newest).all())]


def answerable(session: Session, ticket: int, most: int = 20) -> list[tuple[int, str]]:
    """The newest messages of its customer's that an answer can be to, newest first: their ids and first words."""
    theirs = select(Message).where(Message.ticket_id == ticket, Message.author == Author.CUSTOMER)
    there = theirs.where(col(Message.chat_first).is_not(None), col(Message.erased).is_(False))
    newest = session.exec(there.order_by(col(Message.id).desc()).limit(most)).all()
    return [(said.id, said.words.first(QUOTED_MOST) or in_short(of_message(session, said.id))) for said in newest]


def number_in_chat(session: Session, message: int) -> int | None:
    """Its id in the customer's chat; None where it never was there."""
    return session.exec(select(Message.chat_first).where(Message.id == message)).first()


def quoted(session: Session, message: int) -> str:
    """The first words of a message that another one answers."""
    said = session.get_one(Message, message)
    return said.words.first(QUOTED_MOST) or in_short(of_message(session, message))


def live_of(session: Session, customer_id: int) -> list[Sheet]:
    """A customer's tickets that are being worked on, oldest first."""
    live = SHEETS.where(Ticket.customer_id == customer_id, col(Ticket.status).in_(LIVE))
    return [Sheet(*row) for row in session.exec(live.order_by(col(Ticket.id))).all()]


def mine(session: Session, agent: str) -> list[Sheet]:
    """What the agent has to work on, what is due next first."""
    owned = SHEETS.where(Ticket.owner == agent, col(Ticket.status).in_(LIVE))
    return [Sheet(*row) for row in session.exec(owned.order_by(*DUE_FIRST)).all()]


def queue(session: Session, teams: Sequence[str], most: int = 20) -> list[Sheet]:
    """What nobody has taken in those teams, what is due next first; but for what is snoozed."""
    unowned = SHEETS.where(col(Ticket.team).in_(teams), col(Ticket.owner).is_(None), col(Ticket.status).in_(LIVE))
    unowned = unowned.where(col(Ticket.snoozed_until).is_(None))
    return [Sheet(*row) for row in session.exec(unowned.order_by(*DUE_FIRST).limit(most)).all()]


def agent(session: Session, agent_id: str) -> Agent:
    """Raises `NotAnAgent` for anybody who is not on the roster now."""
    found = session.get(Agent, agent_id)
    if found is None or not found.teams:
        raise NotAnAgent()
    return found


def agents(session: Session) -> list[Agent]:
    """Everybody on the roster now, by name."""
    return [one for one in session.exec(select(Agent).order_by(Agent.name)).all() if one.teams]


def names(session: Session) -> dict[str, str]:
    """Everybody who is or was an agent, by id."""
    return {one.id: one.name for one in session.exec(select(Agent)).all()}
