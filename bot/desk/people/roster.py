"""Who may act as an agent: what the configuration and the home workspace say, kept for every replica."""

from typing import NamedTuple

from sqlmodel import select

from bot.desk.desk import Desk
from bot.desk.people.names import shown
from bot.desk.people.tables import Agent


class Member(NamedTuple):
    id: str
    name: str
    teams: tuple[str, ...]
    timezone: str = ""


def roster_is(desk: Desk, members: list[Member]) -> None:
    """The whole roster as read now: whoever is not in it may no longer act, and keeps their name in the history."""
    known = {agent.id: agent for agent in desk.session.exec(select(Agent)).all()}
    for member in members:
        agent = known.pop(member.id, None) or Agent(id=member.id, name=member.name)
        agent.name, agent.teams, agent.timezone = shown(member.name), list(member.teams), member.timezone
        desk.session.add(agent)
    for gone in known.values():
        gone.teams = []
