"""Two tickets of one customer become one: the older is kept, with all that was said in either."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, update
from sqlmodel import col, select

from bot.desk.desk import Desk
from bot.desk.events import AgentTold, CustomerTold, TicketMerged, TicketMergedAway
from bot.desk.files.carrying import carry
from bot.desk.outgoing import Notice
from bot.desk.people.tables import Customer
from bot.desk.refusals import AnotherCustomers, IsOver, IsSpam, NoSuchTicket, WithItself
from bot.desk.service_levels.promises import rejoin
from bot.desk.tickets.life import LIVE, Status, Step
from bot.desk.tickets.pauses import keep_only_what_lasts
from bot.desk.tickets.relations import with_its_parts
from bot.desk.tickets.tables import Card, Merge, Message, Priority, Ticket

RANK = {priority: place for place, priority in enumerate(Priority)}


class Stand(BaseModel):
    """How a ticket stands, as far as a merge changes it."""

    model_config = ConfigDict(from_attributes=True, frozen=True)

    status: Status
    owner: str | None
    category: str | None
    priority: Priority
    waiting_since: datetime | None
    customer_wrote_at: datetime
    first_reply_at: datetime | None
    solved_at: datetime | None
    duplicate_of: int | None
    waits_from: datetime | None
    with_us: list[tuple[int, int | None]]
    on_hold_until: datetime | None = None
    on_hold_for: str | None = None
    snoozed_until: datetime | None = None
    snoozed_by: str | None = None


def stand(ticket: Ticket) -> dict[str, object]:
    return Stand.model_validate(ticket).model_dump(mode="json")


def merge(desk: Desk, ticket: int, agent: str, other: int) -> None:
    """Make one of both: the older is kept, has waited since the earliest message of either, and has all of them."""
    desk.agent(agent)
    if ticket == other:
        raise WithItself()
    kept, gone = _both(desk, ticket, other)
    record = Merge(ticket_id=gone.id, into_id=kept.id, agent=agent, at=desk.moment)
    record.ticket_was, record.kept_was = stand(gone), stand(kept)
    told = gone.status in LIVE
    _take_over(desk, kept, gone)
    _close(desk, gone, kept)
    rejoin(desk, kept)
    keep_only_what_lasts(kept)
    record.kept_became = stand(kept)
    desk.keep(record)
    _move_what_was_said(desk, kept, gone)
    _say_so(desk, kept, gone, agent, told=told)


def of_one_customer(desk: Desk, ticket: int, other: int) -> Customer:
    """Locked, before their tickets are, as whoever writes does. Raises `NoSuchTicket`, `AnotherCustomers`."""
    whose, others = (_whose(desk, number) for number in (ticket, other))
    if whose != others:
        raise AnotherCustomers(ticket=other)
    return desk.customer(whose)


def _whose(desk: Desk, ticket: int) -> int:
    found = desk.session.exec(select(Ticket.customer_id).where(Ticket.id == ticket)).first()
    if found is None:
        raise NoSuchTicket(ticket=ticket)
    return found


def _both(desk: Desk, ticket: int, other: int) -> tuple[Ticket, Ticket]:
    """The older one, which is kept, and the other."""
    of_one_customer(desk, ticket, other)
    both = [desk.unmerged(number) for number in sorted((ticket, other))]
    for held in both:
        if held.spam:
            raise IsSpam(ticket=held.id)
        if held.status is Status.CLOSED:
            raise IsOver(ticket=held.id)
    kept, gone = sorted(both, key=lambda held: (held.opened_at, held.id))
    return kept, gone


def _take_over(desk: Desk, kept: Ticket, gone: Ticket) -> None:
    """Whatever the customer waits for in either, they wait for in this one, and no clock begins anew."""
    if gone.waiting_since:
        desk.move(kept, Step.CUSTOMER_WROTE)
        kept.snoozed_until = kept.snoozed_by = None
        kept.waiting_since = _earliest(kept.waiting_since, gone.waiting_since)
    elif gone.status in LIVE and kept.status is Status.SOLVED:
        desk.move(kept, Step.REOPENED)
    if kept.status in LIVE:
        kept.solved_at = kept.duplicate_of = None
    if kept.owner is None and gone.owner:
        if kept.status is Status.NEW:
            desk.move(kept, Step.CLAIMED)
        kept.owner = gone.owner
    kept.customer_wrote_at = max(kept.customer_wrote_at, gone.customer_wrote_at)
    kept.first_reply_at = _earliest(kept.first_reply_at, gone.first_reply_at)
    kept.waits_from = _earliest(kept.waits_from, gone.waits_from)
    if gone.hold_since and not kept.hold_since:  # what must not be erased is in this one now
        kept.hold_since, kept.hold_by, kept.hold_why = gone.hold_since, gone.hold_by, gone.hold_why
    kept.category = kept.category or gone.category
    kept.priority = max(kept.priority, gone.priority, key=RANK.__getitem__)


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment), default=None)


def _close(desk: Desk, gone: Ticket, kept: Ticket) -> None:
    desk.move(gone, Step.MERGED)
    gone.merged_into, gone.merged_at, gone.closed_at = kept.id, desk.moment, desk.moment
    gone.waiting_since = gone.solved_at = None
    customer = desk.customer_of(gone)
    if customer.active_ticket == gone.id:
        customer.active_ticket = kept.id


def _move_what_was_said(desk: Desk, kept: Ticket, gone: Ticket) -> None:
    """Replies to it, its changes, and answers that are still on their way go on in the kept ticket."""
    moved = update(Message).where(col(Message.ticket_id) == gone.id)
    desk.session.flush()
    desk.session.connection().execute(
        moved.values(ticket_id=kept.id, written_in=func.coalesce(Message.written_in, gone.id))
    )


def _say_so(desk: Desk, kept: Ticket, gone: Ticket, agent: str, *, told: bool) -> None:
    """`told`: the customer knows of two open tickets, and is to know that there is one."""
    desk.happened(TicketMerged(ticket=kept.id, actor=agent, merged=gone.id))
    carry(desk, kept, with_its_parts(desk.session, gone.id))
    desk.happened(TicketMergedAway(ticket=gone.id, actor=agent, into=kept.id))
    card = desk.session.get(Card, gone.card_id) if gone.card_id else None
    if gone.owner and gone.owner != agent and card:
        said = f"{desk.name(agent)} merged #{gone.id}, which was yours, into #{kept.id}."
        desk.happened(AgentTold(agent=gone.owner, channel=card.channel, thread=card.post, sentence=said))
    if told:
        desk.happened(CustomerTold(customer=kept.customer_id, notice=Notice.MERGED, ticket=kept.id, about=str(gone.id)))
