"""What customers ask for about themselves: what we keep, a copy of it, and to be forgotten."""

from datetime import UTC, datetime, timedelta

from sqlmodel import col, select

from bot.desk.desk import HELD, Desk
from bot.desk.events import CUSTOMER, CustomerForgotten, DataAskedFor
from bot.desk.moments import milliseconds
from bot.desk.outgoing import Notice
from bot.desk.people.customers import Person, customer, tell
from bot.desk.people.tables import Customer
from bot.desk.privacy.auditing import Deed, written_down
from bot.desk.privacy.erasing import erase_customer
from bot.desk.privacy.tables import Audit
from bot.desk.refusals import DataJustSent, ForgetTooLate, HeldByLaw, NoSuchCustomer
from bot.desk.tickets.tables import Ticket

BUTTON_LIVES = timedelta(minutes=15)
"""How long the question whether to forget everything can be answered."""
SENT_AGAIN_AFTER = timedelta(minutes=10)


def asks_to_be_forgotten(desk: Desk, person: Person) -> None:
    """They are asked once more, by a button that does not live long. Raises `HeldByLaw`."""
    known = customer(desk, person)
    if _held(desk, known):
        raise HeldByLaw()
    asked_at = str(milliseconds(desk.moment) // 1000)
    tell(desk, known, Notice.FORGET_ASKED, about=asked_at)


def _held(desk: Desk, known: Customer) -> bool:
    held = select(Ticket.id).where(Ticket.customer_id == known.id, col(Ticket.hold_since).is_not(None))
    return desk.session.exec(held.limit(1)).first() is not None


def forget(desk: Desk, person: Person, asked_at: str, instead_of: int) -> None:
    """They pressed the button. Pressed twice, there is nobody left to forget. Raises `ForgetTooLate`, `HeldByLaw`."""
    known = _met(desk, person.chat)
    if known is None or known.erased_at:
        return
    if not _still(desk, asked_at):
        raise ForgetTooLate()
    _forget(desk, known, CUSTOMER, instead_of)


def _still(desk: Desk, asked_at: str) -> bool:
    if not asked_at.isdecimal():
        return False
    return timedelta() <= desk.moment - datetime.fromtimestamp(int(asked_at), UTC) <= BUTTON_LIVES


def _met(desk: Desk, chat: int) -> Customer | None:
    """Somebody we know, without getting to know them."""
    return desk.session.exec(select(Customer).where(Customer.chat == chat).with_for_update(key_share=True)).first()


def forget_for_operator(desk: Desk, customer_id: int, who: str) -> None:
    """Somebody asked by letter. Raises `HeldByLaw`, `NoSuchCustomer`."""
    known = desk.session.get(Customer, customer_id, with_for_update=HELD)
    if known is None or known.erased_at:
        raise NoSuchCustomer()
    _forget(desk, known, who)


def _forget(desk: Desk, known: Customer, by: str, instead_of: int | None = None) -> None:
    chat = known.chat
    erase_customer(desk, known, by)
    written_down(desk, by, Deed.CUSTOMER_ERASED, customer=known.id)
    desk.happened(CustomerForgotten(customer=known.id, chat=chat, instead_of=instead_of))


def keeps_everything(desk: Desk, person: Person, instead_of: int) -> None:
    """They thought better of it."""
    known = customer(desk, person)
    tell(desk, known, Notice.NOT_FORGOTTEN, instead_of=instead_of)


def asks_for_data(desk: Desk, person: Person) -> None:
    """A file with all we keep about them goes into their chat. Raises `DataJustSent`."""
    known = customer(desk, person)
    since = desk.moment - SENT_AGAIN_AFTER
    lately = select(Audit.id).where(Audit.customer_id == known.id, Audit.what == Deed.DATA_SENT, col(Audit.at) > since)
    if desk.session.exec(lately.limit(1)).first():
        raise DataJustSent()
    written_down(desk, CUSTOMER, Deed.DATA_SENT, customer=known.id)
    desk.happened(DataAskedFor(customer=known.id))
