"""What can be set, section by section, and what contradicts what. Reads nothing.

A field's `description` says what is expected there; `config_faults` quotes it.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import time, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, StringConstraints
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.config_faults import path, quoted
from bot.desk.people.languages import LANGUAGES
from bot.desk.practice import DANGEROUS, InDoubt, Practice, Relay
from bot.desk.practice import Category as DeskCategory
from bot.desk.practice import Team as DeskTeam
from bot.desk.service_levels.calendars import ALWAYS
from bot.desk.service_levels.calendars import Calendar as DeskCalendar
from bot.desk.surveys.rules import Scale
from bot.escalation_settings import Chain, Escalation
from bot.escalation_settings import contradictions as in_escalation
from bot.followup_settings import Contact, FollowUp, Silence
from bot.followup_settings import contradictions as in_follow_ups
from bot.privacy_settings import Privacy
from bot.privacy_settings import contradictions as in_privacy
from bot.recovery_settings import Recovery
from bot.recovery_settings import contradictions as in_recovery
from bot.report_settings import Reports
from bot.rota_settings import Rota
from bot.rota_settings import contradictions as in_rota
from bot.service_level_settings import AMOUNT, Calendar, Policy, Within
from bot.service_level_settings import contradictions as in_service_levels
from bot.setting_kinds import A_NAME, Language, Name, Section, Timezone, Written, number, table, tables
from bot.survey_settings import MOST_CAUSES, SCALES, Cause, Nps, Surveys
from bot.survey_settings import contradictions as in_surveys

PREFIX = "RELAYDESK_"
_LANGUAGES = ", ".join(LANGUAGES)


def _apart(starts: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(starts)) < len(starts):
        raise ValueError
    return starts


def _secret(pattern: str) -> AfterValidator:
    def shaped(secret: SecretStr) -> SecretStr:
        if not re.fullmatch(pattern, secret.get_secret_value()):
            raise ValueError
        return secret

    return AfterValidator(shaped)


Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\S*$")]
Ending = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,12}$")]
Channel = Annotated[str, StringConstraints(pattern=r"^[CG][A-Z0-9]{7,}$")]
Agent = Annotated[str, StringConstraints(pattern=r"^[UWS][A-Z0-9]{7,}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
OfDay = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Days = Annotated[int, BeforeValidator(number)]

_CHANNEL = "a Slack channel id such as C0123ABCD"
_ADDRESS = "an address that starts with https:// (or http://)"


class Telegram(Section):
    token: Annotated[SecretStr, _secret(r"\d+:[\w-]+")] = Field(description="the token @BotFather gave the bot")
    api_url: Annotated[Address, AfterValidator(lambda url: url.rstrip("/"))] = Field(
        "https://api.telegram.org", description=_ADDRESS
    )
    mode: Literal["polling", "webhook"] = Field("polling", description='"polling" or "webhook"')
    webhook_url: Address | None = Field(None, description=_ADDRESS)
    webhook_secret: Annotated[SecretStr, _secret(r"[\w-]{16,256}")] | None = Field(
        None, description="16 to 256 letters, digits, - and _"
    )
    topics: Literal["auto", "off"] = Field("auto", description='"auto" or "off"')
    status_line: Literal["auto", "off"] = Field("auto", description='"auto" or "off"')


class Slack(Section):
    bot_token: Annotated[SecretStr, _secret(r"xoxb-\S+")] = Field(description="a bot token, xoxb-...")
    app_token: Annotated[SecretStr, _secret(r"xapp-\S+")] | None = Field(
        None, description="an app-level token, xapp-..."
    )
    signing_secret: Annotated[SecretStr, _secret(r"\S{8,}")] | None = Field(
        None, description="the app's signing secret, 8 characters or more"
    )
    api_url: Annotated[Address, AfterValidator(lambda url: url.rstrip("/") + "/")] = Field(
        "https://slack.com/api/", description=_ADDRESS
    )
    mode: Literal["socket", "http"] = Field("socket", description='"socket" or "http"')
    request_url: Address | None = Field(None, description=_ADDRESS)


class Database(Section):
    url: Annotated[SecretStr, _secret(r"(sqlite:///(?!:memory:).|postgresql(\+\w+)?://).+")] = Field(
        SecretStr("sqlite:///relaydesk.db"),
        description="sqlite:///file.db or postgresql://user:password@host/name",
    )
    durable: bool = Field(True, description="true or false")


class Http(Section):
    host: Annotated[str, StringConstraints(min_length=1)] = Field(
        "127.0.0.1", description="the address to listen on, such as 127.0.0.1 or 0.0.0.0"
    )
    port: Annotated[int, BeforeValidator(number)] = Field(
        8080, ge=0, le=65535, description="a port from 1 to 65535, or 0 for any that is free"
    )
    metrics: bool = Field(False, description="true or false")


class Desk(Section):
    name: Name = Field("Support", description=A_NAME)
    default_language: Language = Field("en", description=f"one of {_LANGUAGES}")
    timezone: Timezone = Field("UTC", description="the name of a time zone such as Europe/Warsaw")
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


class Relaying(Section):
    undo_seconds: Annotated[float, BeforeValidator(number)] = Field(
        5, ge=0, le=60, allow_inf_nan=False, description="seconds from 0 to 60"
    )
    in_doubt: InDoubt = Field(InDoubt.REPEAT, description='"repeat" or "ask"')
    flood_per_minute: Annotated[int, BeforeValidator(number)] = Field(
        30, ge=0, le=600, description="messages a minute from 1 to 600, or 0 to slow nobody down"
    )


class Files(Section):
    refuse: tuple[Ending, ...] = Field(
        DANGEROUS, description='endings of file names in lower case, without the dot, such as ["exe", "js"]'
    )


class Logging(Section):
    level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description='"debug", "info", "warning" or "error"'
    )
    format: Literal["json", "console"] = Field("json", description='"json" or "console"')


class Tracing(Section):
    endpoint: Address | None = Field(None, description=_ADDRESS)
    sample: Annotated[float, BeforeValidator(number)] = Field(
        1, gt=0, le=1, allow_inf_nan=False, description="a share above 0 and up to 1"
    )


class Config(BaseSettings):
    """All settings. Made from values alone: only `load` looks at a file or the environment."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix=PREFIX, env_nested_delimiter="__", hide_input_in_errors=True
    )

    telegram: Telegram
    slack: Slack
    database: Database = Database()
    http: Http = Http()
    desk: Desk = Desk()
    teams: tuple[Team, ...] = Field(min_length=1, description="at least one [[teams]] table")
    categories: tuple[Category, ...] = Field((), description="[[categories]] tables")
    calendars: tuple[Calendar, ...] = Field((), description="[[calendars]] tables")
    policies: tuple[Policy, ...] = Field((), description="[[policies]] tables")
    chains: tuple[Chain, ...] = Field((), description="[[chains]] tables")
    escalation: Escalation = Escalation()
    rota: Rota = Rota()
    silence: Silence = Silence()
    follow_ups: tuple[FollowUp, ...] = Field((), description="[[follow_ups]] tables")
    contact: Contact = Contact()
    surveys: Surveys = Surveys()
    recovery: Recovery = Recovery()
    nps: Nps = Nps()
    reports: Reports = Reports()
    causes: tuple[Cause, ...] = Field((), max_length=MOST_CAUSES, description=f"up to {MOST_CAUSES} [[causes]] tables")
    supervisors: Supervisors
    operators: Operators
    relay: Relaying = Relaying()
    files: Files = Files()
    privacy: Privacy = Privacy()
    logging: Logging = Logging()
    tracing: Tracing = Tracing()

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, *_: Any, **__: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)

    def practice(self) -> Practice:
        """What the desk needs to know of all this."""
        calendars = tuple(each.calendar(self.desk.timezone) for each in self.calendars)
        by_name = {calendar.name: calendar for calendar in calendars}
        return Practice(
            name=self.desk.name,
            teams=tuple(_team(team, by_name, self.silence, self.recovery) for team in self.teams),
            categories=tuple(DeskCategory(**dict(category)) for category in self.categories),
            language=self.desk.default_language,
            timezone=self.desk.timezone,
            undo=timedelta(seconds=self.relay.undo_seconds),
            in_doubt=self.relay.in_doubt,
            flood=self.relay.flood_per_minute,
            supervisors=self.supervisors.channel,
            interruptions=self.supervisors.interruptions,
            shifts=tuple(map(time.fromisoformat, self.supervisors.shifts)),
            operators=self.operators.channel,
            refused_files=frozenset(self.files.refuse),
            calendars=calendars,
            status_line=self.telegram.status_line == "auto",
            tiers=self.desk.tiers,
            policies=tuple(each.policy(by_name) for each in self.policies),
            chains=tuple(each.chain() for each in self.chains),
            escalating=self.escalation.escalating(),
            rota=self.rota.rota(by_name, self.desk.timezone),
            surveys=self.surveys.surveying(self.contact.quiet),
            nps=self.nps.relationship(),
            weekly=self.reports.weekly(),
            causes=tuple(each.cause() for each in self.causes),
            privacy=self.privacy.practice(),
            follow_ups=tuple(each.rule() for each in self.follow_ups),
            courtesy=self.contact.courtesy(),
        )


