"""How this desk works: what the operator decided, as the desk needs to know it. Built by the configuration."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import time, timedelta
from enum import StrEnum
from functools import cached_property

from bot.desk.escalation.chains import Chain, Escalating
from bot.desk.followups.rules import Courtesy, Rule, Steps
from bot.desk.measures.periods import Weekly
from bot.desk.privacy.masking import Pattern
from bot.desk.recovery.rules import Recovering
from bot.desk.relationship.rules import Relationship
from bot.desk.rota.duty import Rota
from bot.desk.service_levels.calendars import ALWAYS, Calendar
from bot.desk.service_levels.policies import Policy, version_of
from bot.desk.surveys.rules import Scale, Surveying


class Relay(StrEnum):
    """Whose plain messages in a ticket's thread go to the customer."""

    ASSIGNEE = "assignee"
    ANYONE = "anyone"
    EXPLICIT = "explicit"


class InDoubt(StrEnum):
    """What becomes of an answer that may have reached the customer, or not, because its sending was cut short."""

    REPEAT = "repeat"
    ASK = "ask"

    @property
    def repeats(self) -> int:
        """How often it is sent again before an agent is asked."""
        return 1 if self is InDoubt.REPEAT else 0


@dataclass(frozen=True)
class Team:
    name: str
    channel: str
    agents: tuple[str, ...] = ()
    relay: Relay = Relay.ASSIGNEE
    keep: timedelta | None = None
    """How long words are kept after a ticket is closed; for ever where nothing is said."""
    calendar: Calendar = ALWAYS
    """Whose working time the next two are."""
    claim_within: timedelta | None = None
    """How long a customer waits for the owner before they are asked, and as long again before it is nobody's."""
    unclaimed_after: timedelta | None = None
    """When what nobody has taken is called out."""
    silence: Steps = field(default_factory=Steps)
    """What is done about customers who are to answer and do not, in the same working time."""
    survey: Scale | None = None
    """What its customers are asked, where that is not what everybody's are."""
    effort: bool | None = None
    """Whether they are asked how easy it was, where that is not as everybody is."""
    cause_required: bool = False
    """Whether what it solves needs a cause."""
    recovery: Recovering = field(default_factory=Recovering)
    """What is done about its customers who were let down."""


@dataclass(frozen=True)
class Privacy:
    """What is hidden besides cards, whom customers can ask, and what else they are told, by language."""

    patterns: tuple[Pattern, ...] = ()
    contact: str = ""
    policy: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Category:
    name: str
    label: dict[str, str]
    team: str


@dataclass(frozen=True)
class Cause:
    """Why customers had to write at all; `label` is for agents."""

    name: str
    label: str


@dataclass(frozen=True)
class Pace:
    """The shortest time between two sends to one place, in milliseconds; what the platforms ask for.

    `shared`: whether what all places share has its limit too.
    """

    chat: int = 1000
    channel: int = 1000
    card: int = 2500
    home: int = 2000
    topic: int = 5000
    callout: int = 5000
    line: int = 3000
    shared: bool = field(default=True, kw_only=True)


DANGEROUS = (
    "ade", "adp", "apk", "app", "appx", "bat", "chm", "cmd", "com", "cpl", "deb", "dll", "dmg", "docm",
    "exe", "hta", "img", "iso", "jar", "js", "jse", "lnk", "msc", "msi", "msix", "msp", "ps1", "psm1", "reg",
    "rpm", "scf", "scr", "sh", "sys", "vb", "vbe", "vbs", "vhd", "vhdx", "wsc", "wsf", "wsh", "xlam", "xll",
    "xlsm", "xpi",
)  # fmt: skip
"""Endings of files that do something to the computer on which they are opened."""

UNPACED = Pace(*[0] * (len(fields(Pace)) - 1), shared=False)
"""For a test bench: as fast as the other side answers."""


@dataclass(frozen=True)
class Practice:
    name: str
    teams: tuple[Team, ...]
    categories: tuple[Category, ...] = ()
    language: str = "en"
    timezone: str = "UTC"
    timezones: Mapping[str, str] = field(default_factory=dict)
    """Where customers of a language live, if elsewhere: Telegram tells nobody's zone."""
    undo: timedelta = timedelta(seconds=5)
    in_doubt: InDoubt = InDoubt.REPEAT
    supervisors: str | None = None
    interruptions: int = 6
    """Of supervisors in one shift; what comes beyond goes into its digest, unless it is urgent."""
    shifts: tuple[time, ...] = (time(0), time(8), time(16))
    """When shifts begin, in `timezone`."""
    operators: str | None = None
    reopen_within: timedelta = timedelta(days=7)
    ask_which_for: timedelta = timedelta(minutes=15)
    flood: int = 30
    """Messages of one customer in a minute, beyond which they are shown in batches; 0: never."""
    refused_files: frozenset[str] = frozenset(DANGEROUS)
    calendars: tuple[Calendar, ...] = ()
    status_line: bool = True
    """Whether a pinned message in the customer's chat says how each ticket stands."""
    tiers: tuple[str, ...] = ()
    policies: tuple[Policy, ...] = ()
    chains: tuple[Chain, ...] = ()
    escalating: Escalating = field(default_factory=Escalating)
    rota: Rota = field(default_factory=Rota)
    surveys: Surveying = field(default_factory=Surveying)
    nps: Relationship = field(default_factory=Relationship)
    causes: tuple[Cause, ...] = ()
    weekly: Weekly | None = field(default_factory=Weekly)
    """When supervisors are told how satisfied customers were, where any are asked."""
    pace: Pace = field(default_factory=Pace)
    privacy: Privacy = field(default_factory=Privacy)
    follow_ups: tuple[Rule, ...] = ()
    courtesy: Courtesy = field(default_factory=Courtesy)

    @cached_property
    def promises(self) -> str:
        """Changes whenever what is promised does, or when owners and customers are asked and what nobody has is
        called out."""
        times = tuple(
            (team.name, team.calendar, team.claim_within, team.unclaimed_after, team.silence) for team in self.teams
        )
        timed = any(team.claim_within or team.unclaimed_after or team.silence for team in self.teams)
        return version_of((self.policies, times) if timed else self.policies)

    def zone_of(self, language: str) -> str:
        """The time zone in which we take it that somebody lives who speaks that language."""
        return self.timezones.get(language, self.timezone)

    @cached_property
    def _teams(self) -> Mapping[str, Team]:
        return {team.name: team for team in self.teams}

    @property
    def first_team(self) -> Team:
        return self.teams[0]

    @property
    def channels(self) -> set[str]:
        """All that the desk posts in of itself."""
        return {team.channel for team in self.teams} | {each for each in (self.supervisors, self.operators) if each}

    def team(self, name: str) -> Team:
        """The team, or the first one where the configuration no longer has it."""
        return self._teams.get(name, self.first_team)

    def has_team(self, name: str) -> bool:
        return name in self._teams

    def chain(self, name: str | None) -> Chain | None:
        return next((chain for chain in self.chains if chain.name == name), None)

    def cause(self, name: str | None) -> Cause | None:
        return next((cause for cause in self.causes if cause.name == name), None)

    def category(self, name: str | None) -> Category | None:
        return next((category for category in self.categories if category.name == name), None)

    def label(self, category: str | None, language: str) -> str:
        """A category's name for people, in their language or else the desk's."""
        found = self.category(category)
        return (found.label.get(language) or found.label[self.language]) if found else (category or "")
