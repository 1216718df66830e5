"""What came of tasks, for figures: by when they ended, and whose ticket it was."""

from datetime import datetime

from sqlmodel import Session, col, select

from bot.desk.recovery.rules import Outcome
from bot.desk.recovery.tables import Recovery


def outcomes(session: Session, since: datetime, until: datetime, team: str | None = None) -> list[tuple[str, str]]:
    """Team and outcome of each task that was done from `since` up to, and without, `until`; of one team or of all.

    What was withdrawn is not among them. `saved_rate` counts the second of each pair.
    """
    done = select(Recovery.team, Recovery.outcome).where(
        col(Recovery.ended_at) >= since,
        col(Recovery.ended_at) < until,
        col(Recovery.outcome).is_not(None),
        Recovery.outcome != Outcome.WITHDRAWN,
    )
    of_team = done.where(Recovery.team == team) if team else done
    found = session.exec(of_team.order_by(col(Recovery.ended_at), col(Recovery.id))).all()
    return [(whose, outcome) for whose, outcome in found if outcome]
