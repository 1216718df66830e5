"""Who is told when a promise is missed, as an operator writes it: chains, deputies, and when somebody is away."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from bot.config_faults import path, quoted
from bot.desk.escalation import chains
from bot.settings.kinds import A_NAME, Name, Section, Written, table, tables

LONGEST = timedelta(days=7)
_DELAY = 'a delay such as "PT0M" (at once), "PT15M" or "PT8H", a week at most'
_TERM = 'a time such as "PT30M" or "PT2H", from a minute to a week'
_WHO = '"owner", "team", "on duty", "supervisors", or a member id (U... or W...) or user group id (S...)'
DAYS = 'days such as "2026-12-24", or "2026-12-21/2027-01-03" with the first and the last of them'
A_PERSON = "a Slack member id (U... or W...)"
_A_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _iso(value: object) -> object:
    if not isinstance(value, str) or not value.startswith("PT"):
        raise ValueError
    return value


def _delay(amount: timedelta) -> timedelta:
    if not timedelta() <= amount <= LONGEST:
        raise ValueError
    return amount


def _term(amount: timedelta) -> timedelta:
    if not timedelta(minutes=1) <= amount <= LONGEST:
        raise ValueError
    return amount


def days(text: str) -> chains.Days:
    """Raises ValueError."""
    first, _, last = text.partition("/")
    if not all(_A_DATE.fullmatch(each) for each in (first, last or first)):
        raise ValueError
    span = chains.Days(date.fromisoformat(first), date.fromisoformat(last or first))
    if span.last < span.first:
        raise ValueError
    return span


def _away(text: str) -> str:
    days(text)
    return text


Delay = Annotated[timedelta, BeforeValidator(_iso), AfterValidator(_delay)]
Term = Annotated[timedelta, BeforeValidator(_iso), AfterValidator(_term)]
Tell = Annotated[str, StringConstraints(pattern=rf"^({'|'.join(chains.Role)}|[UWS][A-Z0-9]{{7,}})$")]
Away = Annotated[str, AfterValidator(_away)]
Person = Annotated[str, StringConstraints(pattern=r"^[UW][A-Z0-9]{7,}$")]


class Step(Section):
    tell: Tell = Field(description=_WHO)
    after: Delay = Field(timedelta(), description=_DELAY)
    within: Name | None = Field(None, description="the name of a calendar")

    def step(self) -> chains.Step:
        return chains.Step(self.tell, self.after, self.within)


class Chain(Section):
    name: Name = Field(description=A_NAME)
    steps: tuple[Step, ...] = Field(min_length=1, max_length=20, description="1 to 20 steps, each with `tell`")
    repeats: int = Field(0, strict=True, ge=0, le=chains.MOST_REPEATS, description="a number from 0 to 5")

    def chain(self) -> chains.Chain:
        return chains.Chain(self.name, tuple(each.step() for each in self.steps), self.repeats)


class Deputy(Section):
    person: Person = Field(description=A_PERSON)
    deputy: Person = Field(description=A_PERSON)
    away: tuple[Away, ...] = Field((), description=DAYS)

    def entry(self) -> chains.Deputy:
        return chains.Deputy(self.person, self.deputy, tuple(map(days, self.away)))


class Escalation(Section):
    asked: Name | None = Field(None, description="the name of a chain")
    passed_on: Name | None = Field(None, description="the name of a chain")
    term: Term = Field(timedelta(hours=1), description=_TERM)
    confirm: Term = Field(timedelta(minutes=15), description=_TERM)
    deputies: tuple[Deputy, ...] = Field((), description="[[escalation.deputies]] tables")

    def escalating(self) -> chains.Escalating:
        deputies = tuple(each.entry() for each in self.deputies)
        return chains.Escalating(self.asked, self.term, self.confirm, deputies, self.passed_on)


def contradictions(written: Written) -> Iterator[str]:
    """What no single value shows: names of chains and calendars that are none, and deputies that are no help."""
    there = _names(written, "chains")
    for place, policy in enumerate(tables(written, "policies")):
        yield from _lost(policy.get("chain"), there, "chain", path("policies", place, "chain"))
    escalation = table(written, "escalation")
    for key in ("asked", "passed_on"):
        yield from _lost(escalation.get(key), there, "chain", path("escalation", key))
    for place, chain in enumerate(tables(written, "chains")):
        for number, step in enumerate(tables(chain, "steps")):
            where = path("chains", place, "steps", number, "within")
            yield from _lost(step.get("within"), _names(written, "calendars"), "calendar", where)
    yield from _no_help(tables(escalation, "deputies"))


def _lost(name: object, there: list[str], kind: str, where: str) -> Iterator[str]:
    if isinstance(name, str) and name not in there:
        known = ", ".join(map(quoted, there)) or "none"
        yield f"{where}: no {kind} is called {quoted(name)}; there is {known}"


def _no_help(deputies: list[Written]) -> Iterator[str]:
    people = [each.get("person") for each in deputies]
    for place, each in enumerate(deputies):
        person, where = each.get("person"), path("escalation", "deputies", place)
        if person is not None and person == each.get("deputy"):
            yield f"{where}.deputy: {quoted(person)} cannot be their own deputy"
        if person is not None and person in people[:place]:
            first = path("escalation", "deputies", people.index(person))
            yield f"{where}.person: {quoted(person)} has a deputy already, in {first}"


def _names(written: Written, section: str) -> list[str]:
    return [str(each.get("name")) for each in tables(written, section)]
