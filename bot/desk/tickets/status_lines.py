"""A ticket's line in its customer's chat: the message that acknowledged it, which goes on saying how the ticket stands.

Pinned as long as the ticket is open. Nothing depends on one: where it is gone or cannot be pinned, we do without.
"""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, select

from bot.desk.as_seen import Known
from bot.desk.desk import HELD, Desk
from bot.desk.events import StatusLineGivenUp, StatusLineStale
from bot.desk.tickets import reading
from bot.desk.tickets.life import LIVE
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import StatusLine, Ticket


class Drawn(NamedTuple):
    """What the line says now: what stands for its words, and until when they hold if nothing else happens."""

    shown: str
    holds_until: datetime | None = None


class Standing(NamedTuple):
    """A ticket's line, if it has one, and what it is drawn from."""

    line: StatusLine | None
    sheet: Sheet


def standing(session: Session, ticket: int) -> Standing:
    """Raises `NoSuchTicket`."""
    sheet = reading.sheet(session, ticket)
    held = sheet.ticket
    return Standing(session.get(StatusLine, held.line_id) if held.line_id else None, sheet)


def to_be_pinned(sheet: Sheet) -> bool:
    return sheet.ticket.status in LIVE and not quiet(sheet)


def quiet(sheet: Sheet) -> bool:
    """Whether the customer is not to be told how it stands: of spam, and of somebody we blocked."""
    return sheet.ticket.spam or sheet.customer.blocked_at is not None


def read_differently(was: Known, now: Known) -> bool:
    """Whether a change of the customer is one of what they read: their language, or that anything reaches them."""
    return was.language != now.language or bool(was.unreachable_since and not now.unreachable_since)


def said(desk: Desk, ticket: int, number: int, drawn: Drawn) -> None:
    """That message of the customer's chat tells how the ticket stands, and is its line unless it has another."""
    held = desk.ticket(ticket)
    line = desk.session.get(StatusLine, held.line_id) if held.line_id else None
    if line is None and not held.erased_at:
        line = StatusLine(ticket_id=ticket, number=number, shown=drawn.shown, holds_until=drawn.holds_until)
        desk.keep(line)
        held.line_id = line.id
        desk.happened(StatusLineStale(ticket=ticket))
    elif line and line.number == number:
        line.shown, line.holds_until = drawn


def drawn(desk: Desk, line: int, now: Drawn, *, pinned: bool) -> None:
    kept = desk.session.get(StatusLine, line)
    if kept:
        kept.shown, kept.holds_until = now
        kept.pinned = pinned


def lost(desk: Desk, line: int) -> None:
    """It is no longer in the chat; the next acknowledgement may be another."""
    kept = desk.session.get(StatusLine, line)
    held = desk.ticket(kept.ticket_id) if kept else None
    if kept and held and held.line_id == line:
        held.line_id, kept.holds_until = None, None


def held(desk: Desk, line: int) -> StatusLine | None:
    """Its ticket is locked first; None for one that is gone."""
    kept = desk.session.get(StatusLine, line)
    if kept:
        desk.ticket(kept.ticket_id)
    return desk.session.get(StatusLine, line, with_for_update=HELD)


def turn(desk: Desk, line: int) -> None:
    """What it says does not hold any more: a day has another name, we open, or an answer is late."""
    kept = held(desk, line)
    if kept:
        kept.holds_until = None
        desk.happened(StatusLineStale(ticket=kept.ticket_id))


def given_up(desk: Desk, ticket: Ticket) -> None:
    """Nothing is kept of the ticket, so neither is where its line stands."""
    for line in desk.session.exec(select(StatusLine).where(StatusLine.ticket_id == ticket.id)).all():
        if line.pinned and line.id == ticket.line_id:
            known = desk.customer_of(ticket)
            where = {"customer": known.id, "chat": known.chat, "number": line.number}
            desk.happened(StatusLineGivenUp(ticket=ticket.id, **where))
        line.holds_until = None
        desk.session.delete(line)
    ticket.line_id = None
