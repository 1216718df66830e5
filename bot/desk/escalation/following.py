"""The escalations of a ticket follow from what happened to it: begun, held or ended when the desk closes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from bot.desk.desk import Desk
from bot.desk.escalation.audiences import Around, Place, audience
from bot.desk.escalation.chains import Chain, Role, Step, due, frozen, thawed
from bot.desk.escalation.tables import Cause, End, Escalation, Stage, Telling
from bot.desk.events import DESK, PersonAskedFor, TargetsMissed, TellingStale, TicketEscalated
from bot.desk.moments import milliseconds, moment_of
from bot.desk.service_levels.policies import Target, chosen
from bot.desk.service_levels.promises import case
from bot.desk.service_levels.tables import Outcome, Promise
from bot.desk.tickets.life import LIVE, WITH_US
from bot.desk.tickets.tables import Author, Message, State, Ticket
from bot.engine.statements import among

CARRIED = {"cause", "chain", "by"}
Calls = PersonAskedFor | TargetsMissed | TicketEscalated
_GOING: Any = (
    select(Escalation)
    .where(among(col(Escalation.ticket_id), "tickets"), Escalation.stage != Stage.OVER)
    .order_by(col(Escalation.id))
    .with_for_update()
)


def follow(desk: Desk, tickets: Sequence[Ticket]) -> None:
    """Bring the tickets' escalations to where they stand now. Costs nothing where nobody is to hear of them."""
    called: dict[int, list[Calls]] = {}
    for happened in desk.events:
        if isinstance(happened.event, Calls) and desk.practice.chains:
            called.setdefault(happened.event.ticket, []).append(happened.event)
    for merged in (True, False):  # what those were merged into takes over from them first
        part = [each for each in tickets if bool(each.merged_into) is merged]
        _follow_all(desk, [each for each in part if each.id in called or each.escalated_at], called)


def _follow_all(desk: Desk, tickets: Sequence[Ticket], called: dict[int, list[Calls]]) -> None:
    if not tickets:
        return
    desk.session.flush()  # a ticket that says nothing of when it was escalated has none that goes on
    all_going = _all_going(desk, [ticket.id for ticket in tickets if ticket.escalated_at])
    for ticket in tickets:
        _follow(desk, ticket, called.get(ticket.id, []), all_going.get(ticket.id, []))


def _follow(desk: Desk, ticket: Ticket, calls: Sequence[Calls], all_going: list[Escalation]) -> None:
    for each in all_going:
        _bring_up_to_date(desk, ticket, each)
    for call in calls:
        _heed(desk, ticket, call, all_going)
    still = [each for each in all_going if each.stage is not Stage.OVER]
    ticket.escalated_at = min((each.began_at for each in still), default=None)
    ticket.acknowledged_by = still[0].taken_by if still and all(each.taken_by for each in still) else None


def going(desk: Desk, ticket: int) -> list[Escalation]:
    """Those that are not over."""
    return _all_going(desk, [ticket])[ticket]


def _all_going(desk: Desk, tickets: Sequence[int]) -> dict[int, list[Escalation]]:
    found: dict[int, list[Escalation]] = {ticket: [] for ticket in tickets}
    for each in desk.session.exec(_GOING, params={"tickets": list(tickets)}).all() if tickets else ():
        found[each.ticket_id].append(each)
    return found


def _heed(desk: Desk, ticket: Ticket, call: Calls, all_going: list[Escalation]) -> None:
    """One at a time for each cause: what is missed besides is told by the one that goes on."""
    cause = Cause.LATE if isinstance(call, TargetsMissed) else Cause.ASKED
    chain = _chain(desk, ticket, call)
    there = any(each.cause is cause and each.stage is not Stage.OVER for each in all_going)
    if chain is None or there or ticket.status not in LIVE:
        return
    begun = Escalation(ticket_id=ticket.id, cause=cause, chain=frozen(chain), by=call.actor, began_at=desk.moment)
    if isinstance(call, TargetsMissed):
        begun.targets, begun.due_ms = list(call.targets), call.due_ms
    all_going.append(_begin(desk, begun))
    if cause is Cause.LATE and _tells_owner_now(desk, ticket, begun):
        desk.told_at_once.add(ticket.id)


def _begin(desk: Desk, begun: Escalation) -> Escalation:
    begun.next_at = when(desk, begun)
    desk.session.add(begun)
    return begun


def _tells_owner_now(desk: Desk, ticket: Ticket, begun: Escalation) -> bool:
    """In the thread, with a button: then a line of the miss beside it would only mention them twice."""
    first = thawed(begun.chain).steps[0]
    now = begun.next_at is not None and milliseconds(begun.next_at) <= milliseconds(desk.moment)
    return now and first.tell == Role.OWNER and audience(Role.OWNER, around(desk, ticket)).people == (ticket.owner,)


def around(desk: Desk, ticket: Ticket) -> Around:
    """Without who is on duty, and who asked."""
    today = desk.moment.astimezone(ZoneInfo(desk.practice.timezone)).date()
    return Around(desk.practice, ticket.team, ticket.owner, today, desk.has_agent)


