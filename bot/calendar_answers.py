"""What a calendar of the configuration means, asked by an operator: ISO 8601 in and out."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from bot.config import Config
from bot.desk.service_levels import calendars
from bot.desk.service_levels.calendars import Calendar

_SPAN = TypeAdapter(timedelta)
YEARS = range(1970, 2201)
"""That are answered for: an amount may take 50 more, and public holidays are not known for ever."""


class Unanswerable(Exception):
    """What was asked makes no sense; the message says what would."""


@dataclass(frozen=True)
class DayShown:
    day: str
    open: str
    holiday: str


def due(config: Config, name: str, start: str, amount: str) -> str:
    """Raises Unanswerable."""
    asked = _calendar(config, name)
    try:
        return _said(calendars.due(_moment(start, asked), _span(amount), asked), asked)
    except (ValueError, calendars.NeverDue) as no:
        raise Unanswerable(str(no)) from None


def elapsed(config: Config, name: str, start: str, end: str) -> str:
    """Raises Unanswerable."""
    asked = _calendar(config, name)
    worked = calendars.elapsed(_moment(start, asked), _moment(end, asked), asked)
    return f"-{_written(-worked)}" if worked < timedelta() else _written(worked)


def month(config: Config, name: str, asked: str | None) -> list[DayShown]:
    """Its days, in its own time; this month's, where none is asked for. Raises Unanswerable."""
    found = _calendar(config, name)
    asked = asked or f"{datetime.now(ZoneInfo(found.timezone)):%Y-%m}"
    try:
        first = date.fromisoformat(f"{asked}-01")
    except ValueError:
        raise Unanswerable(f"{asked!r} is no month: write 2026-12") from None
    _must_be_near(first)
    _, days = monthrange(first.year, first.month)
    return [_shown(first + timedelta(days=each), found) for each in range(days)]


def _shown(day: date, asked: Calendar) -> DayShown:
    zone = ZoneInfo(asked.timezone)
    begins, ends = (datetime.combine(day + timedelta(days=each), time(), zone) for each in (0, 1))
    openings = calendars.openings(begins, ends, asked)
    shown = ", ".join(f"{_clock(opens, begins)}-{_clock(closes, begins)}" for opens, closes in openings)
    return DayShown(f"{day:%Y-%m-%d %a}", shown or "closed", _holiday(day, asked))


def _clock(moment: datetime, midnight: datetime) -> str:
    local = moment.astimezone(midnight.tzinfo)
    return f"{local:%H:%M}" if local.date() == midnight.date() else "24:00"


def _holiday(day: date, asked: Calendar) -> str:
    if not calendars.is_holiday(asked, day):
        return ""
    known = calendars.public_holidays(asked.country, asked.subdivision, day.year) if asked.country else {}
    return known.get(day, "your own")


def _calendar(config: Config, name: str) -> Calendar:
    known = {each.name: each for each in config.practice().calendars}
    if name not in known:
        there = ", ".join(known) or "none: add [[calendars]]"
        raise Unanswerable(f"no calendar is called {name!r}; there is {there}")
    return known[name]


def _moment(text: str, asked: Calendar) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Unanswerable(f"{text!r} is no moment: write 2026-11-20T16:00 or 2026-11-20T16:00+01:00") from None
    _must_be_near(moment)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(asked.timezone))


def _must_be_near(day: date) -> None:
    if day.year not in YEARS:
        raise Unanswerable(f"the year {day.year} is too far away: write one from {YEARS[0]} to {YEARS[-1]}")


def _span(text: str) -> timedelta:
    """As a policy has it: a day of working time has no length that people agree on."""
    try:
        if text.startswith("PT"):
            return _SPAN.validate_strings(text)
    except ValidationError:
        pass
    raise Unanswerable(f"{text!r} is no amount of working time: write PT2H30M, and hours for days")


def _written(worked: timedelta) -> str:
    """In hours and less: a day of working time has no length that people agree on."""
    minutes, seconds = divmod(worked.total_seconds(), 60)
    hours, minutes = divmod(int(minutes), 60)
    parts = ((hours, "H"), (minutes, "M"), (round(seconds, 6), "S"))
    return "PT" + ("".join(f"{number:g}{unit}" for number, unit in parts if number) or "0S")


def _said(moment: datetime, asked: Calendar) -> str:
    return moment.astimezone(ZoneInfo(asked.timezone)).isoformat()
