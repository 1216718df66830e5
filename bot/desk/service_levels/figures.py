"""How long customers waited for their first answer lately, by team and category: measured every hour, not when asked.

From when it first waited for a person to the first answer of a person that was delivered, by the clock on the wall; of
the answers of the last four weeks, without spam and what was merged into another ticket.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from statistics import quantiles

from sqlmodel import Session, col, delete, select

from bot.desk.desk import Desk
from bot.desk.moments import milliseconds
from bot.desk.service_levels.expectations import Figures
from bot.desk.service_levels.tables import AnswerTime
from bot.desk.tickets.tables import Ticket
from bot.engine import timers

SLOT = "desk.answer_times"
EVERY = timedelta(hours=1)
LATELY = timedelta(days=28)
ENOUGH = 20
"""Answers below which their figures say nothing."""
MOST = 5000
"""The newest answers that are looked at: so that no desk is too large for it."""
ALL = ""
"""In the place of a category: the team's figures whatever it was about."""

Waits = Mapping[tuple[str, str], Sequence[int]]
"""How long each took, in ms, by team and category."""
Known = Mapping[tuple[str, str], Figures]


def begins(desk: Desk) -> None:
    """A slot of its own; one that is there keeps its moment."""
    timers.ensure_slot(desk.session.connection(), "answer_times", SLOT, milliseconds(desk.moment))


def measure(desk: Desk, _nothing: int = 0) -> None:
    """The figures are those of now; the slot comes back in an hour."""
    desk.session.exec(delete(AnswerTime))
    desk.session.add_all(measured(_waits(desk.session, desk.moment - LATELY)))
    again = milliseconds(desk.moment + EVERY)
    timers.set_timer(desk.session.connection(), "answer_times", again, SLOT)


def measured(waits: Waits) -> Iterator[AnswerTime]:
    """Of those kinds of questions of which there were enough."""
    for (team, category), took in waits.items():
        if len(took) >= ENOUGH:
            _, half, most = quantiles(took, n=4, method="inclusive")
            yield AnswerTime(team=team, category=category, answers=len(took), half_ms=round(half), most_ms=round(most))


def _waits(session: Session, since: datetime) -> Waits:
    answered = (col(Ticket.first_reply_at) >= since, col(Ticket.waits_from).is_not(None))
    counts = (col(Ticket.spam).is_(False), col(Ticket.merged_into).is_(None))
    newest = (
        select(Ticket.team, Ticket.category, Ticket.waits_from, Ticket.first_reply_at)
        .where(*answered, *counts)
        .order_by(col(Ticket.first_reply_at).desc())
        .limit(MOST)
    )
    waits: dict[tuple[str, str], list[int]] = defaultdict(list)
    for team, category, began, replied in session.exec(newest).all():
        if began and replied:
            took = max(0, milliseconds(replied) - milliseconds(began))
            for kind in {category or ALL, ALL}:
                waits[team, kind].append(took)
    return waits


def known(session: Session, teams: set[str]) -> Known:
    """The figures of those teams, in one statement."""
    theirs = session.exec(select(AnswerTime).where(col(AnswerTime.team).in_(teams))).all()
    return {(each.team, each.category): _figures(each) for each in theirs}


def of_similar(figures: Known, ticket: Ticket) -> Figures | None:
    """Those of its team and category, else those of its team."""
    return figures.get((ticket.team, ticket.category or ALL)) or figures.get((ticket.team, ALL))


def _figures(kept: AnswerTime) -> Figures:
    return Figures(timedelta(milliseconds=kept.half_ms), timedelta(milliseconds=kept.most_ms))
