"""How much waits on the lanes, bucket by bucket, for whoever watches."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from bot.engine.tables import lane, parcel


@dataclass(frozen=True)
class Backlog:
    """Lanes with something on them, what is on them, and how long the oldest of it has waited."""

    bucket: str
    lanes: int
    parcels: int
    oldest_age_ms: int


BACKLOGS = (
    select(lane.c.bucket, func.count(), func.sum(lane.c.tail - lane.c.head), func.min(parcel.c.pushed_at))
    .join(parcel, (parcel.c.lane_id == lane.c.id) & (parcel.c.seq == lane.c.head + 1))
    .where(lane.c.ready_at.isnot(None))
    .group_by(lane.c.bucket)
)


def backlogs(connection: Connection, now: int) -> list[Backlog]:
    """Of the buckets in which something waits. Costs as much as there are lanes with something on them."""
    rows = connection.execute(BACKLOGS)
    return [Backlog(bucket, count, int(parcels), max(0, now - oldest)) for bucket, count, parcels, oldest in rows]
