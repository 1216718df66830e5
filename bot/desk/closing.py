"""What follows from what a verb did: rows on the lanes, and the deadlines of whatever it touched.

All of it derives from the events and the things themselves, so that no verb can forget it.
"""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from sqlalchemy import Connection, bindparam, inspect
from sqlmodel import col, select

from bot.desk.alerting import breaches, standing
from bot.desk.announcements import announce
from bot.desk.as_seen import known, shown
from bot.desk.claims import following as claiming
from bot.desk.claims import unclaimed
from bot.desk.deadlines import TIMED, Timed, deadlines
from bot.desk.desk import HELD, Desk, Happened
from bot.desk.escalation import following as escalating
from bot.desk.events import (
    BoardStale,
    CardStale,
    CardStarted,
    HomeStale,
    OfTicket,
    StatusLineStale,
    TopicStale,
)
from bot.desk.followups import by_score, silence, visits
from bot.desk.moments import milliseconds
from bot.desk.outgoing import LEVEL, Outgoing, is_drawn, kept, lane
from bot.desk.people.tables import Customer
from bot.desk.practice import Pace
from bot.desk.recovery import following as recovering
from bot.desk.service_levels.promises import follow
from bot.desk.surveys import asking
from bot.desk.tickets.life import LIVE
from bot.desk.tickets.status_lines import read_differently
from bot.desk.tickets.tables import Entry, Ticket
from bot.desk.tickets.topics import title
from bot.engine import lanes, timers
from bot.engine.statements import as_rows, for_this, insert_many, run, upsert

Caused = tuple[Outgoing, str]
"""What is to go out, and the key of what came in and led to it."""

_LINES: Any = inspect(Entry).local_table
_WHEN = {name: bindparam(f"this_{name}", type_=_LINES.c[name].type) for name in ("at", "source_at")}
_WRITE_DOWN = upsert(
    lambda insert: insert_many(insert, _LINES, "ticket_id", "actor", "what", "detail", **_WHEN).returning(_LINES.c.id)
)


def close(desk: Desk, connection: Connection, now: int, settles: Sequence[lanes.Lane] = ()) -> bool:
    """Write what is to go out (at `now`, the machine's ms) and what is to be due, in the verb's own transaction.

    True: there is something to claim as soon as this is committed. `settles` are lanes that the same transaction goes
    on to settle: they are locked in their order with the others.
    """
    desk.session.autoflush = True  # what follows asks for what was done
    _look_at_other_cases(desk)
    touched = list(desk.tickets.values())
    breaches.write_down(desk, connection)
    follow(desk, [ticket for ticket, _ in touched])
    escalating.follow(desk, [ticket for ticket, _ in touched])
    causes, last = _causes(desk), desk.cause
    for ticket, before in touched:
        desk.cause = causes.get(ticket.id, last)
        claiming.follow(desk, ticket, before)
        silence.follow(desk, ticket, before)
        visits.follow(desk, ticket, before)
        by_score.follow(desk, ticket, before)
        asking.follow(desk, ticket, before)
        recovering.follow(desk, ticket, before)
    late = _note_what_is_stale(desk, causes, last)
    desk.cause = last
    _arm(desk, connection)
    desk.session.autoflush = False  # nothing is changed from here on
    _note_who_else_shows_it(desk, late)
    entries = written_down(desk, connection)
    rows = [row for each in zip(desk.events, entries, strict=True) for row in _announced(desk, *each)]
    return _send(rows, desk.practice.pace, connection, now, settles)


def _look_at_other_cases(desk: Desk) -> None:
    """Who is promised something else now than before, is so on all their tickets."""
    desk.other_cases = {customer.id for customer, was in desk.customers if known(customer).case != was.case}
    if desk.other_cases:
        theirs = select(Ticket).where(col(Ticket.customer_id).in_(desk.other_cases), col(Ticket.status).in_(LIVE))
        for ticket in desk.session.exec(theirs.order_by(col(Ticket.id)).with_for_update(**HELD)).all():
            desk.watched(ticket)


def written_down(desk: Desk, connection: Connection) -> list[int | None]:
    """The history of what happened, in one statement; the id of each event's line, where it has one."""
    lines = [_line(happened.event) for happened in desk.events if isinstance(happened.event, OfTicket)]
    when = {"this_at": desk.moment, "this_source_at": desk.source_moment}
    written = run(connection, for_this(connection, _WRITE_DOWN), as_rows(lines) | when) if lines else ()
    ids = iter(sorted(entry for (entry,) in written))
    return [next(ids) if isinstance(happened.event, OfTicket) else None for happened in desk.events]


