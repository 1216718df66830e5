"""What is counted: everything, or what is of some teams, of one agent, or of one category."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import col

from bot.desk.tickets.tables import Ticket


class Scope(NamedTuple):
    """What counts; all where nothing is said."""

    teams: frozenset[str] | None = None
    agent: str | None = None
    category: str | None = None


EVERYTHING = Scope()


def of_tickets(scope: Scope) -> Iterator[ColumnElement[bool]]:
    """Of a statement with tickets: neither spam nor merged away, of those teams and of that category."""
    yield col(Ticket.spam).is_(False)
    yield col(Ticket.merged_into).is_(None)
    if scope.teams is not None:
        yield col(Ticket.team).in_(scope.teams)
    if scope.category:
        yield col(Ticket.category) == scope.category
