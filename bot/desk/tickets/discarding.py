"""What nobody has to answer: spam, and customers who are blocked."""

from sqlmodel import col, select

from bot.desk.desk import Desk
from bot.desk.events import CustomerBlocked, CustomerUnblocked, TicketDiscarded, TicketReopened
from bot.desk.people.tables import Customer
from bot.desk.tickets import floods
from bot.desk.tickets.life import LIVE, Step
from bot.desk.tickets.tables import Message, Ticket


def mark_spam(desk: Desk, ticket: int, agent: str) -> None:
    """Closed, left out of every count, and the customer is not told."""
    desk.agent(agent)
    _discard(desk, desk.unmerged(ticket), agent, "spam")


def not_spam(desk: Desk, ticket: int, agent: str) -> None:
    """A mistake: as it was before, and open."""
    desk.agent(agent)
    held = desk.unmerged(ticket)
    if not held.spam:
        return
    desk.move(held, Step.RESTORED)
    held.spam, held.closed_at, held.waiting_since = False, None, held.customer_wrote_at
    desk.happened(TicketReopened(ticket=ticket, actor=agent))


def _discard(desk: Desk, held: Ticket, agent: str, why: str) -> None:
    if held.spam:
        return
    desk.move(held, Step.DISCARDED)
    held.spam, held.closed_at, held.waiting_since, held.solved_at = True, desk.moment, None, None
    desk.happened(TicketDiscarded(ticket=held.id, actor=agent, why=why))


def block(desk: Desk, ticket: int, agent: str) -> None:
    """The customer's messages are dropped and counted from now on; their open tickets close as spam."""
    desk.agent(agent)
    customer = desk.customer_of(desk.unmerged(ticket))
    if customer.blocked_at:
        return
    customer.blocked_at, customer.asked_which_at, customer.dropped = desk.moment, None, 0
    _keep_unplaced(desk, customer, ticket)
    desk.happened(CustomerBlocked(ticket=ticket, actor=agent, unshown=floods.stop(desk, customer)))
    theirs = select(Ticket).where(Ticket.customer_id == customer.id, col(Ticket.status).in_(LIVE))
    for held in desk.session.exec(theirs.with_for_update(key_share=True)).all():
        _discard(desk, desk.watched(held), agent, "blocked")


def _keep_unplaced(desk: Desk, customer: Customer, ticket: int) -> None:
    """What waits for them to say which ticket it is for is kept with this one, and opens nothing."""
    waiting = select(Message).where(Message.customer_id == customer.id, col(Message.ticket_id).is_(None))
    for message in desk.session.exec(waiting).all():
        message.ticket_id = ticket


def unblock(desk: Desk, ticket: int, agent: str) -> None:
    desk.agent(agent)
    customer = desk.customer_of(desk.unmerged(ticket))
    if customer.blocked_at is None:
        return
    customer.blocked_at = None
    desk.happened(CustomerUnblocked(ticket=ticket, actor=agent, dropped=customer.dropped))
    customer.dropped = 0
