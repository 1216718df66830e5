"""The promises of a ticket follow from what happened to it: begun, moved, judged or withdrawn when the desk closes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from bot.desk.alerting import breaches
from bot.desk.desk import HELD, Desk
from bot.desk.events import DESK, TargetsMissed, TargetWarned
from bot.desk.moments import milliseconds, moment_of
from bot.desk.people.tables import Customer
from bot.desk.service_levels.clocks import Clock, History, Span, clocks, spans_of, used, used_up, warnings
from bot.desk.service_levels.policies import Case, Policy, Target, chosen
from bot.desk.service_levels.tables import Outcome, Promise
from bot.desk.tickets import holding
from bot.desk.tickets.holding import Ids
from bot.desk.tickets.life import LIVE
from bot.desk.tickets.tables import Ticket
from bot.engine.statements import among

MILLISECOND = timedelta(milliseconds=1)
_ORDER = tuple(Target)
_RUN: Any = (
    select(Promise)
    .where(among(col(Promise.ticket_id), "tickets"), Promise.outcome == Outcome.RUNNING)
    .order_by(col(Promise.id))
    .with_for_update(**HELD)
    .execution_options(autoflush=False)
)
_WHOSE: Any = select(Promise.id, Promise.ticket_id).where(among(col(Promise.id), "promises"))


def follow(desk: Desk, tickets: Sequence[Ticket]) -> None:
    """Bring the tickets' promises to where they stand now. Costs nothing where nothing is promised, or has changed."""
    for ticket in tickets:
        ticket.promised_under = desk.practice.promises
    promised = [each for each in tickets if each.waits_from and (desk.practice.policies or each.promised)]
    concerned = [each for each in promised if each.id in desk.rejoined or desk.moved(each)]
    _look_at(desk, [each.id for each in concerned if each.promised])
    for ticket in concerned:
        _follow(desk, ticket)
    for ticket in promised:
        if ticket.id in desk.ran:  # perhaps one was judged meanwhile, which moves no clock
            _show(ticket, _running(desk, ticket))


def _follow(desk: Desk, ticket: Ticket) -> None:
    customer = desk.customer_of(ticket)
    policy, history = chosen(desk.practice.policies, case(ticket, customer)), history_of(ticket, customer)
    running = {promise.target: promise for promise in _running(desk, ticket)} if ticket.promised else {}
    wanted = clocks(history, policy)
    for target, promise in running.items():
        clock = wanted.get(target)
        if clock is None or clock.started_at != promise.started_at:
            _end(desk, promise, policy, history)
    for target, clock in wanted.items():
        if target not in running or running[target].outcome is not Outcome.RUNNING:
            running[target] = _begin(desk, ticket, target, clock)
        _move(running[target], clock, policy, history)
    desk.ran[ticket.id] = list(running.values())


def _show(ticket: Ticket, running: Sequence[Promise]) -> None:
    """On the card: what is due next, or has been due for longest."""
    due = min((promise for promise in running if promise.due_at), key=lambda each: (each.due_at, each.id), default=None)
    ticket.due_at, ticket.due = (due.due_at, due.target) if due else (None, None)
    ticket.late = bool(due and due.late)


def case(ticket: Ticket, customer: Customer) -> Case:
    return Case(ticket.priority, ticket.category, customer.tier, customer.language, ticket.team)


def history_of(ticket: Ticket, customer: Customer) -> History:
    return History(
        waits_from=ticket.waits_from or ticket.opened_at,
        replied_at=ticket.first_reply_at,
        unanswered_since=ticket.waiting_since,
        with_us=tuple(Span(moment_of(start), moment_of(end) if end else None) for start, end in ticket.with_us),
        resolved_at=ticket.resolved_at,
        over=ticket.status not in LIVE,
        left_out=ticket.spam or ticket.merged_into is not None or customer.blocked_at is not None,
    )


def running(session: Session, ticket: int) -> Sequence[Promise]:
    """What is promised now, paused or not."""
    theirs = select(Promise).where(Promise.ticket_id == ticket, Promise.outcome == Outcome.RUNNING)
    return session.exec(theirs).all()


def _running(desk: Desk, ticket: Ticket) -> list[Promise]:
    _look_at(desk, [ticket.id])
    return [promise for promise in desk.ran[ticket.id] if promise.outcome is Outcome.RUNNING]


def _look_at(desk: Desk, tickets: Sequence[int]) -> None:
    """Once in a transaction: whoever holds a ticket is the only one who changes its promises."""
    new = [ticket for ticket in tickets if ticket not in desk.ran]
    if new:
        desk.ran |= {ticket: [] for ticket in new}
        for promise in desk.session.exec(_RUN, params={"tickets": list(new)}).all():
            desk.ran[promise.ticket_id].append(promise)


def _begin(desk: Desk, ticket: Ticket, target: Target, clock: Clock) -> Promise:
    ticket.promised = True
    promise = Promise(
        ticket_id=ticket.id, target=target, policy="", version="", started_at=clock.started_at, within_ms=0
    )
    desk.session.add(promise)
    return promise


def _move(promise: Promise, clock: Clock, policy: Policy | None, history: History) -> None:
    """To what the policy says now. The start never moves, and what was told to be late stays so."""
    if policy is None:
        return
    now = (policy.name, policy.version, clock.due_at)
    if now == (promise.policy, promise.version, promise.due_at):
        return
    promise.policy, promise.version, promise.due_at = now
    promise.within_ms = clock.within // MILLISECOND
    spans = [Span(clock.started_at)] if promise.target is not Target.RESOLUTION else spans_of(history, promise.target)
    marks = warnings(spans, policy, clock.within) if clock.due_at and not promise.late else ()
    promise.warn_at = [milliseconds(at) for at in marks]