def _chain(desk: Desk, ticket: Ticket, call: Calls) -> Chain | None:
    """What the desk escalates by itself was handed over too often."""
    if not isinstance(call, TargetsMissed):
        rules = desk.practice.escalating
        return desk.practice.chain(rules.passed_on if call.actor == DESK else rules.asked)
    policy = chosen(desk.practice.policies, case(ticket, desk.customer_of(ticket)))
    return desk.practice.chain(policy.chain) if policy else None


def _bring_up_to_date(desk: Desk, ticket: Ticket, each: Escalation) -> None:
    late = _late(desk, ticket) if each.cause is Cause.LATE else []
    end = _end(desk, ticket, each, late)
    if end:
        finish(desk, each, end)
        if ticket.merged_into and each.cause is Cause.ASKED:
            _go_on(desk, each, desk.ticket(ticket.merged_into))
    elif not _presses(ticket, each, late):
        each.next_at = None
    elif each.next_at is None:
        each.next_at = when(desk, each)


def _go_on(desk: Desk, each: Escalation, kept: Ticket) -> None:
    """Their wish is a part of the ticket that theirs was merged into, whether or not that was looked at already."""
    desk.session.flush()
    if kept.status in LIVE and not any(other.cause is Cause.ASKED for other in going(desk, kept.id)):
        _begin(desk, Escalation(**each.model_dump(include=CARRIED), ticket_id=kept.id, began_at=desk.moment))
        kept.escalated_at, kept.acknowledged_by = kept.escalated_at or desk.moment, None


def _late(desk: Desk, ticket: Ticket) -> Sequence[Promise]:
    """Every promise of it that was told to be late, also those that are judged by now."""
    theirs = select(Promise).where(Promise.ticket_id == ticket.id, col(Promise.late).is_(True))
    return desk.session.exec(theirs).all()


def _end(desk: Desk, ticket: Ticket, each: Escalation, late: Sequence[Promise]) -> End | None:
    whole = _end_of_ticket(ticket)
    if whole:
        return whole
    if each.cause is Cause.ASKED:
        return End.MET if _answered_since(desk, each) else None
    if any(promise.outcome is Outcome.RUNNING for promise in late):
        return None
    met = any(promise.ended_at and promise.ended_at >= each.began_at for promise in late)
    return End.MET if met else End.WITHDRAWN


def _end_of_ticket(ticket: Ticket) -> End | None:
    if ticket.erased_at:
        return End.ERASED
    if ticket.merged_into:
        return End.MERGED
    if ticket.spam:
        return End.SPAM
    return None if ticket.status in LIVE else End.CLOSED


def _answered_since(desk: Desk, each: Escalation) -> bool:
    """By anybody but whoever escalated it: they may well have said that a colleague would write."""
    answers = select(Message.id).where(
        Message.ticket_id == each.ticket_id,
        Message.author == Author.AGENT,
        Message.state == State.DELIVERED,
        col(Message.source_at) >= each.began_at,
        col(Message.agent) != each.by,
    )
    return desk.session.exec(answers.limit(1)).first() is not None


def _presses(ticket: Ticket, each: Escalation, late: Sequence[Promise]) -> bool:
    """Whether it is on us to act: a solution is not, as long as the customer or somebody else is to."""
    running = {promise.target for promise in late if promise.outcome is Outcome.RUNNING}
    return each.cause is Cause.ASKED or ticket.status in WITH_US or running != {Target.RESOLUTION}


def when(desk: Desk, each: Escalation) -> datetime | None:
    """When the next thing is to be done, counted from now; in whole milliseconds, as timers are."""
    at = _from_now(desk, each)
    return moment_of(milliseconds(at)) if at else None


def _from_now(desk: Desk, each: Escalation) -> datetime | None:
    match each.stage:
        case Stage.CLIMBING:
            steps = thawed(each.chain).steps[each.step :]
            return due(_step(desk, each, steps[0]), desk.moment, desk.practice.calendars) if steps else None
        case Stage.TAKEN:
            return desk.moment + desk.practice.escalating.term
        case Stage.ASKED:
            return desk.moment + desk.practice.escalating.confirm
        case Stage.OVER:
            return None


def _step(desk: Desk, each: Escalation, step: Step) -> Step:
    """Whoever asked and has the ticket knows of it: nobody waits for the step that would tell them first."""
    asked = each.run == 0 and step.tell == Role.OWNER and desk.ticket(each.ticket_id).owner == each.by
    return replace(step, after=timedelta()) if asked else step


def finish(desk: Desk, each: Escalation, end: End) -> None:
    each.stage, each.why = Stage.OVER, end
    each.over_at, each.next_at = desk.moment, None
    changed(desk, each)


def changed(desk: Desk, each: Escalation, *, everywhere: bool = True) -> None:
    """Its posts are to show how it stands: all of them, or only the supervisors', which tells of every step."""
    each.changes += 1
    for telling in _shown(desk, each):
        if everywhere or telling.place is Place.SUPERVISORS:
            desk.happened(TellingStale(telling=telling.gathered or telling.id))


def _shown(desk: Desk, each: Escalation) -> Iterator[Telling]:
    there = col(Telling.post).is_not(None) | col(Telling.gathered).is_not(None)
    shown = select(Telling).where(Telling.escalation_id == each.id, there)
    yield from desk.session.exec(shown.where(col(Telling.leads).is_(True)).order_by(col(Telling.id))).all()
