"""Steps that were lost: a thing has a deadline, its moment is past, and no timer stands for it.

What has one is in `deadlines`; here is only where to look for it, by a column that is past when the deadline is. A
warning is not looked for: it comes before a judgement, which is.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from bot.desk.alerting.tables import Episode
from bot.desk.deadlines import deadlines
from bot.desk.escalation.tables import Escalation, Telling
from bot.desk.followups.tables import FollowUp, Silence
from bot.desk.people.tables import Customer
from bot.desk.practice import Practice
from bot.desk.recovery.tables import Recovery
from bot.desk.relationship.tables import Nps
from bot.desk.service_levels.tables import Outcome, Promise
from bot.desk.surveys.tables import Survey
from bot.desk.tickets.life import WITH_US, Status
from bot.desk.tickets.tables import Message, State, StatusLine, Ticket
from bot.engine import timers

MOST = 100
"""Of one kind, found in one go."""


class Wait(NamedTuple):
    """Things of a table that may have a deadline of that name, no earlier than `since`, where the rest holds."""

    table: Any
    key: str
    since: Any
    where: tuple[Any, ...] = ()


TABLES: dict[str, Any] = {
    table.__name__.lower(): table
    for table in (
        Promise, Message, Episode, Escalation, Telling, StatusLine, Silence, FollowUp, Survey, Recovery, Nps, Customer,
        Ticket,
    )
}  # fmt: skip
"""By the name that their timers' owners begin with."""


def waits(practice: Practice) -> tuple[Wait, ...]:
    leased = [team.name for team in practice.teams if team.claim_within]
    called = [team.name for team in practice.teams if team.unclaimed_after]
    ours = col(Ticket.status).in_(WITH_US)
    return (
        Wait(Promise, "judge", Promise.due_at, (Promise.outcome == Outcome.RUNNING, ~col(Promise.late))),
        Wait(Message, "release", Message.send_at, (Message.state == State.WAITING,)),
        Wait(Episode, "review", Episode.review_at, (col(Episode.over_at).is_(None),)),
        Wait(Escalation, "act", Escalation.next_at),
        Wait(Telling, "take", Telling.all_at),
        Wait(StatusLine, "turn", StatusLine.holds_until),
        Wait(Silence, "act", Silence.next_at),
        Wait(FollowUp, "act", FollowUp.next_at),
        Wait(Survey, "ask", Survey.ask_at, (col(Survey.asked_at).is_(None), col(Survey.over_at).is_(None))),
        Wait(Survey, "remind", Survey.remind_at, (col(Survey.over_at).is_(None),)),
        Wait(Survey, "expire", Survey.expires_at, (col(Survey.over_at).is_(None),)),
        Wait(Recovery, "call", Recovery.call_at, (col(Recovery.outcome).is_(None), col(Recovery.called_at).is_(None))),
        Wait(
            Recovery, "overdue", Recovery.due_at, (col(Recovery.outcome).is_(None), col(Recovery.overdue_at).is_(None))
        ),
        Wait(Nps, "ask", Nps.ask_at, (col(Nps.asked_at).is_(None), col(Nps.over_at).is_(None))),
        Wait(Nps, "expire", Nps.expires_at, (col(Nps.over_at).is_(None),)),
        Wait(Customer, "place", Customer.asked_which_at),
        Wait(Customer, "catch_up", Customer.catch_up_at),
        Wait(Ticket, "expire", Ticket.solved_at, (Ticket.status == Status.SOLVED,)),
        Wait(Ticket, "hold_over", Ticket.on_hold_until, (Ticket.status == Status.ON_HOLD,)),
        Wait(Ticket, "snooze_over", Ticket.snoozed_until),
        Wait(Ticket, "remind", Ticket.waiting_since, (ours, _of(leased), col(Ticket.owner).is_not(None))),
        Wait(Ticket, "return", Ticket.reminded_at, (_of(leased),)),
        Wait(Ticket, "call_out", Ticket.opened_at, (ours, _of(called), col(Ticket.owner).is_(None))),
    )


def _of(teams: list[str]) -> Any:
    return col(Ticket.team).in_(teams)


def lost(session: Session, practice: Practice, moment: datetime, late: timedelta) -> list[tuple[str, int]]:
    """The kind and the id of what should have happened so long ago."""
    before = moment - late
    return sorted({found for wait in waits(practice) for found in _of_one(session, practice, wait, before)})


def _of_one(session: Session, practice: Practice, wait: Wait, before: datetime) -> Iterator[tuple[str, int]]:
    kind, table = wait.table.__name__.lower(), wait.table
    past = (col(wait.since) < before, *wait.where, timers.missing(f"{kind}:", table.id, wait.key))
    for thing in session.exec(select(table).where(*past).order_by(col(wait.since)).limit(MOST)).all():
        due = deadlines(thing, practice).get(wait.key)
        if due and due < before:
            yield kind, thing.id
