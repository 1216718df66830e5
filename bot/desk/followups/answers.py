"""What customers answer to what we wrote unasked: it is fixed, it is not, I still need help, leave me alone."""

from sqlmodel import col, select

from bot.desk.desk import Desk
from bot.desk.events import CUSTOMER, TicketReopened
from bot.desk.followups.contacting import Unwanted
from bot.desk.followups.tables import FollowUp, Outcome
from bot.desk.followups.visits import end
from bot.desk.outgoing import Notice
from bot.desk.people.customers import Person, customer, tell
from bot.desk.people.tables import Customer
from bot.desk.refusals import AlreadyOpen, NoLongerAsked, NotYours, TicketIsOver
from bot.desk.tickets.life import LIVE, Status, Step
from bot.desk.tickets.tables import Ticket

UNANSWERED = (None, Outcome.NO_ANSWER)
"""What can still be answered: late is better than never."""


def confirms(desk: Desk, person: Person, visit: int, instead_of: int | None = None) -> None:
    """It is still fixed. Saying so twice is the same as once. Raises `NotYours`, `NoLongerAsked`."""
    known = customer(desk, person)
    asked = _asked(desk, known, visit)
    if asked.outcome in UNANSWERED:
        end(desk, asked, Outcome.CONFIRMED, actor=CUSTOMER)
    elif asked.outcome != Outcome.CONFIRMED:
        raise NoLongerAsked()
    tell(desk, known, Notice.CONFIRMED, ticket=asked.ticket_id, about=str(visit), instead_of=instead_of)


def denies(desk: Desk, person: Person, visit: int, instead_of: int | None = None) -> None:
    """It is not fixed, or not any more: the ticket goes on with all that was said in it.

    Raises `NotYours`, `NoLongerAsked`, `AlreadyOpen`.
    """
    known = customer(desk, person)
    asked = _asked(desk, known, visit)
    ticket = desk.ticket(asked.ticket_id)
    if ticket.status in LIVE:
        raise AlreadyOpen(ticket=ticket.id)
    if asked.outcome not in (*UNANSWERED, Outcome.CONFIRMED):
        raise NoLongerAsked()
    asked.outcome, asked.ended_at, asked.next_at = Outcome.REOPENED, desk.moment, None
    _take_up_again(desk, known, ticket)
    tell(desk, known, Notice.REOPENED, ticket=ticket.id, instead_of=instead_of)


def brings_back(desk: Desk, person: Person, ticket: int, instead_of: int | None = None) -> None:
    """They had said nothing, and need help still. Raises `NotYours`, `AlreadyOpen`, `TicketIsOver`."""
    known = customer(desk, person)
    held = desk.ticket(ticket)
    if held.customer_id != known.id:
        raise NotYours()
    if held.status in LIVE:
        raise AlreadyOpen(ticket=ticket)
    if held.status is not Status.SOLVED:
        raise TicketIsOver(ticket=ticket)
    _take_up_again(desk, known, held)
    tell(desk, known, Notice.REOPENED, ticket=ticket, instead_of=instead_of)


def _asked(desk: Desk, known: Customer, visit: int) -> FollowUp:
    """Theirs, and asked. Raises `NotYours`, `NoLongerAsked`."""
    found = desk.session.get(FollowUp, visit)
    if found and found.customer_id != known.id:
        raise NotYours()
    if found is None or found.asked_at is None or known.erased_at:
        raise NoLongerAsked()
    return found


def _take_up_again(desk: Desk, known: Customer, ticket: Ticket) -> None:
    """With its history in place. Of one that is over for good, too: we asked."""
    if ticket.spam or ticket.merged_into or ticket.erased_at or known.blocked_at:
        raise NoLongerAsked()
    desk.move(ticket, Step.CUSTOMER_WROTE if ticket.status is Status.SOLVED else Step.RESTORED)
    ticket.solved_at = ticket.closed_at = ticket.duplicate_of = None
    ticket.waiting_since = ticket.waiting_since or desk.source_moment
    ticket.customer_wrote_at = max(ticket.customer_wrote_at, desk.source_moment)
    known.active_ticket = ticket.id
    desk.happened(TicketReopened(ticket=ticket.id, actor=CUSTOMER))


def wants_quiet(desk: Desk, person: Person, instead_of: int | None = None) -> None:
    """Nothing that they did not ask for, from now on. Asking for it twice is the same as once."""
    known = customer(desk, person)
    known.quiet_since = known.quiet_since or desk.moment
    for asked in _waiting(desk, known):
        end(desk, asked, Outcome.CANCELLED, actor=CUSTOMER, reason=Unwanted.QUIET)
    tell(desk, known, Notice.QUIET, instead_of=instead_of)


def _waiting(desk: Desk, known: Customer) -> list[FollowUp]:
    """What they were asked and have not answered."""
    theirs = select(FollowUp).where(FollowUp.customer_id == known.id, col(FollowUp.outcome).is_(None))
    return list(desk.session.exec(theirs.where(col(FollowUp.asked_at).is_not(None))).all())


def may_be_reminded(desk: Desk, person: Person, instead_of: int | None = None) -> None:
    """They thought better of it."""
    known = customer(desk, person)
    known.quiet_since = None
    tell(desk, known, Notice.NOT_QUIET, instead_of=instead_of)