def _end(desk: Desk, promise: Promise, policy: Policy | None, history: History) -> None:
    """Judged where it was kept or broken; else withdrawn. By moments alone, whenever we get to it."""
    ended = _ended(promise.target, history, desk.moment)
    promise.warn_at = []
    if history.left_out:
        promise.outcome = Outcome.WITHDRAWN
    elif policy is None or policy.within(promise.target) is None:
        promise.outcome = Outcome.MISSED if promise.late else Outcome.WITHDRAWN
    elif ended is None:
        late = promise.late or (promise.due_at is not None and promise.due_at < desk.moment)
        promise.outcome = Outcome.MISSED if late else Outcome.WITHDRAWN
    else:
        spans = _spans(promise, history, ended)
        within = promise.within_ms * MILLISECOND
        due_at = used_up(spans, within, policy.calendar)
        promise.ended_at, promise.used_ms = ended, used(spans, ended, policy.calendar) // MILLISECOND
        met = not promise.late and (due_at is None or ended <= due_at)
        promise.outcome = Outcome.MET if met else Outcome.MISSED
    promise.due_at = None if promise.outcome is Outcome.WITHDRAWN else promise.due_at


def _spans(promise: Promise, history: History, ended: datetime) -> list[Span]:
    if promise.target is Target.RESOLUTION:
        return list(history.with_us)
    return [Span(promise.started_at, ended)]


def _ended(target: Target, history: History, now: datetime) -> datetime | None:
    """When what was promised came; None where it did not, and is not expected any more."""
    match target:
        case Target.FIRST_RESPONSE:
            return history.replied_at
        case Target.NEXT_RESPONSE:
            return None if history.over else now
        case Target.RESOLUTION:
            return history.resolved_at


def rejoin(desk: Desk, ticket: Ticket) -> None:
    """Its conversation was joined with another's, or parted from it.

    A wait that begins at another moment now was not answered by that, nor was what only the other had a reply to.
    """
    desk.rejoined.add(ticket.id)
    theirs = select(Promise).where(Promise.ticket_id == ticket.id, Promise.outcome != Outcome.WITHDRAWN)
    for promise in desk.session.exec(theirs.with_for_update(key_share=True)).all() if ticket.promised else ():
        running = promise.outcome is Outcome.RUNNING
        moved = promise.target is Target.NEXT_RESPONSE and running and promise.started_at != ticket.waiting_since
        unsaid = promise.target is Target.FIRST_RESPONSE and not running and ticket.first_reply_at is None
        if moved or unsaid:
            promise.outcome, promise.due_at, promise.warn_at = Outcome.WITHDRAWN, None, []


def warn(desk: Desk, promise: int) -> None:
    """It will be due soon, and nobody has done it: its owner hears of it. Once, however many warnings were due."""
    ticket = held(desk, promise)
    kept = desk.session.get_one(Promise, promise)
    passed = [at for at in kept.warn_at if at <= milliseconds(desk.moment)]
    kept.warn_at = kept.warn_at[len(passed) :]
    if passed and kept.outcome is Outcome.RUNNING and kept.due_at and desk.moment < kept.due_at:
        owner, due = ticket.owner, milliseconds(kept.due_at)
        desk.happened(TargetWarned(ticket=ticket.id, actor=DESK, target=kept.target, due_ms=due, owner=owner))


def held(desk: Desk, promise: int) -> Ticket:
    """Its ticket, locked: whoever changes a promise holds that first."""
    return desk.ticket(_whose(desk, promise))


def _whose(desk: Desk, promise: int) -> int:
    looked_at = desk.at_hand(Promise, promise)
    if looked_at:
        return looked_at.ticket_id
    return desk.session.exec(select(Promise.ticket_id).where(Promise.id == promise)).one()


def judge(desk: Desk, promise: int) -> None:
    """It was due and has not come. What else of the ticket is late by now is told with it, once."""
    ticket = held(desk, promise)
    late = [one for one in _running(desk, ticket) if not one.late and one.due_at and one.due_at <= desk.moment]
    for each in late:
        each.late, each.warn_at = True, []
    if late:
        targets = tuple(str(each.target) for each in sorted(late, key=lambda each: _ORDER.index(each.target)))
        since = min(milliseconds(each.due_at) for each in late if each.due_at)
        lapsed = breaches.note(desk, late)
        whose: Any = {"ticket": ticket.id, "actor": DESK, "owner": ticket.owner}
        desk.happened(TargetsMissed(**whose, targets=targets, due_ms=since, lapsed=lapsed))


def hold_free(desk: Desk, promises: Ids) -> set[int]:
    """Those of the promises whose tickets nobody else holds, which are then held, with all that judging them needs."""
    whose = dict(desk.session.exec(_WHOSE, params={"promises": list(promises)}).all())
    free = holding.hold_free(desk, set(whose.values()))
    _look_at(desk, sorted(free))
    return {promise for promise, ticket in whose.items() if ticket in free}


def outdated(session: Session, promises: str, after: int, most: int) -> list[int]:
    """Live tickets with a higher number, in order, that other policies than these were chosen from."""
    under = col(Ticket.promised_under)
    live = select(Ticket.id).where(col(Ticket.status).in_(LIVE), or_(under < promises, under > promises))
    return list(session.exec(live.where(col(Ticket.id) > after).order_by(col(Ticket.id)).limit(most)).all())


def catch_up(desk: Desk, ticket: int) -> None:
    """The configuration has changed: the ticket's promises follow as soon as it is touched."""
    desk.ticket(ticket)
