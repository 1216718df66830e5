"""When we write to somebody who did not ask, as the operator decided. Pure."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.desk.service_levels.calendars import Window
from bot.desk.service_levels.policies import When

DAY = timedelta(days=1)
NIGHT = Window(21 * 3600, 33 * 3600)
"""From nine in the evening to nine in the morning."""


class Step(StrEnum):
    """What is done about a customer who is to answer and does not."""

    REMIND = "remind"
    REMIND_AGAIN = "remind_again"
    GIVE_UP = "give_up"


@dataclass(frozen=True)
class Steps:
    """Working time before each step: since the customer is to answer, or since the step before. None: left out."""

    remind_after: timedelta | None = None
    remind_again_after: timedelta | None = None
    solve_after: timedelta | None = None

    def __bool__(self) -> bool:
        return self != Steps()

    def after(self, nudges: int) -> tuple[Step, timedelta] | None:
        """What comes after so many reminders, and how long after; nothing, where that is all."""
        if nudges == 0 and self.remind_after:
            return Step.REMIND, self.remind_after
        if nudges == 1 and self.remind_again_after:
            return Step.REMIND_AGAIN, self.remind_again_after
        return (Step.GIVE_UP, self.solve_after) if self.solve_after else None


@dataclass(frozen=True)
class Rule:
    """So long after they are solved, the customers of such tickets are asked whether all is well still.

    With `scores`: so long after they gave one of those ratings, and nobody else.
    """

    name: str
    after: timedelta
    when: When = field(default_factory=When)
    scores: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Courtesy:
    """What keeps unasked messages bearable: never in `quiet` hours, and so many in any seven days.

    A follow-up that has no answer is repeated `nudges` times, each `nudge_after` the one before.
    """

    quiet: Window | None = NIGHT
    most_a_week: int = 3
    nudges: int = 1
    nudge_after: timedelta = 2 * DAY

    def allowed(self, moment: datetime, zone: str) -> datetime:
        """The moment itself, or when the quiet hours end that it is in, by the clocks of the zone."""
        if self.quiet is None:
            return moment
        here = ZoneInfo(zone)
        today = moment.astimezone(here).date()
        for day in (today - DAY, today):
            begins, ends = (_on(day, seconds, here) for seconds in self.quiet)
            if begins <= moment < ends:
                return ends
        return moment


def _on(day: date, seconds: int, zone: ZoneInfo) -> datetime:
    """So many seconds after midnight as clocks on the wall show them, whatever daylight saving does that night."""
    return (datetime.combine(day, time.min, zone) + timedelta(seconds=seconds)).astimezone(UTC)
