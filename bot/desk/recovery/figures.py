"""What came of tasks, for figures: by when they ended, and whose ticket it was."""

from datetime import datetime

from sqlmodel import Session, col, select

from bot.desk.measures.scope import EVERYTHING, Scope
from bot.desk.recovery.rules import Outcome
from bot.desk.recovery.tables import Recovery
from bot.desk.tickets.tables import Ticket


def outcomes(session: Session, since: datetime, until: datetime, scope: Scope = EVERYTHING) -> list[tuple[str, str]]:
    """Team and outcome of each task that was done from `since` up to, and without, `until`.

    What was withdrawn is not among them. The team is the one whose task it was; several agents had to do with each, so
    of one agent this is the same. `saved_rate` counts the second of each pair.
    """
    done = select(Recovery.team, Recovery.outcome).where(
        col(Recovery.ended_at) >= since,
        col(Recovery.ended_at) < until,
        col(Recovery.outcome).is_not(None),
        Recovery.outcome != Outcome.WITHDRAWN,
    )
    if scope.teams is not None:
        done = done.where(col(Recovery.team).in_(scope.teams))
    if scope.category:
        its = col(Ticket.id) == col(Recovery.ticket_id)
        done = done.join(Ticket, its).where(Ticket.category == scope.category)
    found = session.exec(done.order_by(col(Recovery.ended_at), col(Recovery.id))).all()
    return [(whose, outcome) for whose, outcome in found if outcome]
