"""What makes a task, joins one, or makes it pointless: worked out when the desk closes, from what happened in it."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from bot.desk.as_seen import Shown
from bot.desk.desk import Desk
from bot.desk.events import (
    CUSTOMER,
    DESK,
    CustomerTold,
    CustomerWrote,
    RecoveryEnded,
    RecoveryJoined,
    RecoveryOpened,
    RecoveryStale,
    SurveyAnswered,
    TicketReopened,
)
from bot.desk.followups import tables as followups
from bot.desk.moments import milliseconds
from bot.desk.outgoing import Notice
from bot.desk.practice import Practice
from bot.desk.recovery import digests
from bot.desk.recovery.rules import Channel, Outcome
from bot.desk.recovery.tables import Recovery
from bot.desk.service_levels.calendars import due
from bot.desk.surveys.rules import LOW, is_rating
from bot.desk.surveys.tables import Survey
from bot.desk.tickets.relations import with_its_parts
from bot.desk.tickets.tables import Ticket

RATED, NOT_SOLVED = "rated", "not_solved"
"""What lets a customer down, as history has it."""


def open_of(session: Session, ticket: int) -> Recovery | None:
    """Of the ticket, or of what was merged into it: then the oldest."""
    parts = with_its_parts(session, ticket)
    its = select(Recovery).where(col(Recovery.ticket_id).in_(parts), col(Recovery.outcome).is_(None))
    return session.exec(its.order_by(col(Recovery.id)).limit(1)).first()


def follow(desk: Desk, ticket: Ticket, before: Shown) -> None:
    """`before` is how the ticket was when the desk first saw it."""
    if ticket.spam or ticket.erased_at or ticket.merged_into:
        _left_out(desk, ticket, before)
        return
    for event in _ratings(desk, ticket):
        _rated(desk, ticket, event)
    if _denied(desk, ticket):
        _not_solved(desk, ticket)
    if _commented(desk, ticket) and (task := open_of(desk.session, ticket.id)):
        desk.happened(RecoveryStale(recovery=task.id))


def _left_out(desk: Desk, ticket: Ticket, before: Shown) -> None:
    if (ticket.spam and not before.spam) or (ticket.erased_at and not before.erased_at):
        _withdraw_unsaid(desk, ticket)
    elif ticket.merged_into and not before.merged_into:
        _join_tasks(desk, ticket, ticket.merged_into)


def _ratings(desk: Desk, ticket: Ticket) -> Iterable[SurveyAnswered]:
    answered = [each for each in desk.happened_to(ticket.id) if isinstance(each, SurveyAnswered)]
    return [each for each in answered if is_rating(each.scale)]


def _commented(desk: Desk, ticket: Ticket) -> bool:
    told = (each for each in desk.happened_to(ticket.id) if isinstance(each, CustomerTold))
    return any(each.notice is Notice.COMMENT_TAKEN for each in told)


def _denied(desk: Desk, ticket: Ticket) -> bool:
    """Asked whether it is still fixed, they said no: by a button, or in words that took it up again.

    Words that open another ticket, as this one is over for good, may be about anything, and somebody answers them.
    Nor was somebody let down who never said anything more and then needs help still: it was we who waited.
    """
    again = (
        (isinstance(each, TicketReopened) and each.actor == CUSTOMER)
        or (isinstance(each, CustomerWrote) and each.reopened)
        for each in desk.happened_to(ticket.id)
    )
    if not any(again):
        return False
    desk.session.flush()
    visit = followups.FollowUp
    now = select(visit.id).where(visit.ticket_id == ticket.id, visit.outcome == followups.Outcome.REOPENED)
    return desk.session.exec(now.where(visit.ended_at == desk.moment).limit(1)).first() is not None


def _rated(desk: Desk, ticket: Ticket, event: SurveyAnswered) -> None:
    task = open_of(desk.session, ticket.id)
    if event.score > LOW:
        if task and task.survey_id == event.survey:
            _raised(desk, ticket, task)
    elif task and task.survey_id == event.survey:
        desk.happened(RecoveryStale(recovery=task.id))
    elif task:
        task.survey_id, task.score = event.survey, event.score
        _handled_by(task, event.agent)
        _joined(desk, ticket, task, RATED)
        digests.flag(desk, task)
    elif not _seen_to(desk.session, event.survey):
        made = _begin(desk, ticket, RATED, (event.agent, ticket.owner), survey=event.survey, score=event.score)
        if made:
            digests.flag(desk, made)


def _seen_to(session: Session, survey: int) -> bool:
    """Changing a rating after somebody saw to it does not begin all of it anew."""
    ended = select(Recovery.id).where(Recovery.survey_id == survey, Recovery.outcome != Outcome.WITHDRAWN)
    return session.exec(ended.limit(1)).first() is not None


def _raised(desk: Desk, ticket: Ticket, task: Recovery) -> None:
    """They changed their mind before anybody took it; after that, it only stands on the card."""
    if task.owner or task.denied_at:
        desk.happened(RecoveryStale(recovery=task.id))
        return
    _withdraw(desk, task)
    desk.happened(RecoveryEnded(ticket=ticket.id, actor=DESK, recovery=task.id, outcome=Outcome.WITHDRAWN))


def _not_solved(desk: Desk, ticket: Ticket) -> None:
    task = open_of(desk.session, ticket.id)
    if task is None:
        last = desk.session.get(Survey, ticket.survey_id) if ticket.survey_id else None
        _begin(desk, ticket, NOT_SOLVED, (ticket.owner, last.agent if last else None))
    elif task.denied_at is None:
        task.denied_at = desk.moment
        _handled_by(task, ticket.owner)
        _joined(desk, ticket, task, NOT_SOLVED)


def place(practice: Practice, name: str) -> str | None:
    """The channel of a team's tasks; None where it has none."""
    team = practice.team(name)
    places = {Channel.TEAM: team.channel, Channel.SUPERVISORS: practice.supervisors, Channel.OFF: None}
    return places[team.recovery.channel]


