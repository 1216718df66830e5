"""What is promised, as an operator writes it: calendars, and policies on top of them. Reads nothing."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from bot.config_faults import path, quoted
from bot.desk.people.languages import LANGUAGES
from bot.desk.service_levels import calendars, hours, policies
from bot.desk.tickets.tables import Priority
from bot.settings.kinds import A_NAME, Name, Section, Timezone, Written, table, tables

_TIMES = 'times such as "09:00-17:00", "22:00-06:00" (into the next day) or "00:00-24:00"'
_DATES = 'dates such as "2026-12-24", or "12-24" for every year'
AMOUNT = 'working time such as "PT30M" or "PT8H", more than nothing and less than a year'
SOME_YEAR = 2000
LONGEST = timedelta(days=365)


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


def _within(amount: timedelta) -> timedelta:
    """Calendar days would be 24 h of work: whoever writes P1D means something else."""
    if not timedelta() < amount < LONGEST:
        raise ValueError
    return amount


def _iso(value: object) -> object:
    if not isinstance(value, str) or not value.startswith("PT"):
        raise ValueError
    return value


Within = Annotated[timedelta, BeforeValidator(_iso), AfterValidator(_within)]
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


class When(Section):
    """What a policy is for; of each kind that is left out, all."""

    priority: tuple[Priority, ...] = Field((), description=f"some of {', '.join(Priority)}")
    category: tuple[Name, ...] = Field((), description="names of categories")
    tier: tuple[Name, ...] = Field((), description="some of desk.tiers")
    language: tuple[str, ...] = Field((), description=f"some of {', '.join(LANGUAGES)}")
    team: tuple[Name, ...] = Field((), description="names of teams")

    def when(self) -> policies.When:
        return policies.When(**{kind: frozenset(values) for kind, values in self})


class Policy(Section):
    name: Name = Field(description=A_NAME)
    when: When = When()
    calendar: Name | None = Field(None, description="the name of a calendar; left out, the clock never stops")
    first_response: Within | None = Field(None, description=AMOUNT)
    next_response: Within | None = Field(None, description=AMOUNT)
    resolution: Within | None = Field(None, description=AMOUNT)
    warn_at: tuple[Annotated[int, Field(ge=1, le=99)], ...] = Field((75,), description="percentages from 1 to 99")
    chain: Name | None = Field(None, description="the name of a chain")

    def policy(self, known: Mapping[str, calendars.Calendar]) -> policies.Policy:
        return policies.Policy(
            name=self.name,
            calendar=known[self.calendar] if self.calendar else calendars.ALWAYS,
            first_response=self.first_response,
            next_response=self.next_response,
            resolution=self.resolution,
            warn_at=self.warn_at,
            when=self.when.when(),
            chain=self.chain,
        )


def contradictions(written: Written) -> Iterator[str]:
    """What no single value of a calendar, a policy or a team shows."""
    yield from _in_calendars(written)
    yield from _in_policies(written)
    yield from _lost_calendars(written, "policies")
    yield from _lost_calendars(written, "teams")


def _in_policies(written: Written) -> Iterator[str]:
    for place, each in enumerate(tables(written, "policies")):
        if not any(target.value in each for target in policies.Target):
            yield f"{path('policies', place)}: it promises nothing, set first_response, next_response or resolution"
    yield from lost_kinds(written, "policies")


def lost_kinds(written: Written, section: str) -> Iterator[str]:
    """What the `when` of a section's tables names and there is not."""
    there = {
        "category": _names(written, "categories"),
        "team": _names(written, "teams"),
        "tier": _listed(table(written, "desk").get("tiers")),
        "language": list(LANGUAGES),
    }
    for place, each in enumerate(tables(written, section)):
        for kind, known_values in there.items():
            for lost in sorted(set(_listed(table(each, "when").get(kind))) - set(known_values)):
                where = path(section, place, "when", kind)
                yield f"{where}: no {kind} is called {quoted(lost)}; there is {_told(known_values)}"


def _lost_calendars(written: Written, section: str) -> Iterator[str]:
    known = _names(written, "calendars")
    for place, each in enumerate(tables(written, section)):
        calendar = each.get("calendar")
        if calendar is not None and calendar not in known:
            where = path(section, place, "calendar")
            yield f"{where}: no calendar is called {quoted(calendar)}; there is {_told(known)}"


def _names(written: Written, section: str) -> list[str]:
    return [str(each.get("name")) for each in tables(written, section)]


def _listed(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list | tuple) else []


def _told(names: Sequence[str]) -> str:
    return ", ".join(map(quoted, names)) or "none"


def _in_calendars(written: Written) -> Iterator[str]:
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
