"""Customers who put a sign on what we wrote, instead of words. It answers nothing and moves no clock."""

from sqlmodel import col, select

from bot.desk.desk import Desk
from bot.desk.events import CUSTOMER, CustomerReacted
from bot.desk.people.customers import Person, customer
from bot.desk.tickets.reading import quoted
from bot.desk.tickets.tables import Author, Message


def reacted(desk: Desk, person: Person, chat_message: int, reaction: str | None) -> None:
    """On a message of ours in their chat; none takes back what they put there. The same twice is the same as once."""
    known = customer(desk, person)
    said = _ours(desk, known.id, chat_message)
    if known.blocked_at or said is None or said.ticket_id is None or said.reaction == reaction:
        return
    former, said.reaction = said.reaction, reaction
    desk.happened(
        CustomerReacted(
            ticket=said.ticket_id,
            actor=CUSTOMER,
            message=said.id,
            quoted=quoted(desk.session, said.id),
            reaction=reaction,
            former=former,
        )
    )


def _ours(desk: Desk, customer_id: int, chat_message: int) -> Message | None:
    theirs = select(Message).where(
        Message.customer_id == customer_id,
        Message.author != Author.CUSTOMER,
        col(Message.chat_first) <= chat_message,
        col(Message.chat_last) >= chat_message,
    )
    latest = theirs.order_by(col(Message.chat_first).desc()).limit(1)
    return desk.session.exec(latest.with_for_update(key_share=True)).first()
