"""auth.*, team.*, users.*, usergroups.*, apps.*: who is who, and the door to Socket Mode."""

from typing import Any

from bot.sandbox.slack.api import Api
from bot.sandbox.slack.refusals import Refused
from bot.sandbox.slack.workspace import HOME_TEAM, User, UserGroup

Json = dict[str, Any]


def test(api: Api, given: Json) -> Json:
    workspace = api.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": "Sandbox",
        "user": workspace.bot.name,
        "team_id": HOME_TEAM,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(api: Api, given: Json) -> Json:
    """The address of one WebSocket, good for one connection."""
    return {"url": f"{api.origin.replace('http', 'ws', 1)}/link/{api.sockets.ticket()}"}


def team(api: Api, given: Json) -> Json:
    return {"team": {"id": HOME_TEAM, "name": "Sandbox", "domain": api.workspace.domain, "email_domain": ""}}


def facts(api: Api, user: User) -> Json:
    """As users.info shows them; people of another workspace are marked as Slack marks them."""
    shown: Json = {
        "id": user.id,
        "team_id": user.team,
        "name": user.name,
        "deleted": user.deactivated,
        "real_name": user.real_name,
        "tz": user.timezone,
        "locale": user.locale,
        "profile": {"real_name": user.real_name, "display_name": user.real_name, "team": user.team},
        "is_bot": user.bot_id is not None,
        "is_app_user": False,
        "is_admin": user.admin,
        "is_owner": False,
        "is_restricted": user.guest,
        "is_ultra_restricted": False,
        "is_stranger": user.stranger,
        "updated": 0,
    }
    if "users:read.email" in api.app.scopes and not user.bot_id:
        shown["profile"] |= {"email": f"{user.name}@example.com"}
    return shown


def info(api: Api, given: Json) -> Json:
    return {"user": facts(api, api.user(given["user"]))}


def list_(api: Api, given: Json) -> Json:
    everyone = [facts(api, user) for user in api.workspace.users.values()]
    start = int(given.get("cursor") or 0)
    end = start + (given.get("limit") or len(everyone))
    cursor = str(end) if end < len(everyone) else ""
    return {"members": everyone[start:end], "response_metadata": {"next_cursor": cursor}}


def group_facts(group: UserGroup, with_users: bool = False) -> Json:
    shown = {
        "id": group.id,
        "team_id": HOME_TEAM,
        "is_usergroup": True,
        "name": group.name,
        "handle": group.handle,
        "description": "",
        "date_create": group.created,
        "date_update": group.updated,
        "date_delete": 0,
        "user_count": len(group.users),
    }
    return shown | ({"users": list(group.users)} if with_users else {})


def groups(api: Api, given: Json) -> Json:
    with_users = given.get("include_users", False)
    return {"usergroups": [group_facts(group, with_users) for group in api.workspace.groups.values()]}


def group_users(api: Api, given: Json) -> Json:
    group = api.workspace.groups.get(given["usergroup"])
    if group is None:
        raise Refused("no_such_subteam")
    return {"users": list(group.users)}
