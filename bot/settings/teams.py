"""The desk, its teams and categories, its supervisors and operators."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from bot.config_faults import path, quoted
from bot.desk.people.languages import LANGUAGES
from bot.desk.practice import Relay
from bot.desk.surveys.rules import Scale
from bot.settings.kinds import A_NAME, Language, Name, Section, Timezone, Written, number, table, tables
from bot.settings.service_levels import AMOUNT, Within
from bot.settings.surveys import SCALES

_LANGUAGES = ", ".join(LANGUAGES)
_BY_LANGUAGE = f"the name of a time zone such as Europe/Istanbul for some of {_LANGUAGES}"


def _apart(starts: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(starts)) < len(starts):
        raise ValueError
    return starts


Channel = Annotated[str, StringConstraints(pattern=r"^[CG][A-Z0-9]{7,}$")]
Agent = Annotated[str, StringConstraints(pattern=r"^[UWS][A-Z0-9]{7,}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
OfDay = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Days = Annotated[int, BeforeValidator(number)]

_CHANNEL = "a Slack channel id such as C0123ABCD"


class Desk(Section):
    name: Name = Field("Support", description=A_NAME)
    default_language: Language = Field("en", description=f"one of {_LANGUAGES}")
    timezone: Timezone = Field("UTC", description="the name of a time zone such as Europe/Warsaw")
    timezones: dict[Language, Timezone] = Field({}, description=_BY_LANGUAGE)
    tiers: tuple[Name, ...] = Field((), description='names of kinds of customers, such as ["VIP"]')


class Team(Section):
    name: Name = Field(description=A_NAME)
    channel: Channel = Field(description=_CHANNEL)
    agents: tuple[Agent, ...] = Field(
        min_length=1, description="at least one Slack member id (U... or W...) or user group id (S...)"
    )
    relay: Relay = Field(Relay.ASSIGNEE, description='"assignee", "anyone" or "explicit"')
    keep_days: Days | None = Field(None, ge=1, le=36_500, description="days from 1 to 36500")
    calendar: Name | None = Field(None, description="the name of a calendar; left out, they always work")
    claim_within: Within | None = Field(None, description=AMOUNT)
    unclaimed_after: Within | None = Field(None, description=AMOUNT)
    survey: Scale | None = Field(None, description=SCALES)
    effort: bool | None = Field(None, description="true or false")
    cause_required: bool = Field(False, description="true or false")


class Category(Section):
    name: Name = Field(description=A_NAME)
    label: dict[Language, Words] = Field(description=f"1 to 60 characters for each language ({_LANGUAGES})")
    team: Name = Field(description="the name of a team")


class Supervisors(Section):
    channel: Channel = Field(description=_CHANNEL)
    interruptions: Annotated[int, BeforeValidator(number)] = Field(
        6, ge=1, le=100, description="how many posts may interrupt a shift, from 1 to 100"
    )
    shifts: Annotated[tuple[OfDay, ...], AfterValidator(_apart)] = Field(
        ("00:00", "08:00", "16:00"), min_length=1, description='when shifts begin, such as ["06:00", "14:00", "22:00"]'
    )


class Operators(Section):
    channel: Channel = Field(description=_CHANNEL)


def lost_categories(written: Written) -> Iterator[str]:
    teams = [each.get("name") for each in tables(written, "teams")]
    language = table(written, "desk").get("default_language", "en")
    for place, category in enumerate(tables(written, "categories")):
        team, label = category.get("team"), category.get("label")
        if team is not None and team not in teams:
            there = ", ".join(map(quoted, teams)) or "none"
            yield f"{path('categories', place, 'team')}: no team is called {quoted(team)}; there is {there}"
        if isinstance(label, dict) and language not in label:
            yield f"{path('categories', place, 'label')}: no words in {quoted(language)}, the desk's language"
