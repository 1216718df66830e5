"""When customers may be asked how it went, and what a rating is. Pure: moments and settings in, moments out."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Scale(StrEnum):
    """What they choose from. Thumbs count as the ends of the other, so that ratings of both can be read together."""

    FIVE = "1-5"
    THUMBS = "thumbs"
    OFF = "off"

    @property
    def scores(self) -> tuple[int, ...]:
        return {Scale.FIVE: (1, 2, 3, 4, 5), Scale.THUMBS: (1, 5), Scale.OFF: ()}[self]


def is_rating(scale: str) -> bool:
    """Whether it is on the scale from 1 to 5, on which there is a `LOW` and a `HIGH`."""
    return scale in (Scale.FIVE, Scale.THUMBS)


LOW = 2
"""The highest rating of somebody who is unhappy."""
HIGH = 4
"""The lowest rating of somebody who is happy."""


class Quiet(NamedTuple):
    """From when to when, by the clock on somebody's wall, nobody is asked anything; never quiet where both are one."""

    begins: time = time(21)
    ends: time = time(9)

    def holds(self, at: time) -> bool:
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends


@dataclass(frozen=True)
class Surveying:
    """`throttle`: no customer is asked again within it. No `remind_after`: nobody is reminded.

    `effort`: whoever has rated is asked how easy it was, in the same message.
    """

    scale: Scale = Scale.OFF
    delay: timedelta = timedelta(hours=1)
    quiet: Quiet = field(default_factory=Quiet)
    throttle: timedelta = timedelta(days=7)
    remind_after: timedelta | None = timedelta(days=2)
    expires_after: timedelta = timedelta(days=7)
    effort: bool = False


def awake(moment: datetime, quiet: Quiet, timezone: str) -> datetime:
    """The moment, or the end of the quiet hours that it falls into.

    Where clocks are set in that night, quiet ends at the later of the two moments that its end could mean.
    """
    local = moment.astimezone(ZoneInfo(timezone))
    if not quiet.holds(local.time()):
        return moment
    day = local.date() if local.time() < quiet.ends else local.date() + timedelta(days=1)
    end = datetime.combine(day, quiet.ends, ZoneInfo(timezone))
    return max(end.replace(fold=fold).astimezone(moment.tzinfo) for fold in (0, 1))
