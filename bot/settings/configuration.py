"""All that can be set, as one, and what contradicts what. Reads nothing."""

from collections.abc import Iterator, Mapping
from datetime import time, timedelta
from typing import Any

from pydantic import Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.config_faults import path, quoted
from bot.desk.practice import Category as DeskCategory
from bot.desk.practice import Practice
from bot.desk.practice import Team as DeskTeam
from bot.desk.service_levels.calendars import ALWAYS
from bot.desk.service_levels.calendars import Calendar as DeskCalendar
from bot.settings.escalation import Chain, Escalation
from bot.settings.escalation import contradictions as in_escalation
from bot.settings.followups import Contact, FollowUp, Silence
from bot.settings.followups import contradictions as in_follow_ups
from bot.settings.hosting import Database, Http, Logging, Tracing
from bot.settings.kinds import Written, tables
from bot.settings.platforms import Slack, Telegram, missing_for_a_mode
from bot.settings.privacy import Privacy
from bot.settings.privacy import contradictions as in_privacy
from bot.settings.recovery import Recovery
from bot.settings.recovery import contradictions as in_recovery
from bot.settings.relaying import Files, Relaying
from bot.settings.reports import Reports
from bot.settings.rota import Rota
from bot.settings.rota import contradictions as in_rota
from bot.settings.service_levels import Calendar, Policy
from bot.settings.service_levels import contradictions as in_service_levels
from bot.settings.surveys import MOST_CAUSES, Cause, Nps, Surveys
from bot.settings.surveys import contradictions as in_surveys
from bot.settings.teams import Category, Desk, Operators, Supervisors, Team, lost_categories

PREFIX = "RELAYDESK_"


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
            timezones=self.desk.timezones,
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
    yield from missing_for_a_mode(written)
    for section in ("teams", "categories", "calendars", "policies", "chains", "follow_ups", "causes"):
        yield from _names_used_twice(written, section)
    yield from lost_categories(written)
    yield from in_service_levels(written)
    yield from in_escalation(written)
    yield from in_rota(written)
    yield from in_surveys(written)
    yield from in_recovery(written)
    yield from in_privacy(written)
    yield from in_follow_ups(written)


def _names_used_twice(written: Written, section: str) -> Iterator[str]:
    names = [each.get("name") for each in tables(written, section)]
    for place, name in enumerate(names):
        if name is not None and name in names[:place]:
            first = path(section, names.index(name), "name")
            yield f"{path(section, place, 'name')}: {quoted(name)} is already the name of {first}"
