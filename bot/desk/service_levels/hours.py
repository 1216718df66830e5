"""Opening hours as people write them: `09:00-17:00`, `22:00-06:00`, `00:00-24:00`, a date, a day of every year."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from bot.desk.service_levels.calendars import Day, Window

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WHOLE_DAY = 86_400
_CLOCK = r"([01]\d|2[0-3]):([0-5]\d)"
_WINDOW = re.compile(rf"{_CLOCK}-(?:{_CLOCK}|(24:00))")
_DATE = re.compile(r"(?:(\d{4})-)?(\d{2})-(\d{2})")
LEAP = 2000  # a year that has every day there is


def window(text: str) -> Window:
    """`22:00-06:00` runs into the next day. Raises ValueError with what is wrong with it."""
    found = _WINDOW.fullmatch(text)
    if not found:
        raise ValueError('times such as "09:00-17:00", "22:00-06:00" or "00:00-24:00"')
    opens = _seconds(found[1], found[2])
    if found[5]:
        return Window(opens, WHOLE_DAY)
    closes = _seconds(found[3], found[4])
    if closes == 0:
        raise ValueError("24:00 for closing at midnight")
    if closes == opens:
        raise ValueError('two different times; a whole day is "00:00-24:00"')
    return Window(opens, closes if closes > opens else closes + WHOLE_DAY)


def day(text: str) -> Day:
    """`2026-12-24`, or `12-24` for every year. Raises ValueError."""
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError('a date such as "2026-12-24", or "12-24" for every year')
    checked = date(int(found[1] or LEAP), int(found[2]), int(found[3]))
    return Day(checked.year if found[1] else None, checked.month, checked.day)


def overlapping(week: Sequence[Sequence[Window]]) -> tuple[int, int] | None:
    """The first two days (0 is Monday; perhaps the same one) of which windows overlap."""
    opened = sorted((*_in_week(each, at), at) for at, windows in enumerate(week) for each in windows)
    again = [(opens + 7 * WHOLE_DAY, closes, at) for opens, closes, at in opened[:1]]
    for (_, closes, one), (opens, _, other) in pairwise([*opened, *again]):
        if opens < closes:
            return one, other
    return None


def _in_week(window: Window, at: int) -> tuple[int, int]:
    return window.opens + at * WHOLE_DAY, window.closes + at * WHOLE_DAY


def _seconds(hours: str, minutes: str) -> int:
    return int(hours) * 3600 + int(minutes) * 60
