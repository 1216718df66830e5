"""A merge that was a mistake: what was said goes back to the ticket it was said in, and both go on."""

from datetime import datetime

from sqlalchemy import func, update
from sqlmodel import col, select

from bot.desk.desk import Desk
from bot.desk.events import CustomerTold, TicketParted, TicketUnmerged
from bot.desk.outgoing import Notice
from bot.desk.refusals import CustomerIsBlocked, MergedTooLongAgo, NotMerged, UnmergeThatFirst
from bot.desk.service_levels.promises import rejoin
from bot.desk.tickets.life import LIVE
from bot.desk.tickets.merging import Stand, of_one_customer
from bot.desk.tickets.relations import with_its_parts
from bot.desk.tickets.tables import Author, Merge, Message, Ticket


def unmerge(desk: Desk, ticket: int, agent: str) -> None:
    """It is a ticket of its own again, as it was; what was said since then stays where it was said."""
    desk.agent(agent)
    kept, gone = _both(desk, ticket)
    record = _record(desk, gone)
    _move_back(desk, kept, gone)
    gone.merged_into = gone.merged_at = gone.closed_at = None
    _restore(desk, gone, Stand.model_validate(record.ticket_was), record.at)
    _give_back(desk, kept, gone, record)
    rejoin(desk, kept)
    record.undone_at = desk.moment
    _say_so(desk, kept, gone, agent)


def _both(desk: Desk, ticket: int) -> tuple[Ticket, Ticket]:
    into = desk.session.exec(select(Ticket.merged_into).where(Ticket.id == ticket)).first()
    if into is None:
        desk.ticket(ticket)
        raise NotMerged(ticket=ticket)
    customer = of_one_customer(desk, ticket, into)
    if customer.blocked_at:
        raise CustomerIsBlocked(name=customer.name)
    held = {number: desk.ticket(number) for number in sorted((ticket, into))}
    kept, gone = held[into], held[ticket]
    if gone.merged_into != into or gone.merged_at is None:
        raise NotMerged(ticket=ticket)
    if kept.merged_into:
        raise UnmergeThatFirst(ticket=into, into=kept.merged_into)
    within = desk.practice.reopen_within
    if desk.moment - gone.merged_at > within:
        raise MergedTooLongAgo(ticket=ticket, days=within.days)
    return kept, gone


def _record(desk: Desk, gone: Ticket) -> Merge:
    found = select(Merge).where(Merge.ticket_id == gone.id, col(Merge.undone_at).is_(None))
    return desk.session.exec(found.order_by(col(Merge.id).desc()).limit(1)).one()


def _move_back(desk: Desk, kept: Ticket, gone: Ticket) -> None:
    theirs = col(Message.written_in).in_(with_its_parts(desk.session, gone.id))
    back = update(Message).where(col(Message.ticket_id) == kept.id, theirs)
    desk.session.flush()
    desk.session.connection().execute(
        back.values(ticket_id=gone.id, written_in=func.nullif(Message.written_in, gone.id))
    )


def _restore(desk: Desk, gone: Ticket, was: Stand, merged_at: datetime) -> None:
    """As it was, however long ago. An answer that got there in the meantime has answered what came before it."""
    _stands(gone, was)
    gone.first_reply_at, answered_at = _first_reply(desk, gone), _answered_since(desk, gone, merged_at)
    if was.waiting_since and answered_at:
        gone.waiting_since = _oldest_since(desk, gone, answered_at)


def _stands(ticket: Ticket, was: Stand) -> None:
    for name in Stand.model_fields:
        setattr(ticket, name, getattr(was, name))
    ticket.with_us = [list(span) for span in was.with_us]


def _give_back(desk: Desk, kept: Ticket, gone: Ticket, record: Merge) -> None:
    """The kept one is as it was, unless something happened to it since: then only what the other brought goes."""
    was, became = Stand.model_validate(record.kept_was), Stand.model_validate(record.kept_became)
    if Stand.model_validate(kept) == became and not _merged_since(desk, kept, record):
        _stands(kept, was)
        return
    since = kept.waiting_since
    if since == became.waiting_since != was.waiting_since:
        kept.waiting_since = was.waiting_since or _oldest_since(desk, kept, record.at)
    elif since and _oldest_since(desk, gone, since) == since:
        kept.waiting_since = _oldest_since(desk, kept, since)
    kept.waits_from, kept.first_reply_at = was.waits_from, _first_reply(desk, kept)
    kept.customer_wrote_at = _last_wrote(desk, kept) or was.customer_wrote_at


def _merged_since(desk: Desk, kept: Ticket, record: Merge) -> bool:
    others = select(Merge.id).where(Merge.into_id == kept.id, col(Merge.id) > record.id)
    return desk.session.exec(others.where(col(Merge.undone_at).is_(None)).limit(1)).first() is not None


def _first_reply(desk: Desk, ticket: Ticket) -> datetime | None:
    answers = select(func.min(Message.delivered_at)).where(Message.ticket_id == ticket.id)
    return desk.session.exec(answers.where(Message.author == Author.AGENT)).one()


def _answered_since(desk: Desk, ticket: Ticket, moment: datetime) -> datetime | None:
    """When the latest of the answers that were delivered since then was typed."""
    answers = select(func.max(Message.source_at)).where(Message.ticket_id == ticket.id)
    since = answers.where(Message.author == Author.AGENT, col(Message.delivered_at) >= moment)
    return desk.session.exec(since).one()


def _oldest_since(desk: Desk, ticket: Ticket, moment: datetime) -> datetime | None:
    theirs = select(func.min(Message.source_at)).where(Message.ticket_id == ticket.id)
    since = theirs.where(Message.author == Author.CUSTOMER, col(Message.source_at) >= moment)
    return desk.session.exec(since).one()


def _last_wrote(desk: Desk, ticket: Ticket) -> datetime | None:
    theirs = select(func.max(Message.source_at)).where(Message.ticket_id == ticket.id)
    return desk.session.exec(theirs.where(Message.author == Author.CUSTOMER)).one()


def _say_so(desk: Desk, kept: Ticket, gone: Ticket, agent: str) -> None:
    desk.happened(TicketParted(ticket=kept.id, actor=agent, merged=gone.id))
    desk.happened(TicketUnmerged(ticket=gone.id, actor=agent, into=kept.id))
    if gone.status in LIVE:
        customer = desk.customer_of(gone)
        customer.active_ticket = None if customer.active_ticket == kept.id else customer.active_ticket
        desk.happened(CustomerTold(customer=customer.id, notice=Notice.UNMERGED, ticket=gone.id, about=str(kept.id)))
