"""What is done about customers who were let down, as an operator writes it. Reads nothing."""

from collections.abc import Iterator
from datetime import timedelta

from pydantic import Field

from bot.config_faults import path, quoted
from bot.desk.recovery.rules import Channel, Recovering
from bot.settings.kinds import Name, Section, Written, table, tables
from bot.settings.service_levels import AMOUNT, Within

CHANNELS = '"team", "supervisors" or "off"'


class OfTeam(Section):
    team: Name = Field(description="the name of a team")
    channel: Channel | None = Field(None, description=CHANNELS)
    due: Within | None = Field(None, description=AMOUNT)


class Recovery(Section):
    channel: Channel = Field(Channel.TEAM, description=CHANNELS)
    due: Within = Field(timedelta(hours=8), description=AMOUNT)
    teams: tuple[OfTeam, ...] = Field((), description="[[recovery.teams]] tables")

    def of(self, team: str) -> Recovering:
        """What is written for the team alone, and for the rest what holds for all."""
        own = next((each for each in self.teams if each.team == team), OfTeam(team=team))
        return Recovering(own.channel or self.channel, own.due or self.due)


def contradictions(written: Written) -> Iterator[str]:
    """Teams that are none, or written twice."""
    teams = [each.get("name") for each in tables(written, "teams")]
    named = [each.get("team") for each in tables(table(written, "recovery"), "teams")]
    for place, team in enumerate(named):
        where = f"{path('recovery', 'teams', place)}.team"
        if team is not None and team not in teams:
            there = ", ".join(map(quoted, teams)) or "none"
            yield f"{where}: no team is called {quoted(team)}; there is {there}"
        elif team is not None and team in named[:place]:
            yield f"{where}: {quoted(team)} has its own already, in {path('recovery', 'teams', named.index(team))}"
