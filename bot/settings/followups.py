"""When customers are written to who did not ask, as an operator writes it: silence, follow-ups, and how often. Reads
nothing.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from bot.config_faults import path, quoted
from bot.desk.followups import rules
from bot.desk.service_levels import hours, policies
from bot.settings.kinds import A_NAME, Name, Section, Written, number, table, tables
from bot.settings.service_levels import AMOUNT, When, Within, lost_kinds

OFF = "off"


def _quiet(text: str) -> str:
    """Somebody who is always to be left alone is not written to at all: that is to leave out the rules."""
    if text != OFF:
        opens, closes = hours.window(text)
        if closes - opens >= hours.WHOLE_DAY:
            raise ValueError
    return text


Number = Annotated[int, BeforeValidator(number)]


class Steps(Section):
    remind_after: Within | None = Field(None, description=AMOUNT)
    remind_again_after: Within | None = Field(None, description=AMOUNT)
    solve_after: Within | None = Field(None, description=AMOUNT)

    def steps(self) -> rules.Steps:
        return rules.Steps(self.remind_after, self.remind_again_after, self.solve_after)


class OfTeam(Steps):
    team: Name = Field(description="the name of a team")


class Silence(Steps):
    teams: tuple[OfTeam, ...] = Field((), description="[[silence.teams]] tables")

    def of(self, team: str) -> rules.Steps:
        """What is written for the team alone, else what holds for all."""
        own: Steps | None = next((each for each in self.teams if each.team == team), None)
        return (own or self).steps()


Score = Annotated[int, BeforeValidator(number), Field(ge=1, le=5)]


class WhenRated(When):
    """The same as of a policy, and by what the customer said of us: `score`."""

    score: tuple[Score, ...] = Field((), description="ratings from 1 to 5")

    def when(self) -> policies.When:
        return policies.When(**{kind: frozenset(values) for kind, values in self if kind != "score"})


class FollowUp(Section):
    name: Name = Field(description=A_NAME)
    after_days: Number = Field(ge=1, le=365, description="days from 1 to 365")
    when: WhenRated = WhenRated()

    def rule(self) -> rules.Rule:
        return rules.Rule(self.name, timedelta(days=self.after_days), self.when.when(), frozenset(self.when.score))


class Contact(Section):
    quiet: Annotated[str, AfterValidator(_quiet)] = Field(
        "21:00-09:00", description='hours such as "21:00-09:00", less than a whole day, or "off"'
    )
    most_a_week: Number = Field(3, ge=1, le=50, description="messages from 1 to 50")
    nudges: Number = Field(1, ge=0, le=2, description="0, 1 or 2")
    nudge_after_days: Number = Field(2, ge=1, le=30, description="days from 1 to 30")

    def courtesy(self) -> rules.Courtesy:
        return rules.Courtesy(
            quiet=None if self.quiet == OFF else hours.window(self.quiet),
            most_a_week=self.most_a_week,
            nudges=self.nudges,
            nudge_after=timedelta(days=self.nudge_after_days),
        )


def contradictions(written: Written) -> Iterator[str]:
    """Teams that are none or written twice, a second reminder without a first, and rules for what there is not."""
    silence = table(written, "silence")
    yield from _second_without_first(silence, "silence")
    teams = [each.get("name") for each in tables(written, "teams")]
    named = [each.get("team") for each in tables(silence, "teams")]
    for place, (steps, team) in enumerate(zip(tables(silence, "teams"), named, strict=True)):
        where = path("silence", "teams", place)
        yield from _second_without_first(steps, where)
        if team is not None and team not in teams:
            there = ", ".join(map(quoted, teams)) or "none"
            yield f"{where}.team: no team is called {quoted(team)}; there is {there}"
        elif team is not None and team in named[:place]:
            yield f"{where}.team: {quoted(team)} has its own already, in {path('silence', 'teams', named.index(team))}"
    yield from lost_kinds(written, "follow_ups")


def _second_without_first(steps: Written, where: str) -> Iterator[str]:
    if "remind_again_after" in steps and "remind_after" not in steps:
        yield f"{where}.remind_again_after: there is no first reminder, set remind_after too"
