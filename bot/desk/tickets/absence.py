"""Customers who cannot be reached: what could not be sent is kept, and offered in its thread when they are back."""

from sqlmodel import col, select

from bot.desk.desk import Desk
from bot.desk.events import CUSTOMER, CustomerLeft, CustomerReturned
from bot.desk.people.customers import Person, customer
from bot.desk.people.tables import Absence, Customer
from bot.desk.tickets.life import LIVE
from bot.desk.tickets.offering import offer, tickets_with_kept, withdraw
from bot.desk.tickets.tables import Ticket


def blocked_us(desk: Desk, person: Person) -> None:
    """They stopped the bot; nothing reaches them until they start it again."""
    _gone(desk, customer(desk, person), Absence.BLOCKED)


def left(desk: Desk, customer_id: int, why: Absence) -> None:
    """The platform says that they cannot be written to."""
    _gone(desk, desk.customer(customer_id), why)


def came_back(desk: Desk, person: Person) -> None:
    back(desk, customer(desk, person))


def reached(desk: Desk, customer_id: int) -> None:
    """Something of ours has just arrived."""
    back(desk, desk.customer(customer_id))


def _gone(desk: Desk, known: Customer, why: Absence) -> None:
    """Said once in the threads where they are waited for. What was offered is withdrawn: it could not be sent."""
    known.unreachable_why = why
    if known.unreachable_since:
        return
    known.unreachable_since = desk.moment
    withdraw(desk, known)
    for ticket in sorted(_live(desk, known)):
        desk.happened(CustomerLeft(ticket=ticket, actor=CUSTOMER, why=why))


def back(desk: Desk, known: Customer) -> None:
    """They can be reached: the threads are told, and asked about what was kept. Of somebody we blocked, nobody is."""
    if known.unreachable_since is None:
        return
    known.unreachable_since = known.unreachable_why = None
    if known.blocked_at:
        return
    kept = tickets_with_kept(desk, known)
    for ticket in sorted(_live(desk, known) | kept):
        if ticket in kept:
            offer(desk, ticket)
        else:
            desk.happened(CustomerReturned(ticket=ticket, actor=CUSTOMER))


def _live(desk: Desk, known: Customer) -> set[int]:
    theirs = select(Ticket.id).where(Ticket.customer_id == known.id, col(Ticket.status).in_(LIVE))
    return set(desk.session.exec(theirs).all())
