"""Parcels that were given up: buried so that the ones behind them go on, kept until a person decides."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from bot.engine.lanes import advance, trim
from bot.engine.statements import big, later
from bot.engine.tables import dead, lane, parcel


@dataclass(frozen=True)
class DeadLetter:
    """A parcel that was given up, and why."""

    id: int
    key: str
    seq: int
    payload: str
    error: str
    buried_at: int


_PARCEL = select(
    parcel.c.lane_id, parcel.c.seq, parcel.c.payload, bindparam("why", type_=dead.c.error.type), big("now")
).where(parcel.c.lane_id == big("lane"), parcel.c.seq == big("number"))
_LETTER = select(dead.c.id, lane.c.key, dead.c.seq, dead.c.payload, dead.c.error, dead.c.buried_at).join(
    lane, lane.c.id == dead.c.lane_id
)
_THIS = dead.c.id == big("letter")

BURY = insert(dead).from_select(["lane_id", "seq", "payload", "error", "buried_at"], _PARCEL).returning(dead.c.id)
LETTERS = _LETTER.order_by(dead.c.id.desc()).limit(big("n"))
LETTER = _LETTER.where(_THIS)
EXHUME = delete(dead).where(_THIS).returning(dead.c.lane_id, dead.c.payload)
APPEND = (
    update(lane)
    .where(lane.c.id == big("lane"))
    .values(tail=lane.c.tail + 1, ready_at=func.coalesce(lane.c.ready_at, later(lane.c.not_before, big("now"))))
    .returning(lane.c.tail)
)
ADD = parcel.insert()


def bury(connection: Connection, token: int, lane_id: int, seq: int, error: str, now: int) -> int | None:
    """Give the head up and let the next one go; return the dead letter's number.

    None: the lease ran out and another took it.
    """
    if not advance(connection, token, lane_id, seq, now):
        return None
    letter = keep(connection, lane_id, seq, error, now)
    trim(connection, lane_id, seq)
    return letter


def keep(connection: Connection, lane_id: int, seq: int, error: str, now: int) -> int | None:
    """Copy a parcel that is about to leave its lane as given up; None if it is not there any more."""
    grave = {"lane": lane_id, "number": seq, "why": error, "now": now}
    letter: int | None = connection.execute(BURY, grave).scalar_one_or_none()
    return letter


def dead_letters(connection: Connection, limit: int) -> list[DeadLetter]:
    """The newest first."""
    return [DeadLetter(*row) for row in connection.execute(LETTERS, {"n": limit})]


def dead_letter(connection: Connection, dead_id: int) -> DeadLetter | None:
    row = connection.execute(LETTER, {"letter": dead_id}).first()
    return DeadLetter(*row) if row else None


def revive(connection: Connection, dead_id: int, now: int) -> bool:
    """Put it at the tail of its lane again. False: somebody revived or dropped it already."""
    row = connection.execute(EXHUME, {"letter": dead_id}).first()
    if row is None:
        return False
    tail = connection.execute(APPEND, {"lane": row.lane_id, "now": now}).scalar_one()
    again = {"lane_id": row.lane_id, "seq": tail, "payload": row.payload, "pushed_at": now}
    connection.execute(ADD, again)
    return True


def drop_dead(connection: Connection, dead_id: int) -> bool:
    """Forget it. False: somebody revived or dropped it already."""
    return connection.execute(EXHUME, {"letter": dead_id}).first() is not None
