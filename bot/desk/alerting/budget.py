"""How often supervisors are interrupted. Pure."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

HOLD = timedelta(minutes=30)
"""The shortest an episode lasts: one queue does not interrupt more often than that."""
CALM = timedelta(minutes=15)
"""Without a further miss, before it is over. It begins with one miss, so it does not flicker."""


class Way(StrEnum):
    """How supervisors hear of an episode: from a post of its own, from the shift's digest, or not (again)."""

    OWN = "own"
    DIGEST = "digest"
    NONE = "none"


def way(*, spent: int, most: int, urgent: bool, acknowledged: bool) -> Way:
    """`spent`: what has interrupted this shift so far. What is urgent always gets through."""
    if acknowledged:
        return Way.NONE
    return Way.OWN if urgent or spent < most else Way.DIGEST


def shift_began(moment: datetime, starts: Sequence[time], zone: str) -> datetime:
    """When the shift of that moment began: the latest of the starts, by the clocks of the zone."""
    here = moment.astimezone(ZoneInfo(zone))
    days = (here.date(), here.date() - timedelta(days=1))
    begins = (datetime.combine(day, start, here.tzinfo) for day in days for start in starts)
    return max(at for at in (begin.astimezone(moment.tzinfo) for begin in begins) if at <= moment)


def earliest_end(began: datetime, missed: datetime) -> datetime:
    """When an episode is over at the earliest, if nothing of it is late then."""
    return max(began + HOLD, missed + CALM)
