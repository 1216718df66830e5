"""The scores that customers gave between two moments, for `surveys.scores`: whether they would recommend us, and how
easy it was. A team's are those of the ticket that was asked about; of the relationship, of the last that was solved.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, func, select

from bot.desk.measures.scope import EVERYTHING, Scope, of_tickets
from bot.desk.relationship.tables import Nps
from bot.desk.surveys import scores
from bot.desk.surveys.tables import Survey
from bot.desk.tickets.tables import Ticket


class Recommended(NamedTuple):
    """`asked`: how many had the question between those moments; `promotion` is of what was answered between them."""

    asked: int
    promotion: scores.Promotion | None


def recommended(session: Session, since: datetime, until: datetime, scope: Scope = EVERYTHING) -> Recommended:
    """From `since` to before `until`. Nobody is asked about an agent, so of one agent this is the same."""
    had = select(func.count()).select_from(Nps).join(Ticket, col(Ticket.id) == col(Nps.ticket_id))
    had = had.where(col(Nps.delivered_at) >= since, col(Nps.delivered_at) < until, *of_tickets(scope))
    given = select(Nps.score, func.count()).join(Ticket, col(Ticket.id) == col(Nps.ticket_id))
    given = given.where(col(Nps.answered_at) >= since, col(Nps.answered_at) < until, *of_tickets(scope))
    found = session.exec(given.group_by(col(Nps.score))).all()
    return Recommended(session.exec(had).one(), scores.nps(_each(found)))


def ease(session: Session, since: datetime, until: datetime, scope: Scope = EVERYTHING) -> scores.Ease | None:
    """Of the ratings from `since` to before `until`; an agent's are those of whom they have the credit."""
    given = select(Survey.effort, func.count()).join(Ticket, col(Ticket.id) == col(Survey.ticket_id))
    given = given.where(col(Survey.answered_at) >= since, col(Survey.answered_at) < until, *of_tickets(scope))
    of_agent = given.where(Survey.agent == scope.agent) if scope.agent else given
    return scores.ces(_each(session.exec(of_agent.group_by(col(Survey.effort))).all()))


def _each(counted: Iterable[tuple[int | None, int]]) -> list[int]:
    return [score for score, count in counted if score is not None for _ in range(count)]
