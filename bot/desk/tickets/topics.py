"""A ticket's topic: the part of its customer's chat that is its own, where the platform has such parts.

Nothing that is said depends on one: where there is none, or no longer, it goes to the chat itself.
"""

from typing import NamedTuple, Protocol

from sqlmodel import Session, select

from bot.desk.desk import Desk
from bot.desk.events import TopicStale
from bot.desk.people.tables import Customer
from bot.desk.tickets.life import LIVE
from bot.desk.tickets.tables import Ticket, Topic

MOST = 2
"""Topics that a ticket gets: who deletes one gets another, and who deletes that as well wants none."""


class Told(Protocol):
    """What is told of a ticket, as it is now or was before."""

    @property
    def subject(self) -> str: ...
    @property
    def status(self) -> str: ...


class Title(NamedTuple):
    """What a topic's name says of its ticket, and nothing finer: each renaming is a line in the customer's chat."""

    subject: str
    live: bool


def title(ticket: Told) -> Title:
    return Title(ticket.subject, ticket.status in LIVE)


class Standing(NamedTuple):
    """A ticket's topic, and whether it may have one, or another one, made for it."""

    topic: Topic | None
    may_have_another: bool


def standing(session: Session, ticket: int) -> Standing:
    """One that is over gets none: there is nothing more to be said in it than that."""
    held = session.get_one(Ticket, ticket)
    had = session.exec(select(Topic).where(Topic.ticket_id == ticket)).all()
    now = next((topic for topic in had if topic.id == held.topic_id), None)
    return Standing(now, held.status in LIVE and len(had) < MOST)


def opened(desk: Desk, ticket: int, number: int, said: Title, instead_of: int | None = None) -> Topic:
    """There is a topic for it now, whose name says that; gives the one that counts.

    That is another one where somebody was faster. `instead_of` is the id of the one that was no longer there.
    """
    held = desk.ticket(ticket)
    if held.topic_id not in (None, instead_of):
        return desk.session.get_one(Topic, held.topic_id)
    topic = Topic(ticket_id=ticket, customer_id=held.customer_id, number=number)
    desk.keep(topic)
    held.topic_id = topic.id
    if title(held) != said:
        desk.happened(TopicStale(ticket=ticket))
    return topic


def lost(desk: Desk, ticket: int, topic: int) -> None:
    """It is no longer in the chat, and gets no other."""
    held = desk.ticket(ticket)
    if held.topic_id == topic:
        held.topic_id = None


def written_in(desk: Desk, known: Customer) -> Topic | None:
    """The topic in which the customer acts, if it is one that we know of."""
    if known.topic is None:
        return None
    return desk.session.exec(select(Topic).where(Topic.customer_id == known.id, Topic.number == known.topic)).first()


def ticket_here(desk: Desk, known: Customer) -> int | None:
    """The ticket whose topic they act in, or which that was merged into; none where they asked for a new one there."""
    topic = None if asked_new_here(known) else written_in(desk, known)
    held = desk.session.get(Ticket, topic.ticket_id) if topic else None
    while held and held.merged_into:
        held = desk.session.get(Ticket, held.merged_into)
    return held.id if held else None


def asked_new_here(known: Customer) -> bool:
    """They are told that what they write next opens a ticket: that holds where they were told it."""
    return known.wants_new and known.wants_new_in == known.topic


def left_behind(desk: Desk, known: Customer) -> int | None:
    """The ticket in whose topic they ask for a new one, which goes on elsewhere."""
    topic = written_in(desk, known) if asked_new_here(known) else None
    return topic.ticket_id if topic else None


def settle(desk: Desk, known: Customer, ticket: Ticket) -> None:
    """A ticket without a topic goes on in the one its customer writes in, unless another ticket goes on there."""
    if known.topic is None or ticket.topic_id:
        return
    topic = written_in(desk, known)
    if topic is None:
        topic = Topic(ticket_id=ticket.id, customer_id=known.id, number=known.topic)
    elif asked_new_here(known) or not _left(desk, topic):
        return
    topic.ticket_id = ticket.id
    desk.keep(topic)
    ticket.topic_id = topic.id
    desk.happened(TopicStale(ticket=ticket.id))


def _left(desk: Desk, topic: Topic) -> bool:
    """Whether its ticket is over, and gives it up."""
    held = desk.ticket(topic.ticket_id)
    if held.status in LIVE:
        return False
    held.topic_id = None
    return True
