"""Which promise is made to whom: policies, the first that fits in the order of the configuration."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import timedelta
from enum import StrEnum
from functools import cached_property
from itertools import product
from typing import NamedTuple

from bot.desk.service_levels.calendars import Calendar


class Target(StrEnum):
    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"


class Case(NamedTuple):
    """What a policy is chosen by. `category` and `tier` may not be known."""

    priority: str
    category: str | None
    tier: str | None
    language: str
    team: str


@dataclass(frozen=True)
class When:
    """The values that fit, of each kind; none means all."""

    priority: frozenset[str] = frozenset()
    category: frozenset[str] = frozenset()
    tier: frozenset[str] = frozenset()
    language: frozenset[str] = frozenset()
    team: frozenset[str] = frozenset()

    def fits(self, case: Case) -> bool:
        return all(getattr(case, kind) in wanted for kind, wanted in self._told_apart)

    @cached_property
    def _told_apart(self) -> tuple[tuple[str, frozenset[str]], ...]:
        return tuple((kind, wanted) for kind, wanted in self.wanted() if wanted)

    def wanted(self) -> Iterator[tuple[str, frozenset[str]]]:
        yield from ((field.name, getattr(self, field.name)) for field in fields(self))


@dataclass(frozen=True)
class Policy:
    """Targets in working time of the calendar; one alone is a promise too. `warn_at` in percent of a target.

    `chain` is the name of the escalation of what is missed: no part of what is promised, so it makes no new version.
    """

    name: str
    calendar: Calendar
    first_response: timedelta | None = None
    next_response: timedelta | None = None
    resolution: timedelta | None = None
    warn_at: tuple[int, ...] = (75,)
    when: When = When()
    chain: str | None = field(default=None, compare=False)

    def within(self, target: Target) -> timedelta | None:
        found: timedelta | None = getattr(self, target.value)
        return found

    @cached_property
    def version(self) -> str:
        """Changes when anything about it, or about its calendar, does."""
        return version_of(self)


def chosen(policies: Iterable[Policy], case: Case) -> Policy | None:
    return next((policy for policy in policies if policy.when.fits(case)), None)


def unreachable(policies: Sequence[Policy], known: When) -> list[Policy]:
    """Those that no case can ever choose. `known` has all values there are, of each kind."""
    categories, tiers = [*known.category, None], [*known.tier, None]
    cases = product(known.priority, categories, tiers, known.language, known.team)
    reached = {chosen(policies, Case(*values)) for values in cases}
    return [policy for policy in policies if policy not in reached]


def version_of(thing: object) -> str:
    return hashlib.sha256(repr(_spelt_out(thing)).encode()).hexdigest()[:8]


def _spelt_out(thing: object) -> object:
    """As text that is the same in every process: sets have no order of their own."""
    if isinstance(thing, frozenset):
        return sorted(map(repr, thing))
    if isinstance(thing, Policy | Calendar | When):
        return [(field.name, _spelt_out(getattr(thing, field.name))) for field in fields(thing) if field.compare]
    if isinstance(thing, tuple):
        return [_spelt_out(each) for each in thing]
    return thing
