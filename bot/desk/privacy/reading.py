"""A conversation from its beginning to its end, a page at a time; and what else is kept about somebody."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session, col, select

from bot.desk.files.tables import Attachment
from bot.desk.people.tables import Agent, Customer
from bot.desk.tickets.tables import Message, State, Ticket

PAGE = 500
"""Messages read at a time."""
INSIDE = (State.INTERNAL, State.STOPPED, State.HELD)
"""What the customer has never been sent."""


class Said(NamedTuple):
    """A message, the name of the agent whose it is, and its files."""

    message: Message
    agent: str
    files: Sequence[Attachment]


def of_ticket(session: Session, ticket: int, after: int, *, notes: bool) -> list[Said]:
    """The page that follows the message `after`; with `notes`, what stays inside as well."""
    page = _PAGES.where(Message.ticket_id == ticket, Message.id > after, Message.state != State.STOPPED)
    return _with_files(session, page if notes else page.where(col(Message.state).not_in(INSIDE)))


def of_customer(session: Session, customer: int, after: int) -> list[Said]:
    """What was said between them and us, in all of their tickets and in none."""
    page = _PAGES.where(Message.customer_id == customer, Message.id > after)
    return _with_files(session, page.where(col(Message.state).not_in(INSIDE)))


_PAGES = (
    select(Message, Agent.name)
    .join(Agent, col(Agent.id) == col(Message.agent), isouter=True)
    .order_by(col(Message.id))
    .limit(PAGE)
)


def _with_files(session: Session, page: object) -> list[Said]:
    rows = session.exec(page).all()  # type: ignore[call-overload]
    theirs = select(Attachment).where(col(Attachment.message_id).in_([said.id for said, _ in rows if said.files]))
    files: dict[int, list[Attachment]] = {}
    for file in session.exec(theirs.order_by(col(Attachment.id))).all():
        files.setdefault(file.message_id, []).append(file)
    return [Said(said, name or said.agent or "", files.get(said.id, ())) for said, name in rows]


def tickets_of(session: Session, customer: int) -> Sequence[Ticket]:
    return session.exec(select(Ticket).where(Ticket.customer_id == customer).order_by(col(Ticket.id))).all()


def customer_named(session: Session, wanted: int) -> int | None:
    """Whose ticket it is; else who has that number in Telegram."""
    ticket = session.get(Ticket, wanted)
    if ticket:
        return ticket.customer_id
    return session.exec(select(Customer.id).where(Customer.chat == wanted)).first()
