"""Which tickets are open, in words for a query; and how many, for whoever watches the desk from outside."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, literal_column
from sqlmodel import Session, col, select

from bot.desk.tickets.life import LIVE, Status
from bot.desk.tickets.tables import Ticket

_LIVE: list[ColumnElement[str]] = [literal_column(f"'{status}'") for status in sorted(LIVE)]


def is_live(ticket: Any) -> ColumnElement[bool]:
    """For what is asked often: as parameters, the states would make the statement be put together anew each time."""
    return col(ticket.status).in_(_LIVE)


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
