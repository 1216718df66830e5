"""Troubles as episodes: told of once when one begins, however many rows meet it, and once when it is over."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Executable, delete
from sqlmodel import Session, col, select

from bot.desk import alerts
from bot.desk.desk import Desk
from bot.desk.events import OperatorsAlerted
from bot.desk.troubles.tables import SLACK, Trouble, in_channel
from bot.engine.statements import for_this, upsert


def _new(insert: Any) -> Executable:
    first: Executable = insert(Trouble).on_conflict_do_nothing(index_elements=["place"]).returning(col(Trouble.place))
    return first


_BEGIN = upsert(_new)


def begins(desk: Desk, place: str, code: str) -> bool:
    """Whether it is new. The operators are told where that gets through; health and the log say it anyway."""
    row = {"place": place, "code": code, "since": desk.moment}
    connection = desk.session.connection()
    new = connection.execute(for_this(connection, _BEGIN), row).first() is not None
    if new and place not in _deaf(desk):
        desk.happened(OperatorsAlerted(sentence=alerts.trouble(place, code)))
    return new


def _deaf(desk: Desk) -> set[str]:
    """Where a trouble keeps its own alert from arriving."""
    return {SLACK, in_channel(desk.practice.operators or "")}


def over(desk: Desk, places: Sequence[str]) -> None:
    """Something got through there just now."""
    gone = (
        delete(Trouble)
        .where(col(Trouble.place).in_(places))
        .returning(col(Trouble.place), col(Trouble.code), col(Trouble.since))
    )
    for place, code, since in desk.session.connection().execute(gone).all():
        desk.happened(OperatorsAlerted(sentence=alerts.over(place, code, since)))


def lasting(session: Session) -> list[str]:
    """What is wrong now, in sentences, the oldest first."""
    troubles = session.exec(select(Trouble).order_by(col(Trouble.since), col(Trouble.place))).all()
    return [alerts.trouble(each.place, each.code) for each in troubles]


def platforms(session: Session) -> set[str]:
    """The whole platforms among the places."""
    return {place for place in session.exec(select(Trouble.place)).all() if ":" not in place}