def _begin(
    desk: Desk,
    ticket: Ticket,
    why: str,
    handlers: Iterable[str | None],
    survey: int | None = None,
    score: int | None = None,
) -> Recovery | None:
    """None where the team has none."""
    team, channel = desk.practice.team(ticket.team), place(desk.practice, ticket.team)
    if channel is None:
        return None
    task = Recovery(
        ticket_id=ticket.id,
        customer_id=ticket.customer_id,
        team=team.name,
        channel=channel,
        handlers=[each for each in dict.fromkeys(handlers) if each],
        survey_id=survey,
        score=score,
        denied_at=desk.moment if why == NOT_SOLVED else None,
        made_at=desk.moment,
        due_at=due(desk.moment, team.recovery.due, team.calendar),
    )
    desk.keep(task)
    due_ms = milliseconds(task.due_at)
    desk.happened(RecoveryOpened(ticket=ticket.id, actor=DESK, recovery=task.id, reason=why, due_ms=due_ms))
    return task


def _handled_by(task: Recovery, agent: str | None) -> None:
    """Whoever has the task already goes on with it."""
    if agent and agent not in task.handlers and agent != task.owner:
        task.handlers = [*task.handlers, agent]


def _joined(desk: Desk, ticket: Ticket, task: Recovery, why: str) -> None:
    desk.happened(RecoveryJoined(ticket=ticket.id, actor=DESK, recovery=task.id, reason=why))
    desk.happened(RecoveryStale(recovery=task.id))


def _withdraw(desk: Desk, task: Recovery) -> None:
    task.outcome, task.ended_at = Outcome.WITHDRAWN, desk.moment
    digests.unflag(desk, task)
    desk.happened(RecoveryStale(recovery=task.id))


def _withdraw_unsaid(desk: Desk, ticket: Ticket) -> None:
    """The thread says already what led to it. Of what is erased, every post is drawn anew without the words."""
    parts = with_its_parts(desk.session, ticket.id)
    for task in desk.session.exec(select(Recovery).where(col(Recovery.ticket_id).in_(parts))).all():
        if task.outcome is None:
            _withdraw(desk, task)
        elif ticket.erased_at:
            desk.happened(RecoveryStale(recovery=task.id))


def _join_tasks(desk: Desk, gone: Ticket, kept: int) -> None:
    """A task goes on with the ticket that is kept. Where that has one too, one of both is enough: the kept ticket's."""
    desk.session.flush()
    theirs = select(Recovery).where(Recovery.ticket_id == gone.id, col(Recovery.outcome).is_(None))
    task, other = desk.session.exec(theirs).first(), _own(desk.session, kept)
    if task and other:
        for handler in task.handlers:
            _handled_by(other, handler)
        if other.survey_id is None:
            other.survey_id, other.score = task.survey_id, task.score
        other.denied_at = other.denied_at or task.denied_at
        if other.owner is None and task.owner not in other.handlers:
            other.owner = task.owner
        _withdraw(desk, task)
    for each in filter(None, (task, other)):
        desk.happened(RecoveryStale(recovery=each.id))


def _own(session: Session, ticket: int) -> Recovery | None:
    its = select(Recovery).where(Recovery.ticket_id == ticket, col(Recovery.outcome).is_(None))
    return session.exec(its).first()
