"""Who sees which numbers.

Figures about a person are theirs and their supervisors'. No configuration says who is a supervisor, so whoever asks in
the supervisors' channel is one, since they alone are let in there. Where that is a team's channel too, it says nothing
about anybody. Others see their own teams, and of persons themselves.
"""

from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.desk.desk import Desk
from bot.desk.measures.periods import Period, asked_for
from bot.desk.measures.satisfaction import Satisfaction
from bot.desk.measures.scope import EVERYTHING, Scope
from bot.desk.people.tables import Agent
from bot.desk.practice import Practice
from bot.desk.privacy.auditing import Deed, written_down
from bot.desk.refusals import NoTeamAndNoDays, OtherTeams


class Wanted(NamedTuple):
    """`person`: of persons, only that one is shown; all of them where there is none. `today` is the desk's."""

    period: Period
    scope: Scope
    person: str | None
    today: date


def wanted(desk: Desk, agent: str, said: str, channel: str) -> Wanted:
    """What somebody asks for, in a channel. Raises `NoTeamAndNoDays`, `OtherTeams`, and what `asked_for` does."""
    asks = desk.agent(agent)
    today = desk.moment.astimezone(ZoneInfo(desk.practice.timezone)).date()
    period, name = asked_for(said, today)
    if is_for_supervisors(desk.practice, channel):
        return Wanted(period, Scope(frozenset({_team(desk.practice, name)})) if name else EVERYTHING, None, today)
    return Wanted(period, Scope(_own(desk.practice, asks, name)), agent, today)


def is_for_supervisors(practice: Practice, channel: str) -> bool:
    return channel == practice.supervisors and channel not in {team.channel for team in practice.teams}


def _own(practice: Practice, asks: Agent, name: str) -> frozenset[str]:
    if not name:
        return frozenset(asks.teams)
    team = _team(practice, name)
    if team not in asks.teams:
        raise OtherTeams(teams=", ".join(asks.teams))
    return frozenset({team})


def _team(practice: Practice, name: str) -> str:
    for team in practice.teams:
        if team.name.casefold() == name.casefold():
            return team.name
    teams = [team.name for team in practice.teams]
    raise NoTeamAndNoDays(said=name, teams=", ".join(teams), example=teams[0])


def read(desk: Desk, agent: str, shown: Satisfaction) -> None:
    """Somebody had comments of customers shown to them."""
    if shown.comments:
        written_down(desk, agent, Deed.COMMENTS_READ, tickets=[comment.ticket for comment in shown.comments])
