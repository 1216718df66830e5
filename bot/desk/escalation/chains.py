"""Chains: whom each step tells, how long after the one before, and when the next thing is to be done. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from bot.desk.service_levels.calendars import Calendar, opens

MOST_REPEATS = 5
MILLISECOND = timedelta(milliseconds=1)


class Role(StrEnum):
    """Whom a step tells besides people and groups, which it names by their ids."""

    OWNER = "owner"
    TEAM = "team"
    ON_DUTY = "on duty"
    SUPERVISORS = "supervisors"


@dataclass(frozen=True)
class Step:
    """`after` is real time since the step before, or since it began. `within` is the name of a calendar."""

    tell: str
    after: timedelta = timedelta()
    within: str | None = None


@dataclass(frozen=True)
class Chain:
    """`repeats`: how often it begins again when nobody has acknowledged its last step."""

    name: str
    steps: tuple[Step, ...]
    repeats: int = 0


class Turn(NamedTuple):
    """A step of a chain, by its place, in the first run (0) or a repeat of it."""

    run: int
    step: int


FIRST = Turn(0, 0)


class Days(NamedTuple):
    """Both the first and the last are among them."""

    first: date
    last: date


@dataclass(frozen=True)
class Deputy:
    """Who is told instead of `person` on days when they are `away`, and once they are no agent any more."""

    person: str
    deputy: str
    away: tuple[Days, ...] = ()

    def steps_in(self, on: date) -> bool:
        return any(days.first <= on <= days.last for days in self.away)


@dataclass(frozen=True)
class Escalating:
    """`asked` is the chain of a customer who asks for a manager, `passed_on` that of a ticket that is handed over too
    often. Whoever acknowledges has it for `term`; then they are asked, and have `confirm` to say that they still do."""

    asked: str | None = None
    term: timedelta = timedelta(hours=1)
    confirm: timedelta = timedelta(minutes=15)
    deputies: tuple[Deputy, ...] = ()
    passed_on: str | None = None

    def deputy_of(self, person: str) -> Deputy | None:
        return next((each for each in self.deputies if each.person == person), None)


def following(chain: Chain, turn: Turn) -> Turn | None:
    """The turn after that one: the first step again for as long as it repeats."""
    if turn.step + 1 < len(chain.steps):
        return Turn(turn.run, turn.step + 1)
    return Turn(turn.run + 1, 0) if turn.run < min(chain.repeats, MOST_REPEATS) else None


def due(step: Step, since: datetime, calendars: Iterable[Calendar]) -> datetime:
    """When it is to be told: outside its window it waits for that. A calendar that is gone closes no window."""
    at = since + step.after
    window = next((calendar for calendar in calendars if calendar.name == step.within), None)
    return opens(at, window) if window else at


def frozen(chain: Chain) -> dict[str, Any]:
    """As it is kept: what is changed in the settings later does not change it."""
    steps = [{"tell": each.tell, "after_ms": each.after // MILLISECOND, "within": each.within} for each in chain.steps]
    return {"name": chain.name, "repeats": chain.repeats, "steps": steps}


def thawed(kept: dict[str, Any]) -> Chain:
    steps = (Step(each["tell"], each["after_ms"] * MILLISECOND, each["within"]) for each in kept["steps"])
    return Chain(kept["name"], tuple(steps), kept["repeats"])
