"""The scores that customers gave between two moments, for `surveys.scores`: whether they would recommend us, and how
easy it was. A team's are those of the ticket that was asked about; of the relationship, of the last that was solved.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, func, select

from bot.desk.relationship.tables import Nps
from bot.desk.surveys import scores
from bot.desk.surveys.tables import Survey
from bot.desk.tickets.tables import Ticket


class Recommended(NamedTuple):
    """`asked`: how many had the question between those moments; `promotion` is of what was answered between them."""

    asked: int
    promotion: scores.Promotion | None


def recommended(session: Session, since: datetime, until: datetime, team: str = "") -> Recommended:
    """From `since` to before `until`; of all teams where none is named."""
    had = select(func.count()).select_from(Nps).join(Ticket, col(Ticket.id) == col(Nps.ticket_id))
    had = had.where(col(Nps.delivered_at) >= since, col(Nps.delivered_at) < until)
    given = select(Nps.score).join(Ticket, col(Ticket.id) == col(Nps.ticket_id)).where(col(Nps.score).is_not(None))
    given = given.where(col(Nps.answered_at) >= since, col(Nps.answered_at) < until)
    if team:
        had, given = had.where(Ticket.team == team), given.where(Ticket.team == team)
    return Recommended(session.exec(had).one(), scores.nps(_known(session.exec(given).all())))


def ease(session: Session, since: datetime, until: datetime, team: str = "") -> scores.Ease | None:
    """Of the ratings from `since` to before `until`; of all teams where none is named."""
    given = select(Survey.effort).join(Ticket, col(Ticket.id) == col(Survey.ticket_id))
    given = given.where(col(Survey.answered_at) >= since, col(Survey.answered_at) < until)
    given = given.where(col(Survey.effort).is_not(None))
    found = session.exec(given.where(Ticket.team == team) if team else given).all()
    return scores.ces(_known(found))


def _known(found: Sequence[int | None]) -> list[int]:
    return [score for score in found if score is not None]
