"""Into which ticket what a customer wrote goes: one of theirs, a new one, or whichever they say when they are asked."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_
from sqlmodel import col, select

from bot.desk.desk import Desk
from bot.desk.events import CUSTOMER, CardStarted, CustomerWrote, TicketOpened
from bot.desk.files.enclosing import attached, in_short
from bot.desk.moments import milliseconds
from bot.desk.outgoing import Notice
from bot.desk.people.customers import Person, customer, tell
from bot.desk.people.tables import Customer
from bot.desk.refusals import NoLongerAsked, NotYours
from bot.desk.tickets.floods import holds_back, watch
from bot.desk.tickets.life import LIVE, Step
from bot.desk.tickets.open import is_live
from bot.desk.tickets.person_wanted import heed
from bot.desk.tickets.placement import AskWhich, Hint, Join, Open, Placement, Reopen, Thank, place
from bot.desk.tickets.tables import Card, Message, Ticket
from bot.desk.tickets.topics import left_behind, settle

SUBJECT_LENGTH = 80


def _candidates(over: Any) -> Any:
    """The tickets pointed to, those being worked on, and the latest that is over, by `over`."""
    theirs = and_(
        col(Ticket.customer_id) == bindparam("whose"),
        col(Ticket.spam).is_(False),
        col(Ticket.merged_into).is_(None),
    )
    live = is_live(Ticket)
    latest = select(Ticket.id).where(theirs, ~live).order_by(over.desc(), col(Ticket.id)).limit(1).scalar_subquery()
    besides: Any = (bindparam("topic"), bindparam("replied"), latest)
    return (
        select(Ticket, Card)
        .join(Card, col(Card.id) == col(Ticket.card_id), isouter=True)
        .where(theirs, or_(live, *(col(Ticket.id) == each for each in besides)))
        .order_by(col(Ticket.id))
        .with_for_update(key_share=True, of=Ticket)
    )


# Built once: building a query costs as much as asking it, and so would lists of parameters in it. As `placement` has
# it: of the tickets that are over, the latest is the one that could come back.
COULD_BE_FOR = _candidates(func.coalesce(Ticket.solved_at, Ticket.closed_at, Ticket.opened_at))
WRITTEN_IN_LAST = _candidates(col(Ticket.customer_wrote_at))


def could_be_for(
    desk: Desk, known: Customer, topic: int | None = None, replied: int | None = None, wanted: Any = COULD_BE_FOR
) -> list[Ticket]:
    """What a message could be for: among them the ticket in whose topic it is, and that of what it replies to.

    Not all they ever had: each is locked, and comes with its card.
    """
    found = desk.session.exec(wanted, params={"whose": known.id, "topic": topic, "replied": replied}).all()
    return [desk.watched(ticket) for ticket, _ in found]


def put(desk: Desk, known: Customer, message: Message, placement: Placement) -> None:
    match placement:
        case Join(ticket) | Thank(ticket):
            into(desk, known, ticket, message, step=isinstance(placement, Join))
            if isinstance(placement, Thank):
                tell(desk, known, Notice.YOU_ARE_WELCOME, ticket=ticket.id)
        case Reopen(ticket):
            ticket.solved_at = ticket.duplicate_of = None
            into(desk, known, ticket, message, reopened=True)
            tell(desk, known, Notice.REOPENED, ticket=ticket.id)
        case Open(follows):
            _open(desk, known, message, follows)
        case AskWhich():
            _ask_which(desk, known)
    if not isinstance(placement, Thank):
        heed(desk, known, message)


def into(
    desk: Desk, known: Customer, ticket: Ticket, message: Message, *, step: bool = True, reopened: bool = False
) -> None:
    message.ticket_id = ticket.id
    settle(desk, known, ticket)
    if step:
        watch(desk, known, ticket, message)
        known.active_ticket = ticket.id
        desk.move(ticket, Step.CUSTOMER_WROTE)
        ticket.waiting_since = ticket.waiting_since or message.source_at
        ticket.customer_wrote_at = max(ticket.customer_wrote_at, message.source_at)
    message.held_back = holds_back(desk, known)
    desk.session.flush()
    desk.happened(CustomerWrote(ticket=ticket.id, actor=CUSTOMER, message=message.id, reopened=reopened))


def _open(desk: Desk, known: Customer, message: Message, follows: Ticket | None) -> None:
    team = desk.practice.team(follows.team) if follows else desk.practice.first_team
    ticket = Ticket(
        customer_id=known.id,
        team=team.name,
        category=follows.category if follows else None,
        subject=subject(desk, message),
        source=known.source,
        follows=follows.id if follows else None,
        opened_at=desk.moment,
        waiting_since=message.source_at,
        waits_from=message.source_at,
        with_us=[[milliseconds(message.source_at), None]],
        customer_wrote_at=message.source_at,
    )
    desk.session.add(ticket)
    desk.session.flush()
    desk.watched(ticket)
    card = Card(ticket_id=ticket.id, channel=team.channel)
    desk.session.add(card)
    desk.session.flush()
    ticket.card_id, message.ticket_id = card.id, ticket.id
    watch(desk, known, ticket, message)
    message.held_back = holds_back(desk, known)
    settle(desk, known, ticket)
    behind = left_behind(desk, known)
    known.active_ticket, known.wants_new = ticket.id, False
    desk.session.flush()
    desk.happened(CardStarted(ticket=ticket.id, card=card.id))
    desk.happened(TicketOpened(ticket=ticket.id, actor=CUSTOMER, source=known.source, follows=ticket.follows))
    desk.happened(CustomerWrote(ticket=ticket.id, actor=CUSTOMER, message=message.id))
    tell(desk, known, Notice.FOLLOW_UP if follows else Notice.OPENED, ticket=ticket.id)
    if behind:
        tell(desk, known, Notice.WENT_ELSEWHERE, ticket=behind, about=str(ticket.id))


def subject(desk: Desk, message: Message) -> str:
    """What a ticket that begins with the message is called."""
    return message.words.first(SUBJECT_LENGTH) or in_short(attached(desk, message))


def _ask_which(desk: Desk, known: Customer) -> None:
    """Asked once: further messages wait with the first, and go where it goes."""
    if known.asked_which_at is None:
        known.asked_which_at = desk.moment
        tell(desk, known, Notice.WHICH)


def place_unplaced(desk: Desk, person: Person, ticket: int | None, instead_of: int | None = None) -> None:
    """The customer said which ticket the waiting messages are for; no ticket means a new question."""
    known = customer(desk, person)
    waiting = _unplaced(desk, known)
    if not waiting:
        raise NoLongerAsked()
    onto = own(desk, known, ticket) if ticket else None
    _place_all(desk, known, waiting, onto)
    tell(desk, known, Notice.PLACED, ticket=waiting[0].ticket_id, instead_of=instead_of)


def place_unasked(desk: Desk, customer_id: int) -> None:
    """They never said: the messages go to the ticket that was written in last, rather than be lost."""
    known = desk.customer(customer_id)
    waiting = _unplaced(desk, known)
    if waiting:
        candidates = could_be_for(desk, known, wanted=WRITTEN_IN_LAST)
        _place_all(desk, known, waiting, max(candidates, key=_liveliest, default=None))
    known.asked_which_at = None


def _liveliest(ticket: Ticket) -> tuple[bool, datetime]:
    """One that is being worked on comes before any that is over."""
    return ticket.status in LIVE, ticket.customer_wrote_at


def _unplaced(desk: Desk, known: Customer) -> list[Message]:
    waiting = select(Message).where(Message.customer_id == known.id, col(Message.ticket_id).is_(None))
    return list(desk.session.exec(waiting.order_by(col(Message.id))).all())


def _place_all(desk: Desk, known: Customer, waiting: list[Message], onto: Ticket | None) -> None:
    known.asked_which_at = None
    first, *rest = waiting
    within = desk.practice.reopen_within
    put(desk, known, first, place([onto], Hint(replied=onto.id), desk.moment, within) if onto else Open())
    for message in rest:
        into(desk, known, desk.ticket(first.ticket_id or 0), message)
        heed(desk, known, message)


def own(desk: Desk, known: Customer, ticket: int) -> Ticket:
    """Theirs, by a number they may have from before: of one that was merged, what it is a part of now."""
    held = desk.ticket(ticket)
    if held.customer_id != known.id:
        raise NotYours()
    return own(desk, known, held.merged_into) if held.merged_into else held
