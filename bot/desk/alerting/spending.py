"""How often a shift of supervisors was interrupted so far: by posts of their own, whatever each tells of."""

from datetime import datetime

from sqlmodel import col, func, select

from bot.desk.alerting.budget import shift_began
from bot.desk.alerting.tables import Board, BoardKind
from bot.desk.desk import Desk
from bot.desk.escalation.audiences import Place
from bot.desk.escalation.tables import Telling

_INTERRUPTS = (BoardKind.EPISODE, BoardKind.OUTAGE)


def shift(desk: Desk) -> datetime:
    """When the one began that is there now."""
    return shift_began(desk.moment, desk.practice.shifts, desk.practice.timezone)


def spent(desk: Desk, channel: str, since: datetime, but: int | None = None) -> int:
    """By the supervisors' channel; `but` one telling, which is about to be posted. Digests interrupt nobody."""
    boards = select(func.count()).select_from(Board).where(col(Board.kind).in_(_INTERRUPTS))
    count = desk.session.exec(boards.where(Board.channel == channel, Board.made_at >= since)).one()
    return count + _escalations(desk, channel, since, but)


def _escalations(desk: Desk, channel: str, since: datetime, but: int | None) -> int:
    there = (Telling.channel == channel, Telling.place == Place.SUPERVISORS, Telling.at >= since)
    own = col(Telling.gathered).is_(None) | (col(Telling.gathered) == col(Telling.id))
    posts = select(func.count()).select_from(Telling).where(*there, col(Telling.leads).is_(True), own)
    return desk.session.exec(posts.where(col(Telling.quiet).is_(False), col(Telling.id) != (but or 0))).one()
