"""What is made of customers who were let down, as the operator decided; and how many of them were saved. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.desk.service_levels.calendars import Calendar, opens

HOUR = timedelta(hours=1)


class Channel(StrEnum):
    """Where tasks are posted: with the ticket's team, or with the supervisors. Off: there are none."""

    TEAM = "team"
    SUPERVISORS = "supervisors"
    OFF = "off"


@dataclass(frozen=True)
class Recovering:
    """`due`: working time of the team in which somebody is to have seen to it."""

    channel: Channel = Channel.OFF
    due: timedelta = timedelta(hours=8)


class Outcome(StrEnum):
    """What came of a task. `withdrawn`: nobody has to see to it any more, and nobody did."""

    SAVED = "saved"
    NOT_SAVED = "not_saved"
    UNREACHABLE = "unreachable"
    NO_ACTION = "no_action"
    WITHDRAWN = "withdrawn"


CHOSEN = (Outcome.SAVED, Outcome.NOT_SAVED, Outcome.UNREACHABLE, Outcome.NO_ACTION)
"""What an agent can say came of it."""


@dataclass(frozen=True)
class Saved:
    """Counts of outcomes."""

    saved: int = 0
    not_saved: int = 0
    unreachable: int = 0
    no_action: int = 0

    @property
    def judged(self) -> int:
        return self.saved + self.not_saved

    @property
    def rate(self) -> float | None:
        """Saved ÷ (saved + not saved); of nobody, none."""
        return self.saved / self.judged if self.judged else None


def saved_rate(outcomes: Iterable[str]) -> Saved:
    """The saved-customer rate: of the unhappy customers with whom somebody spoke, the share that we kept.

    Saved ÷ (saved + not saved), by the outcomes that agents gave their tasks. Who could not be reached is counted
    apart, and so is what needed no action: neither says anything about whether a customer stays. Tasks that are still
    open, or were withdrawn, count nowhere. *10 done: 6 saved, 2 not, 1 unreachable, 1 without action → 75 %.*
    """
    counts = Counter(outcomes)
    return Saved(**{outcome.value: counts[outcome] for outcome in CHOSEN})


def next_digest(moment: datetime, timezone: str, calendars: Sequence[Calendar]) -> datetime:
    """The next full hour on the clock of the zone in which anybody works, or when somebody begins to."""
    there = moment.astimezone(ZoneInfo(timezone))
    begun = timedelta(minutes=there.minute, seconds=there.second, microseconds=there.microsecond)
    hour = moment - begun + HOUR
    return min(opens(hour, calendar) for calendar in calendars)
