"""What could not be sent to a customer who was away: offered in its thread, and sent or left as an agent says."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.desk.desk import HELD, Desk
from bot.desk.events import CUSTOMER, AnswersOffered, OfferStale
from bot.desk.people.tables import Agent, Customer
from bot.desk.refusals import NoLongerAsked
from bot.desk.tickets.reading import quoted
from bot.desk.tickets.sending import refuse_if_blocked, set_off
from bot.desk.tickets.tables import Message, Offer, State, Ticket

KEPT = (Message.state == State.FAILED, col(Message.unreached).is_(True), col(Message.erased).is_(False))


class Kept(NamedTuple):
    """An answer by the name of its agent and how it begins."""

    agent: str
    said: str


class Offered(NamedTuple):
    """An offer with what is kept now, in the order in which it was typed; `settled_by` is that agent's name."""

    offer: Offer
    customer: str
    kept: Sequence[Kept]
    settled_by: str = ""

    @property
    def open(self) -> bool:
        return self.offer.settled_at is None and bool(self.kept)


def tickets_with_kept(desk: Desk, known: Customer) -> set[int]:
    kept = select(Message.ticket_id).where(Message.customer_id == known.id, *KEPT, col(Message.ticket_id).is_not(None))
    return {ticket for ticket in desk.session.exec(kept.distinct()).all() if ticket}


def offer(desk: Desk, ticket: int) -> None:
    made = Offer(ticket_id=ticket, made_at=desk.moment)
    desk.keep(made)
    desk.happened(AnswersOffered(ticket=ticket, actor=CUSTOMER, offer=made.id))


def withdraw(desk: Desk, known: Customer) -> None:
    """Whatever the customer's threads still ask: it could not be sent now."""
    theirs = select(Offer).join(Ticket, col(Ticket.id) == col(Offer.ticket_id))
    undecided = theirs.where(Ticket.customer_id == known.id, col(Offer.settled_at).is_(None))
    for asked in desk.session.exec(undecided.with_for_update(key_share=True, of=Offer)).all():
        _settle(desk, asked)


def send_kept(desk: Desk, offer: int, agent: str) -> None:
    """All that is still kept in the offer's ticket goes to the customer, in the order in which it was typed.

    Raises `NoLongerAsked` where somebody decided before, or nothing is left to send.
    """
    asked, kept = _undecided(desk, offer, agent)
    if not kept:
        raise NoLongerAsked()
    refuse_if_blocked(desk, kept[0].customer_id)
    for message in kept:
        set_off(desk, message)
    _settle(desk, asked, agent, len(kept))


def leave_kept(desk: Desk, offer: int, agent: str) -> None:
    """They are not offered again; each can still be sent by itself. Raises `NoLongerAsked`."""
    asked, kept = _undecided(desk, offer, agent)
    for message in kept:
        message.unreached = False
    _settle(desk, asked, agent)


def _undecided(desk: Desk, offer: int, agent: str) -> tuple[Offer, Sequence[Message]]:
    desk.agent(agent)
    ticket = desk.session.exec(select(Offer.ticket_id).where(Offer.id == offer)).first()
    if ticket is None:
        raise NoLongerAsked()
    desk.ticket(ticket)
    asked = desk.session.get_one(Offer, offer, with_for_update=HELD)
    if asked.settled_at:
        raise NoLongerAsked()
    return asked, desk.session.exec(_kept_in(asked.ticket_id).with_for_update(key_share=True)).all()


def _kept_in(ticket: int) -> SelectOfScalar[Message]:
    theirs = select(Message).where(Message.ticket_id == ticket, *KEPT)
    return theirs.order_by(col(Message.source_at), col(Message.id))


def _settle(desk: Desk, offer: Offer, agent: str | None = None, sent: int = 0) -> None:
    offer.settled_at, offer.settled_by, offer.sent = desk.moment, agent, sent
    desk.happened(OfferStale(offer=offer.id))


def asked(desk: Desk, offer: int, channel: str, post: str) -> None:
    """The question stands in the thread; it may have been settled while it was being posted."""
    standing = desk.session.get_one(Offer, offer, with_for_update=HELD)
    standing.channel, standing.post = channel, post
    if standing.settled_at:
        desk.happened(OfferStale(offer=offer))


def standing(session: Session, number: int) -> Offered:
    """An offer as it is now."""
    asked = session.get_one(Offer, number)
    ticket = session.get_one(Ticket, asked.ticket_id)
    kept = [Kept(_name(session, each.agent), quoted(session, each.id)) for each in session.exec(_kept_in(ticket.id))]
    customer = session.get_one(Customer, ticket.customer_id)
    return Offered(asked, customer.name, kept, _name(session, asked.settled_by))


def _name(session: Session, agent: str | None) -> str:
    found = session.get(Agent, agent) if agent else None
    return found.name if found else "somebody"
