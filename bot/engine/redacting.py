"""Taking words out of what waits or was set aside, and places out of the list of places."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.engine.statements import big
from bot.engine.tables import dead, lane, parcel

Change = Callable[[str], str]
"""The payload as it may be from now on."""

_KEYS = lane.c.key.in_(bindparam("keys", expanding=True))
WAITING = (
    select(parcel.c.lane_id, parcel.c.seq, parcel.c.payload).join(lane, lane.c.id == parcel.c.lane_id).where(_KEYS)
)
REWORD = (
    update(parcel)
    .where(parcel.c.lane_id == big("of_lane"), parcel.c.seq == big("number"))
    .values(payload=bindparam("reworded"))
)
BURIED = select(dead.c.id, dead.c.payload).join(lane, lane.c.id == dead.c.lane_id).where(_KEYS)
DROP = delete(dead).where(dead.c.id == big("letter"))
_NO_LETTERS = ~select(dead.c.id).where(dead.c.lane_id == lane.c.id).exists()
FORGET_LANE = delete(lane).where(lane.c.key == bindparam("which"), lane.c.head == lane.c.tail, _NO_LETTERS)


def reword(connection: Connection, keys: Sequence[str], change: Change) -> None:
    """Rewrite what waits on those lanes: it keeps its place, for a lane is a log. What was given up is dropped."""
    for row in connection.execute(WAITING, {"keys": list(keys)}).all():
        new = change(row.payload)
        if new != row.payload:
            connection.execute(REWORD, {"of_lane": row.lane_id, "number": row.seq, "reworded": new})
    for letter, payload in connection.execute(BURIED, {"keys": list(keys)}).all():
        if change(payload) != payload:
            connection.execute(DROP, {"letter": letter})


def forget_lane(connection: Connection, key: str) -> None:
    """Nothing waits there and nothing was given up: that it was ever written to is forgotten."""
    connection.execute(FORGET_LANE, {"which": key})
