"""Business calendars: the working time between two moments, and when an amount of it is used up.

A year is reckoned once, into the real instants at which it opens and closes with a running total; every question is
then two searches in sorted numbers, however long the span. Opening hours are those of the wall clock in the calendar's
own zone, what is counted is real time: a night that daylight saving makes an hour longer has that hour.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
FARTHEST = 50
"""Years within which any amount must be used up: a calendar that opens less has no working time to speak of."""


class Window(NamedTuple):
    """Seconds after the midnight of its day. One that runs into the next day closes after 24 h, and is the first day's:
    a holiday on the second leaves it."""

    opens: int
    closes: int


class Day(NamedTuple):
    """A date; of every year, where there is no `year`."""

    year: int | None
    month: int
    day: int


class NeverDue(Exception):
    """The calendar has next to no working time."""


class Year(NamedTuple):
    """Microseconds since 1970: when it opens and closes, ascending; `worked` before each opening, and in all."""

    opens: list[int]
    closes: list[int]
    worked: list[int]

    def before(self, instant: int) -> int:
        """What was worked in this year before the instant."""
        place = bisect_right(self.opens, instant)
        return self.worked[place] - max(0, self.closes[place - 1] - instant) if place else 0

    def reached(self, worked: int) -> int:
        """The first instant at which so much, more than nothing and at most all, was worked."""
        place = bisect_left(self.worked, worked)
        return self.closes[place - 1] - (self.worked[place] - worked)


@dataclass(frozen=True)
class Calendar:
    """`week` has the windows of seven days, Monday first, none of which overlap. It is closed on the holidays of the
    country (of its `subdivision`) and on the days in `closed`, but for those in `working`."""

    name: str
    timezone: str
    week: tuple[tuple[Window, ...], ...]
    country: str | None = None
    subdivision: str | None = None
    closed: frozenset[Day] = frozenset()
    working: frozenset[Day] = frozenset()
    _years: dict[int, Year] = field(default_factory=dict, init=False, repr=False, compare=False)

    def year(self, number: int) -> Year:
        if number not in self._years:
            self._years[number] = _reckoned(self, number)
        return self._years[number]


ALWAYS = Calendar("always", "UTC", ((Window(0, 86_400),),) * 7)


def due(start: datetime, amount: timedelta, calendar: Calendar) -> datetime:
    """When so much working time has passed since the start; at closing, where it ends there. Aware, in UTC.

    Raises ValueError for an amount that is not more than nothing, and NeverDue.
    """
    if amount <= timedelta():
        raise ValueError(f"a promise of {amount} has no deadline")
    year = first = _year(start, calendar)
    wanted = calendar.year(year).before(_instant(start)) + amount // MICROSECOND
    while wanted > calendar.year(year).worked[-1]:
        wanted -= calendar.year(year).worked[-1]
        year += 1
        if year - first > FARTHEST:
            raise NeverDue(f"the calendar {calendar.name} has no {amount} of working time in {FARTHEST} years")
    return _moment(calendar.year(year).reached(wanted))


def elapsed(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """The working time between two moments; negative where the end comes first."""
    if end < start:
        return -elapsed(end, start, calendar)
    first, last = _year(start, calendar), _year(end, calendar)
    whole = sum(calendar.year(year).worked[-1] for year in range(first, last))
    within = calendar.year(last).before(_instant(end)) - calendar.year(first).before(_instant(start))
    return (whole + within) * MICROSECOND


def opens(moment: datetime, calendar: Calendar) -> datetime:
    """When it is open next: the moment itself where it is. Raises NeverDue."""
    return due(moment, MICROSECOND, calendar) - MICROSECOND


def is_open(moment: datetime, calendar: Calendar) -> bool:
    return opens(moment, calendar) == moment


def openings(start: datetime, end: datetime, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """The working time between two moments, piece by piece; those that touch are one."""
    begun: tuple[int, int] | None = None
    for piece in _pieces(_instant(start), _instant(end), calendar, range(*_years(start, end, calendar))):
        if begun and begun[1] == piece[0]:
            piece = begun[0], piece[1]
        elif begun:
            yield _moment(begun[0]), _moment(begun[1])
        begun = piece
    if begun:
        yield _moment(begun[0]), _moment(begun[1])


def is_holiday(calendar: Calendar, day: date) -> bool:
    """Whether it is closed on a day on which it would open otherwise."""
    if _among(calendar.working, day):
        return False
    if _among(calendar.closed, day):
        return True
    country, subdivision = calendar.country, calendar.subdivision
    return country is not None and day in public_holidays(country, subdivision, day.year)


@lru_cache(maxsize=256)
def public_holidays(country: str, subdivision: str | None, year: int) -> dict[date, str]:
    """The country's days off in a year, with their names. Raises NotImplementedError for one that nobody knows."""
    import holidays  # not before a calendar names a country: it is large

    return dict(holidays.country_holidays(country, subdiv=subdivision, years=year))


def _pieces(start: int, end: int, calendar: Calendar, years: range) -> Iterator[tuple[int, int]]:
    for year in map(calendar.year, years):
        first, last = bisect_right(year.closes, start), bisect_left(year.opens, end)
        for opening, closing in zip(year.opens[first:last], year.closes[first:last], strict=True):
            yield max(opening, start), min(closing, end)


def _years(start: datetime, end: datetime, calendar: Calendar) -> tuple[int, int]:
    return _year(start, calendar), _year(end, calendar) + 1


def _among(days: frozenset[Day], day: date) -> bool:
    return Day(day.year, day.month, day.day) in days or Day(None, day.month, day.day) in days


def _reckoned(calendar: Calendar, number: int) -> Year:
    """Of the wall clock's year: what began in the old year and runs into this one is cut at midnight."""
    zone = ZoneInfo(calendar.timezone)
    first, after = date(number, 1, 1), date(number + 1, 1, 1)
    begins, ends = _at(first, 0, zone), _at(after, 0, zone)
    year = Year([], [], [0])
    for ordinal in range(first.toordinal() - 1, after.toordinal()):
        day = date.fromordinal(ordinal)
        windows = calendar.week[day.weekday()]
        if not windows or is_holiday(calendar, day):
            continue
        for window in windows:
            opening, closing = max(begins, _at(day, window.opens, zone)), min(ends, _at(day, window.closes, zone))
            if opening < closing:
                year.opens.append(opening)
                year.closes.append(closing)
                year.worked.append(year.worked[-1] + closing - opening)
    return year


def _at(day: date, seconds: int, zone: ZoneInfo) -> int:
    """The instant at which the wall clock first shows so many seconds after the day's midnight, or jumps over them."""
    wall = datetime.combine(day, time()) + timedelta(seconds=seconds)
    early, late = (_instant(wall.replace(tzinfo=zone, fold=fold)) for fold in (1, 0))
    if early >= late:  # the same, or the clock shows it twice: the first time
        return late
    jumped = _offset(late, zone)
    return bisect_left(range(early, late), True, key=lambda instant: _offset(instant, zone) == jumped) + early


def _offset(instant: int, zone: ZoneInfo) -> timedelta | None:
    return _moment(instant).astimezone(zone).utcoffset()


def _year(moment: datetime, calendar: Calendar) -> int:
    return moment.astimezone(ZoneInfo(calendar.timezone)).year


def _instant(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND


def _moment(instant: int) -> datetime:
    return EPOCH + instant * MICROSECOND
