"""How episodes stand now: what of them is late, the most overdue first. Read anew for each drawing of a board."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, func
from sqlmodel import Session, col, select

from bot.desk.alerting.tables import Board, BoardKind, Breach, Episode, Outage
from bot.desk.people.tables import Agent
from bot.desk.service_levels.tables import Outcome, Promise
from bot.desk.tickets.reading import SHEETS, Sheet
from bot.desk.tickets.tables import Priority, Ticket
from bot.engine.statements import among

MOST_LISTED = 10
"""Tickets that a board names: a supervisor acts on the worst, and the rest are a number."""


class Late(NamedTuple):
    sheet: Sheet
    due_at: datetime


class Standing(NamedTuple):
    """`late` counts what is late now, `unowned` and `urgent` some of it; of those listed, the most overdue come first.

    `acknowledged_by` and `helped_by` are names. `shown`: it has a board of its own.
    """

    episode: Episode
    late: int
    unowned: int
    urgent: int
    since: datetime | None
    listed: Sequence[Late] = ()
    acknowledged_by: str = ""
    helped_by: str = ""
    shown: bool = False


class Shown(NamedTuple):
    """What a board is drawn from."""

    board: Board
    episodes: Sequence[Standing]
    outage: Outage | None = None


_STILL = (
    col(Breach.episode_id) == bindparam("episode"),
    col(Promise.outcome) == Outcome.RUNNING,
    col(Promise.late).is_(True),
    col(Promise.due_at).is_not(None),
)
"""Late now: what was promised has not come since."""
_COUNTED: Any = (
    select(
        func.count(),
        func.coalesce(func.sum(case((col(Ticket.owner).is_(None), 1), else_=0)), 0),
        func.coalesce(func.sum(case((col(Ticket.priority) == Priority.URGENT, 1), else_=0)), 0),
        func.min(Promise.due_at),
    )
    .select_from(Breach)
    .join(Promise, col(Promise.id) == col(Breach.promise_id))
    .join(Ticket, col(Ticket.id) == col(Breach.ticket_id))
    .where(*_STILL)
)
_LISTED: Any = (
    SHEETS.add_columns(col(Promise.due_at))
    .join(Breach, col(Breach.ticket_id) == col(Ticket.id))
    .join(Promise, col(Promise.id) == col(Breach.promise_id))
    .where(*_STILL)
    .order_by(col(Promise.due_at), col(Ticket.id))
)
_WITH = select(Breach.episode_id).where(among(col(Breach.ticket_id), "tickets"))
_GOING_ON: Any = select(Episode).where(col(Episode.id).in_(_WITH), col(Episode.over_at).is_(None))
_MINE = (BoardKind.EPISODE, BoardKind.TEAM)
"""Boards of one episode that stay true."""
FOR_TEAMS = (BoardKind.TEAM, BoardKind.HELP)
"""Their agents are to take something, so what somebody has is not listed."""


def counted(session: Session, episode: Episode) -> Standing:
    """Without the tickets themselves."""
    row = session.exec(_COUNTED, params={"episode": episode.id}).one()
    return Standing(episode, *row)


def listed(session: Session, episode: int, most: int, *, unowned: bool = False) -> list[Late]:
    wanted = _LISTED.where(col(Ticket.owner).is_(None)) if unowned else _LISTED
    rows = session.exec(wanted.limit(most), params={"episode": episode}).all()
    return [Late(Sheet(*around), due_at) for *around, due_at in rows]


def board(session: Session, number: int) -> Shown:
    """A board with all that it shows."""
    it = session.get_one(Board, number)
    outage = session.get(Outage, it.outage_id) if it.outage_id else None
    shown = [_of(session, episode, unowned=it.kind in FOR_TEAMS) for episode in _episodes(session, it)]
    return Shown(it, shown, outage)


def _episodes(session: Session, board: Board) -> Sequence[Episode]:
    if board.episode_id:
        return [session.get_one(Episode, board.episode_id)]
    folded = select(Episode).where(Episode.folded_into == board.id)
    return session.exec(folded.order_by(col(Episode.began_at), col(Episode.id))).all()


def _of(session: Session, episode: Episode, *, unowned: bool) -> Standing:
    return counted(session, episode)._replace(
        listed=listed(session, episode.id, MOST_LISTED, unowned=unowned),
        acknowledged_by=_name(session, episode.acknowledged_by),
        helped_by=_name(session, episode.helped_by),
        shown=own(session, episode.id, BoardKind.EPISODE) is not None,
    )


def _name(session: Session, agent: str | None) -> str:
    found = session.get(Agent, agent) if agent else None
    return found.name if found else "somebody"


def board_at(session: Session, channel: str, post: str) -> int | None:
    """The board that is that post."""
    return session.exec(select(Board.id).where(Board.channel == channel, Board.post == post)).first()


def own(session: Session, episode: int, kind: BoardKind) -> Board | None:
    return session.exec(select(Board).where(Board.episode_id == episode, Board.kind == kind)).first()


def boards_of(session: Session, episodes: Sequence[Episode]) -> set[int]:
    """Every board that shows one of them."""
    ids = [each.id for each in episodes]
    theirs = select(Board.id).where(col(Board.episode_id).in_(ids), col(Board.kind).in_(_MINE))
    return {*session.exec(theirs).all(), *(each.folded_into for each in episodes if each.folded_into)}


def boards_with(session: Session, tickets: Sequence[int]) -> set[int]:
    """Every board that shows an episode which goes on and has one of the tickets in it."""
    found = session.exec(_GOING_ON, params={"tickets": list(tickets)}).all()
    return boards_of(session, found) if found else set()
