"""What follows from what a verb did: rows on the lanes, and the deadlines of whatever it touched.

All of it derives from the events and the things themselves, so that no verb can forget it.
"""

from collections.abc import Iterator

from sqlalchemy import Connection
from sqlmodel import col, select

from bot.desk.announcements import announce
from bot.desk.deadlines import Timed, deadlines
from bot.desk.desk import Desk, known, shown
from bot.desk.events import CardStale, HomeStale
from bot.desk.moments import milliseconds
from bot.desk.outgoing import LEVEL, Outgoing, lane
from bot.desk.people.tables import Customer
from bot.desk.practice import Pace
from bot.desk.service_levels.promises import follow
from bot.desk.tickets.life import LIVE
from bot.desk.tickets.tables import Ticket
from bot.engine import lanes, timers


def close(desk: Desk, connection: Connection, now: int) -> None:
    """Write what is to go out (at `now`, the machine's ms) and what is to be due, in the verb's own transaction."""
    desk.session.flush()
    for ticket, _ in list(desk.tickets.values()):
        follow(desk, ticket)
    _note_what_is_stale(desk)
    _arm(desk, connection)
    desk.session.flush()
    rows = [_traced(row, desk.cause) for event, entry in desk.events for row in announce(desk, event, entry)]
    _send(rows, desk.practice.pace, connection, now)


def _note_what_is_stale(desk: Desk) -> None:
    for ticket, before in desk.tickets.values():
        now = shown(ticket)
        if now != before:
            desk.happened(CardStale(ticket=ticket.id))
            for agent in {before.owner, now.owner} - {None}:
                desk.happened(HomeStale(agent=str(agent)))

    for customer, was in desk.customers:
        if known(customer) != was:
            for number in _on_cards(desk, customer):
                desk.happened(CardStale(ticket=number))


def _on_cards(desk: Desk, customer: Customer) -> set[int]:
    """The tickets whose cards people look at: those being worked on, and those of this very transaction."""
    live = select(Ticket.id).where(Ticket.customer_id == customer.id, col(Ticket.status).in_(LIVE))
    here = {ticket.id for ticket, _ in desk.tickets.values() if ticket.customer_id == customer.id}
    return here | set(desk.session.exec(live).all())


def _arm(desk: Desk, connection: Connection) -> None:
    desk.session.flush()
    for thing in _touched(desk):
        wanted = {key: milliseconds(at) for key, at in deadlines(thing, desk.practice).items()}
        if wanted != thing.armed:
            thing.armed = wanted
            kind = type(thing).__name__.lower()
            due = {key: timers.Due(at, f"{kind}.{key}", str(thing.id)) for key, at in wanted.items()}
            timers.replace(connection, f"{kind}:{thing.id}", due)


def _touched(desk: Desk) -> Iterator[Timed]:
    return (thing for thing in desk.touched if isinstance(thing, Timed))


def _traced(row: Outgoing, cause: str) -> Outgoing:
    return row if row.cause else row.model_copy(update={"cause": cause})


def _send(rows: list[Outgoing], pace: Pace, connection: Connection, now: int) -> None:
    """Lanes by key, so that two transactions cannot wait for each other's."""
    appended = [(lane(row, pace), row.model_dump_json()) for row in rows if not isinstance(row, LEVEL)]
    if appended:
        lanes.push_many(connection, appended, now)
    drawn = {(lane(row, pace), row.model_dump_json()) for row in rows if isinstance(row, LEVEL)}
    for place, payload in sorted(drawn, key=lambda each: each[0].key):
        lanes.nudge(connection, place, payload, now)