def _team(team: Team, known: Mapping[str, DeskCalendar], silence: Silence, recovery: Recovery) -> DeskTeam:
    keep = timedelta(days=team.keep_days) if team.keep_days else None
    calendar = known[team.calendar] if team.calendar else ALWAYS
    written = team.model_dump(exclude={"keep_days", "calendar"})
    written |= {"silence": silence.of(team.name), "recovery": recovery.of(team.name)}
    return DeskTeam(**written, keep=keep, calendar=calendar)


def contradictions(written: Written) -> Iterator[str]:
    """What no single value shows. Reads what is written, so that all faults are told together."""
    yield from _missing_for_a_mode(written)
    yield from _names_used_twice(written, "teams")
    yield from _names_used_twice(written, "categories")
    yield from _names_used_twice(written, "calendars")
    yield from _names_used_twice(written, "policies")
    yield from _names_used_twice(written, "chains")
    yield from _names_used_twice(written, "follow_ups")
    yield from _names_used_twice(written, "causes")
    yield from _lost_categories(written)
    yield from in_service_levels(written)
    yield from in_escalation(written)
    yield from in_rota(written)
    yield from in_surveys(written)
    yield from in_recovery(written)
    yield from in_privacy(written)
    yield from in_follow_ups(written)


def _missing_for_a_mode(written: Written) -> Iterator[str]:
    needs = (
        ("slack", "mode", "socket", "app_token", " (set RELAYDESK_SLACK__APP_TOKEN)"),
        ("slack", "mode", "http", "signing_secret", " (set RELAYDESK_SLACK__SIGNING_SECRET)"),
        ("telegram", "mode", "webhook", "webhook_url", ", where Telegram reaches this desk from outside"),
        ("telegram", "mode", "webhook", "webhook_secret", " (set RELAYDESK_TELEGRAM__WEBHOOK_SECRET)"),
    )
    defaults = {"slack": "socket", "telegram": "polling"}
    for section, key, value, needed, how in needs:
        given = table(written, section)
        if given.get(key, defaults[section]) == value and needed not in given:
            yield f"{path(section, needed)}: missing, {path(section, key)} = {quoted(value)} needs it{how}"


def _names_used_twice(written: Written, section: str) -> Iterator[str]:
    names = [each.get("name") for each in tables(written, section)]
    for place, name in enumerate(names):
        if name is not None and name in names[:place]:
            first = path(section, names.index(name), "name")
            yield f"{path(section, place, 'name')}: {quoted(name)} is already the name of {first}"


def _lost_categories(written: Written) -> Iterator[str]:
    teams = [each.get("name") for each in tables(written, "teams")]
    language = table(written, "desk").get("default_language", "en")
    for place, category in enumerate(tables(written, "categories")):
        team, label = category.get("team"), category.get("label")
        if team is not None and team not in teams:
            there = ", ".join(map(quoted, teams)) or "none"
            yield f"{path('categories', place, 'team')}: no team is called {quoted(team)}; there is {there}"
        if isinstance(label, dict) and language not in label:
            yield f"{path('categories', place, 'label')}: no words in {quoted(language)}, the desk's language"
