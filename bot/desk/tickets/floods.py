"""A customer who writes faster than anybody reads: told once, and shown in batches, so that others get their turn.

A channel takes about a post a second, whoever it is from. What one customer pours out is therefore kept here, not on
the channel's lane, and goes there a few at a time: between two batches, everybody else's messages do. Nothing is lost,
and the order of a thread holds, since a customer's later messages wait behind their earlier ones.
"""

from datetime import datetime, timedelta

from sqlmodel import col, select

from bot.desk.desk import Desk
from bot.desk.events import CUSTOMER, CustomerFloods, CustomerTold, WordsReleased
from bot.desk.outgoing import Notice
from bot.desk.people.tables import Customer
from bot.desk.tickets.bursts import begins, is_burst
from bot.desk.tickets.tables import Message, Ticket

MINUTE = timedelta(minutes=1)
EVERY = timedelta(seconds=10)
MOST_TOGETHER = 20
"""Messages of a batch: words that follow one another in a lane are posted together."""
MOST_FILES = 3
"""Files of a batch, each a post of its own; but the files of one message are never parted."""


def watch(desk: Desk, known: Customer, ticket: Ticket, message: Message) -> None:
    """Count a message and see whether it is one too many. By when it was written: an outage makes nobody flood.

    What was forwarded together counts as the one that it is to whoever reads it.
    """
    if is_burst(message.album) and not begins(message):
        return
    written_at = message.source_at
    _count(ticket, written_at)
    most = desk.practice.flood
    if known.flooding_since is None and most and _lately(desk, ticket, written_at) > most:
        known.flooding_since = desk.moment
        desk.happened(CustomerFloods(ticket=ticket.id, actor=CUSTOMER, most=most))
        desk.happened(CustomerTold(customer=known.id, notice=Notice.SLOW_DOWN, ticket=ticket.id))


def holds_back(desk: Desk, known: Customer) -> bool:
    """Whether a message waits for the next batch, behind those that wait already."""
    if known.flooding_since is None:
        return False
    soon = desk.moment + EVERY
    known.catch_up_at = min(known.catch_up_at or soon, soon)
    return True


def _count(ticket: Ticket, at: datetime) -> None:
    """Kept with the ticket, whose row is written for every message anyway."""
    if ticket.minute_at is None or abs(at - ticket.minute_at) >= MINUTE:
        ticket.minute_at, ticket.in_minute = at, 0
    ticket.in_minute += 1


def _lately(desk: Desk, ticket: Ticket, at: datetime) -> int:
    """In all of the customer's tickets that a message could have been for."""
    theirs = {each.id: each for each, _ in desk.tickets.values() if each.customer_id == ticket.customer_id}
    counted = (theirs | {ticket.id: ticket}).values()
    return sum(each.in_minute for each in counted if each.minute_at and abs(at - each.minute_at) < MINUTE)


def catch_up(desk: Desk, customer_id: int) -> None:
    """The next batch goes into the threads. The flood is over when for a minute there was nothing to show."""
    known = desk.customer(customer_id)
    waiting = _held_back(desk, known)
    batch = _batch(waiting)
    for message in batch:
        message.held_back = False
        desk.happened(WordsReleased(message=message.id))
    if batch:
        known.catch_up_at = desk.moment + (EVERY if len(waiting) > len(batch) else MINUTE)
    else:
        known.flooding_since = known.catch_up_at = None


def _held_back(desk: Desk, known: Customer) -> list[Message]:
    """A batch of the oldest, and one more if there are more."""
    theirs = select(Message).where(Message.customer_id == known.id, col(Message.held_back).is_(True))
    oldest = theirs.order_by(col(Message.id)).limit(MOST_TOGETHER + 1)
    return list(desk.session.exec(oldest.with_for_update(key_share=True)).all())


def _batch(waiting: list[Message]) -> list[Message]:
    batch: list[Message] = []
    for message in waiting[:MOST_TOGETHER]:
        if batch and message.files and sum(each.files for each in batch) + message.files > MOST_FILES:
            break
        batch.append(message)
    return batch


def stop(desk: Desk, known: Customer) -> int:
    """They were blocked: what still waits is kept, and not shown any more. How many messages that is."""
    theirs = select(Message).where(Message.customer_id == known.id, col(Message.held_back).is_(True))
    waiting = desk.session.exec(theirs.with_for_update(key_share=True)).all()
    for message in waiting:
        message.held_back = False
    known.flooding_since = known.catch_up_at = None
    return len(waiting)
