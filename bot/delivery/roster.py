"""Who may act, as the workspace says it now; and who we are there."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.slack_verdicts import error_code
from bot.desk.people.roster import Member
from bot.desk.practice import Practice

Json = dict[str, Any]

_GONE = ("no_such_subteam", "subteam_not_found", "user_not_found", "users_not_found", "user_not_visible")


class Ours(NamedTuple):
    """The bot's own ids, its workspace's, and that workspace's address."""

    team: str
    user: str
    bot: str
    url: str


async def who_we_are(calm: AsyncWebClient) -> Ours:
    """Raises what Slack's client raises."""
    said = await calm.auth_test()
    return Ours(team=said["team_id"], user=said["user_id"], bot=said["bot_id"], url=said["url"])


async def read_roster(calm: AsyncWebClient, practice: Practice, home: str) -> list[Member]:
    """Everybody who is configured and a full member of the workspace `home`; teams in the configuration's order.

    Raises what Slack's client raises: half a roster would shut people out.
    """
    teams: dict[str, list[str]] = {}
    for team in practice.teams:
        for user in await _users(calm, team.agents):
            teams.setdefault(user, []).append(team.name)
    found = [await _member(calm, user, tuple(dict.fromkeys(names)), home) for user, names in teams.items()]
    return [member for member in found if member]


async def _users(calm: AsyncWebClient, agents: Iterable[str]) -> list[str]:
    users: list[str] = []
    for agent in agents:
        users += await _of_group(calm, agent) if agent.startswith("S") else [agent]
    return users


async def _of_group(calm: AsyncWebClient, group: str) -> list[str]:
    """A group that is gone has nobody in it."""
    try:
        said = await calm.usergroups_users_list(usergroup=group)
    except SlackApiError as error:
        if error_code(error) in _GONE:
            return []
        raise
    return [str(user) for user in said["users"]]


async def _member(calm: AsyncWebClient, user: str, teams: tuple[str, ...], home: str) -> Member | None:
    try:
        known: Json = (await calm.users_info(user=user))["user"]
    except SlackApiError as error:
        if error_code(error) in _GONE:
            return None
        raise
    return Member(user, _name(known), teams, str(known.get("tz") or "")) if _belongs(known, home) else None


def _belongs(user: Json, home: str) -> bool:
    """A full member of the home workspace: no guest, nobody from a shared channel, nobody who left, no app."""
    outside = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")
    return user.get("team_id") == home and not any(user.get(mark) for mark in outside)


def _name(user: Json) -> str:
    profile = user.get("profile", {})
    return str(profile.get("display_name") or profile.get("real_name") or user.get("real_name") or user["name"])
