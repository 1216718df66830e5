"""A ticket that goes from hand to hand: somebody above is to hear of it before its customer tells it all once more."""

from sqlmodel import col, func, select

from bot.desk.desk import Desk
from bot.desk.escalation.following import going
from bot.desk.escalation.tables import Cause
from bot.desk.events import CUSTOMER, DESK, TicketEscalated, TicketHandedOver, TicketMoved
from bot.desk.tickets.tables import Entry, Ticket

OFTEN = 3
_TIMES = (TicketHandedOver.__name__, TicketMoved.__name__)


def passed_on(desk: Desk, ticket: Ticket) -> None:
    """An agent has just handed it over. The third time it enters the chain for that, once in its life."""
    if desk.practice.chain(desk.practice.escalating.passed_on) is None:
        return
    by_agents = (col(Entry.what).in_(_TIMES), col(Entry.actor).not_in((CUSTOMER, DESK)))
    before = desk.session.exec(select(func.count()).where(Entry.ticket_id == ticket.id, *by_agents)).one()
    if before + 1 == OFTEN and not any(each.cause is Cause.ASKED for each in going(desk, ticket.id)):
        desk.happened(TicketEscalated(ticket=ticket.id, actor=DESK))
