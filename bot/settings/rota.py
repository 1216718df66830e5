"""Who is on duty when, as an operator writes it: shifts on top of calendars, and swaps."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from bot.config_faults import path, quoted
from bot.desk.rota import duty
from bot.desk.service_levels.calendars import Calendar
from bot.settings.escalation import A_PERSON, DAYS, Away, Person, days
from bot.settings.kinds import Name, Section, Written, table, tables

_MOMENT = 'a day and a time in desk.timezone, such as "2026-12-24T18:00"'
_CALENDAR = "the name of a calendar"


def _moment(text: str) -> str:
    if datetime.fromisoformat(text).tzinfo:
        raise ValueError
    return text


Moment = Annotated[str, AfterValidator(_moment)]


class Shift(Section):
    people: tuple[Person, ...] = Field(min_length=1, description="at least one Slack member id (U... or W...)")
    calendar: Name = Field(description=_CALENDAR)
    days: Away | None = Field(None, description=DAYS)

    def shift(self, known: Mapping[str, Calendar]) -> duty.Shift:
        span = days(self.days) if self.days else (None, None)
        return duty.Shift(self.people, known[self.calendar], *span)


class Swap(Section):
    person: Person = Field(description=A_PERSON)
    starts: Moment = Field(description=_MOMENT)
    ends: Moment = Field(description=_MOMENT)
    taken_by: Person | None = Field(None, description=A_PERSON)

    def swap(self, zone: ZoneInfo) -> duty.Swap:
        start, end = (datetime.fromisoformat(each).replace(tzinfo=zone) for each in (self.starts, self.ends))
        return duty.Swap(self.person, start, end, self.taken_by)


class Rota(Section):
    covers: Name | None = Field(None, description=_CALENDAR)
    shifts: tuple[Shift, ...] = Field((), description="[[rota.shifts]] tables")
    swaps: tuple[Swap, ...] = Field((), description="[[rota.swaps]] tables")

    def rota(self, known: Mapping[str, Calendar], timezone: str) -> duty.Rota:
        return duty.Rota(
            shifts=tuple(each.shift(known) for each in self.shifts),
            swaps=tuple(each.swap(ZoneInfo(timezone)) for each in self.swaps),
            covers=known[self.covers] if self.covers else None,
        )


def contradictions(written: Written) -> Iterator[str]:
    """Calendars that are none, swaps that end before they start, and a chain for those on duty without a rota."""
    rota = table(written, "rota")
    yield from _lost(rota.get("covers"), written, path("rota", "covers"))
    for place, shift in enumerate(tables(rota, "shifts")):
        yield from _lost(shift.get("calendar"), written, path("rota", "shifts", place, "calendar"))
    for place, swap in enumerate(tables(rota, "swaps")):
        yield from _backwards(swap, path("rota", "swaps", place, "ends"))
    yield from _nobody_on_duty(written, rota)


def _lost(calendar: object, written: Written, where: str) -> Iterator[str]:
    there = [str(each.get("name")) for each in tables(written, "calendars")]
    if isinstance(calendar, str) and calendar not in there:
        yield f"{where}: no calendar is called {quoted(calendar)}; there is {', '.join(map(quoted, there)) or 'none'}"


def _backwards(swap: Written, where: str) -> Iterator[str]:
    try:
        starts, ends = (datetime.fromisoformat(swap[key]) for key in ("starts", "ends"))
        backwards = ends <= starts
    except (KeyError, TypeError, ValueError):
        return  # said where each value is checked
    if backwards:
        yield f"{where}: {quoted(swap['ends'])} is not after {quoted(swap['starts'])}"


def _nobody_on_duty(written: Written, rota: Written) -> Iterator[str]:
    for place, chain in enumerate(tables(written, "chains")):
        for number, step in enumerate(tables(chain, "steps")):
            if step.get("tell") == "on duty" and not tables(rota, "shifts"):
                where = path("chains", place, "steps", number, "tell")
                yield f"{where}: nobody is ever on duty, add [[rota.shifts]]"
