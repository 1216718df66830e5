"""Who a step reaches: where it is posted, whom that mentions, and who was passed over. Pure."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from bot.desk.escalation.chains import Role
from bot.desk.practice import Practice


class Place(StrEnum):
    """`thread` is the ticket's; the others are channels. `nowhere`: nobody could be told."""

    THREAD = "thread"
    TEAM = "team"
    SUPERVISORS = "supervisors"
    NOWHERE = "nowhere"


class Passed(StrEnum):
    """Why somebody was not told: nobody has the ticket, or is on duty; its owner is who asked; they are no agent any
    more, or away for days.
    """

    NOBODY = "nobody"
    ASKED = "asked"
    GONE = "gone"
    AWAY = "away"
    NO_CHANNEL = "no_channel"
    OFF_DUTY = "off_duty"


class Audience(NamedTuple):
    """`people` are ids of members and groups; `missed` is who was passed over, by their id, and `passed` why."""

    place: Place
    people: tuple[str, ...] = ()
    passed: Passed | None = None
    missed: str | None = None


class Around(NamedTuple):
    """What it depends on besides the step. `here`: whether somebody is on the roster. `on_duty` are ids; `asked`: who
    asked for somebody above.
    """

    practice: Practice
    team: str
    owner: str | None
    on: date
    here: Callable[[str], bool]
    on_duty: tuple[str, ...] = ()
    asked: str | None = None


def audience(tell: str, around: Around) -> Audience:
    """Whoever cannot be told is replaced by their deputy; an owner without one, or who asked, by the whole team."""
    match tell:
        case Role.OWNER:
            return _owner(around)
        case Role.TEAM:
            return Audience(Place.THREAD, around.practice.team(around.team).agents)
        case Role.ON_DUTY:
            return _on_duty(around)
        case Role.SUPERVISORS:
            return Audience(Place.SUPERVISORS) if around.practice.supervisors else _nowhere(Passed.NO_CHANNEL)
        case person:
            return _person(person, around)


def _owner(around: Around) -> Audience:
    if around.owner is None:
        return Audience(Place.TEAM, passed=Passed.NOBODY)
    if around.owner == around.asked:
        return Audience(Place.TEAM, passed=Passed.ASKED, missed=around.owner)
    found = _person(around.owner, around)
    return found._replace(place=Place.TEAM) if found.place is Place.NOWHERE else found


def _on_duty(around: Around) -> Audience:
    found = [_person(each, around) for each in around.on_duty]
    people = tuple(dict.fromkeys(person for each in found for person in each.people))
    if not people:
        return _nowhere(Passed.OFF_DUTY)
    passed = next((each for each in found if each.passed), found[0])
    others = tuple(person for person in people if person != around.asked)
    return Audience(Place.THREAD, others or people, passed.passed, passed.missed)


def _person(person: str, around: Around) -> Audience:
    """A group is told as it is: who is in it is Slack's to say."""
    why = None if person.startswith("S") else _why_not(person, around)
    if why is None:
        return Audience(Place.THREAD, (person,))
    instead = around.practice.escalating.deputy_of(person)
    if instead and _why_not(instead.deputy, around) is None:
        return Audience(Place.THREAD, (instead.deputy,), why, person)
    return _nowhere(why, person)


def _why_not(person: str, around: Around) -> Passed | None:
    if not around.here(person):
        return Passed.GONE
    entry = around.practice.escalating.deputy_of(person)
    return Passed.AWAY if entry and entry.steps_in(around.on) else None


def _nowhere(why: Passed, who: str | None = None) -> Audience:
    return Audience(Place.NOWHERE, (), why, who)
