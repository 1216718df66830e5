"""What it takes to draw a task, and the digest that supervisors read."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlmodel import Session, col, select

from bot.desk.recovery import digests
from bot.desk.recovery.figures import outcomes
from bot.desk.recovery.rules import Saved, saved_rate
from bot.desk.recovery.tables import RatingDigest, Recovery
from bot.desk.surveys import reading as surveys
from bot.desk.surveys.reading import Said
from bot.desk.tickets import reading
from bot.desk.tickets.reading import Sheet

COUNTED = timedelta(days=28)
"""Over which the digest gives the saved-customer rate."""


class Task(NamedTuple):
    """A task with the ticket that it is about now, what its customer said of us, and names by agents' ids."""

    recovery: Recovery
    sheet: Sheet
    said: Said | None
    names: Mapping[str, str]


class Digest(NamedTuple):
    """`rated` and `overdue` are the worst and the oldest first; `saved` counts what ended within `COUNTED`."""

    made: RatingDigest
    rated: Sequence[Task]
    overdue: Sequence[Task]
    saved: Saved


def task(session: Session, recovery: int) -> Task:
    return _with_its_people(session, session.get_one(Recovery, recovery), reading.names(session))


def of_customer(session: Session, customer: int) -> Sequence[Recovery]:
    """All tasks because of them, oldest first."""
    theirs = select(Recovery).where(Recovery.customer_id == customer)
    return session.exec(theirs.order_by(col(Recovery.id))).all()


def _with_its_people(session: Session, kept: Recovery, names: Mapping[str, str]) -> Task:
    said = surveys.said(session, kept.survey_id) if kept.survey_id else None
    return Task(kept, _in_place_of(session, kept.ticket_id), said, names)


def _in_place_of(session: Session, ticket: int) -> Sheet:
    sheet = reading.sheet(session, ticket)
    return _in_place_of(session, sheet.ticket.merged_into) if sheet.ticket.merged_into else sheet


def digest(session: Session, number: int) -> Digest:
    made, names = session.get_one(RatingDigest, number), reading.names(session)
    flagged = digests.flagged(session, number)
    rated, late = ([task for task, overdue in flagged if overdue is kind] for kind in (False, True))
    ended = outcomes(session, made.made_at - COUNTED, made.made_at)
    return Digest(
        made,
        sorted((_with_its_people(session, each, names) for each in rated), key=_worst_first),
        sorted((_with_its_people(session, each, names) for each in late), key=lambda each: each.recovery.due_at),
        saved_rate(outcome for _, outcome in ended),
    )


def _worst_first(task: Task) -> tuple[int, int]:
    score = task.said.survey.score if task.said else None
    return (score or task.recovery.score or 0, task.recovery.id)
