"""Conversations of several customers that one transaction is about to change: held all at once, in one order."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import union_all
from sqlmodel import col, select

from bot.desk.desk import HELD, Desk
from bot.desk.people.tables import Customer
from bot.desk.tickets.tables import Card, Message, Ticket
from bot.engine.statements import among

Ids = Collection[int]


def _named(column: Any, name: str) -> Any:
    return among(col(column), name)


_WHOSE = union_all(
    select(col(Customer.id)).where(_named(Customer.id, "customers")),
    select(col(Ticket.customer_id)).where(_named(Ticket.id, "tickets")),
    select(col(Message.customer_id)).where(_named(Message.id, "messages")),
    select(col(Ticket.customer_id)).join(Card, col(Card.ticket_id) == col(Ticket.id)).where(_named(Card.id, "cards")),
)
_HOLD: Any = select(Customer.id).where(col(Customer.id).in_(_WHOSE)).order_by(col(Customer.id)).with_for_update(**HELD)


_TICKETS: Any = (
    select(Ticket, Card.channel)
    .join(Customer, col(Customer.id) == col(Ticket.customer_id))
    .outerjoin(Card, col(Card.id) == col(Ticket.card_id))
    .where(_named(Ticket.id, "tickets"))
    .with_for_update(**HELD, of=[Customer, Ticket], skip_locked=True)
)


def hold_free(desk: Desk, tickets: Ids) -> set[int]:
    """Those of the tickets that nobody holds, nor their customers, which are then held; with where their cards are.

    Whoever holds some does not wait for others, so no order among them is needed. Most deadlines say nothing of the
    customers: what is asked of them is read then, of all at once (`Desk.customer_of`).
    """
    if not tickets:
        return set()
    found = desk.session.exec(_TICKETS, params={"tickets": list(tickets)}).all()
    desk.channels |= {ticket.card_id: channel for ticket, channel in found if channel}
    return {desk.watched(ticket).id for ticket, _ in found}


def hold(desk: Desk, *, customers: Ids = (), tickets: Ids = (), messages: Ids = (), cards: Ids = ()) -> None:
    """Lock the customers whose they are, by id: two transactions that do so cannot wait for each other.

    SQLite has one writer, who waits for nobody.
    """
    if desk.session.get_bind().dialect.name == "sqlite":
        return
    things = {"customers": customers, "tickets": tickets, "messages": messages, "cards": cards}
    desk.session.exec(_HOLD, params={kind: list(ids) for kind, ids in things.items()})
