"""How many tickets are open, for whoever watches the desk from outside."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func
from sqlmodel import Session, col, select

from bot.desk.tickets.life import LIVE, Status
from bot.desk.tickets.tables import Ticket

# Both columns are named, so that it is a few ranges of the index `ticket_queue` however many were ever closed.
_OPEN = (
    select(Ticket.team, Ticket.status, func.count())
    .where(col(Ticket.team).in_(bindparam("teams", expanding=True)), col(Ticket.status).in_(LIVE))
    .group_by(col(Ticket.team), col(Ticket.status))
)


def open_tickets(session: Session, teams: Sequence[str]) -> dict[tuple[str, Status], int]:
    """By team and status, with a nought where there is none. What a team had that is gone is nobody's here."""
    found = {(team, status): count for team, status, count in session.exec(_OPEN, params={"teams": list(teams)})}
    return {(team, status): found.get((team, status), 0) for team in teams for status in sorted(LIVE)}
