"""What is promised, as an operator writes it: calendars now, policies on top of them. Reads nothing."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, Field

from bot.config_faults import path, quoted
from bot.desk.service_levels import calendars, hours
from bot.setting_kinds import A_NAME, Name, Section, Timezone, Written, table, tables

_TIMES = 'times such as "09:00-17:00", "22:00-06:00" (into the next day) or "00:00-24:00"'
_DATES = 'dates such as "2026-12-24", or "12-24" for every year'
SOME_YEAR = 2000


def _opening(text: str) -> str:
    hours.window(text)
    return text


def _date(text: str) -> str:
    hours.day(text)
    return text


def _country(text: str) -> str:
    try:
        calendars.public_holidays(text, None, SOME_YEAR)
    except NotImplementedError as unknown:
        raise ValueError from unknown
    return text


Openings = tuple[Annotated[str, AfterValidator(_opening)], ...]
Dates = tuple[Annotated[str, AfterValidator(_date)], ...]


class Hours(Section):
    mon: Openings = Field((), description=_TIMES)
    tue: Openings = Field((), description=_TIMES)
    wed: Openings = Field((), description=_TIMES)
    thu: Openings = Field((), description=_TIMES)
    fri: Openings = Field((), description=_TIMES)
    sat: Openings = Field((), description=_TIMES)
    sun: Openings = Field((), description=_TIMES)


class Holidays(Section):
    country: Annotated[str, AfterValidator(_country)] | None = Field(
        None, description='the code of a country whose public holidays are known, such as "PL"'
    )
    subdivision: str | None = Field(None, description='the code of a part of that country, such as "BY" of "DE"')
    dates: Dates = Field((), description=_DATES)
    working: Dates = Field((), description=_DATES)


class Calendar(Section):
    name: Name = Field(description=A_NAME)
    timezone: Timezone | None = Field(None, description="the name of a time zone such as Europe/Warsaw")
    hours: Hours = Field(description="[calendars.hours] with the days on which it opens")
    holidays: Holidays = Holidays()

    def calendar(self, timezone: str) -> calendars.Calendar:
        """As the desk reckons with it; in that time zone where it names none."""
        return calendars.Calendar(
            name=self.name,
            timezone=self.timezone or timezone,
            week=tuple(tuple(sorted(map(hours.window, getattr(self.hours, day)))) for day in hours.DAYS),
            country=self.holidays.country,
            subdivision=self.holidays.subdivision,
            closed=frozenset(map(hours.day, self.holidays.dates)),
            working=frozenset(map(hours.day, self.holidays.working)),
        )


def contradictions(written: Written) -> Iterator[str]:
    """What no single value of a calendar shows."""
    for place, each in enumerate(tables(written, "calendars")):
        yield from _hours_at_fault(each, path("calendars", place))
        yield from _lost_subdivision(table(each, "holidays"), path("calendars", place, "holidays", "subdivision"))


def _hours_at_fault(calendar: Written, where: str) -> Iterator[str]:
    written = table(calendar, "hours")
    try:
        week = [[hours.window(text) for text in written.get(day, ())] for day in hours.DAYS]
    except (TypeError, ValueError):
        return  # said where each value is checked
    if not any(week):
        if "hours" in calendar and written.keys() <= set(hours.DAYS):
            yield f"{where}.hours: it never opens, expected {_TIMES} for one day at least"
        return
    clash = hours.overlapping(week)
    if clash:
        one, other = (hours.DAYS[day] for day in clash)
        days = one if one == other else f"{one} and {other}"
        yield f"{where}.hours.{other}: the hours of {days} overlap ({quoted(written[other])})"


def _lost_subdivision(holidays: Written, where: str) -> Iterator[str]:
    country, subdivision = holidays.get("country"), holidays.get("subdivision")
    if subdivision is None:
        return
    if country is None:
        yield f"{where}: {quoted(subdivision)} is a part of no country, set country too"
        return
    try:
        calendars.public_holidays(country, None, SOME_YEAR)
    except (NotImplementedError, TypeError):
        return  # said of the country
    try:
        calendars.public_holidays(country, subdivision, SOME_YEAR)
    except (NotImplementedError, TypeError):
        yield f"{where}: nothing is known of {quoted(subdivision)} in {quoted(country)}"