def _line(event: OfTicket) -> dict[str, Any]:
    detail = dict(vars(event))
    about = {"ticket_id": detail.pop("ticket"), "actor": detail.pop("actor")}
    return about | {"what": type(event).__name__, "detail": detail}


def _announced(desk: Desk, happened: Happened, entry: int | None) -> Iterator[Caused]:
    desk.cause = happened.cause
    for row in announce(desk, happened.event, entry):
        yield row, happened.cause


def _causes(desk: Desk) -> dict[int, str]:
    """Of what follows for a ticket: the last that led to something in it."""
    return {each.event.ticket: each.cause for each in desk.events if isinstance(each.event, OfTicket)}


def _note_what_is_stale(desk: Desk, causes: dict[int, str], otherwise: str) -> list[int]:
    """Gives the tickets that were late, or are, and have changed."""
    late = []
    begun = {each.event.ticket for each in desk.events if isinstance(each.event, CardStarted)}
    for number, (ticket, before) in desk.tickets.items():
        now, desk.cause = shown(ticket), causes.get(number, otherwise)
        if now != before:
            if before.late or now.late:
                late.append(number)
            if number not in begun:  # a card that is yet to be posted is drawn then
                desk.happened(CardStale(ticket=number))
            for agent in {before.owner, now.owner} - {None}:
                desk.happened(HomeStale(agent=str(agent)))
            if ticket.line_id:
                desk.happened(StatusLineStale(ticket=number))
        if ticket.topic_id and not now.spam and title(now) != title(before):
            desk.happened(TopicStale(ticket=number))
    return late


def _note_who_else_shows_it(desk: Desk, late: list[int]) -> None:
    for board in sorted(standing.boards_with(desk.session, late)) if late else ():
        desk.happened(BoardStale(board=board))
    for customer, was in desk.customers:
        is_now = known(customer)
        if is_now != was:
            unclaimed.is_read_differently(desk, customer.id)
            for number in _on_cards(desk, customer):
                desk.happened(CardStale(ticket=number))
                if read_differently(was, is_now):
                    desk.happened(StatusLineStale(ticket=number))


def _on_cards(desk: Desk, customer: Customer) -> set[int]:
    """The tickets whose cards people look at: those being worked on, and those of this very transaction."""
    live = select(Ticket.id).where(Ticket.customer_id == customer.id, col(Ticket.status).in_(LIVE))
    here = {ticket.id for ticket, _ in desk.tickets.values() if ticket.customer_id == customer.id}
    return here | set(desk.session.exec(live).all())


def _arm(desk: Desk, connection: Connection) -> None:
    """With all that is not written yet; what is new has its number then."""
    changed = []
    for thing in _timed(desk):
        wanted = {key: milliseconds(at) for key, at in deadlines(thing, desk.practice).items()}
        if wanted != thing.armed:
            changed.append((thing, thing.armed, wanted))
            thing.armed = wanted
    desk.session.flush()
    due: dict[str, dict[str, timers.Due]] = {}
    for thing, was, wanted in changed:
        kind = type(thing).__name__.lower()
        owner = f"{kind}:{thing.id}"
        if wanted != {key: at for key, at in was.items() if (owner, key) not in desk.fired}:
            due[owner] = {key: timers.Due(at, f"{kind}.{key}", str(thing.id)) for key, at in wanted.items()}
    timers.replace_many(connection, due)
    for slot, first_due in sorted(desk.slots.items()):
        timers.ensure_slot(connection, slot, slot, first_due)


def _timed(desk: Desk) -> Iterator[Timed]:
    return cast(Iterator[Timed], (thing for thing in (*desk.touched, *desk.session.new) if type(thing) in TIMED))


def _send(
    rows: Sequence[Caused], pace: Pace, connection: Connection, now: int, settles: Sequence[lanes.Lane] = ()
) -> bool:
    """Lanes in one order, so that two transactions cannot wait for each other's: by key, and what is drawn last."""
    if not rows:
        return False
    appended: list[tuple[lanes.Lane, str]] = []
    drawn: list[tuple[lanes.Lane, str]] = []
    for row, cause in rows:
        (drawn if type(row) in LEVEL else appended).append((lane(row, pace), kept(row, cause)))
    _hold([place for place, _ in appended], [each for each in settles if not is_drawn(each)], connection)
    ready = lanes.push_many(connection, appended, now)
    _hold([place for place, _ in drawn], [each for each in settles if is_drawn(each)], connection)
    return lanes.nudge_many(connection, drawn, now) or ready


def _hold(written: Sequence[lanes.Lane], settled: Sequence[lanes.Lane], connection: Connection) -> None:
    """Writing to lanes locks them in order by itself; beside others it does not."""
    if settled:
        lanes.hold(connection, [each.key for each in (*written, *settled)])
