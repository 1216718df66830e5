"""The payloads of interactivity, as Slack words them."""

from typing import Any

from bot.sandbox.slack.events import VERIFICATION_TOKEN
from bot.sandbox.slack.finding import Control
from bot.sandbox.slack.workspace import HOME_TEAM, Channel, Message, User, View, Workspace

Json = dict[str, Any]


def _common(workspace: Workspace, kind: str, user: User) -> Json:
    return {
        "type": kind,
        "token": VERIFICATION_TOKEN,
        "api_app_id": workspace.app_id,
        "team": {"id": HOME_TEAM, "domain": workspace.domain},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _channel(channel: Channel) -> Json:
    return {"id": channel.id, "name": channel.name or "directmessage"}


def action(workspace: Workspace, user: User, control: Control, value: Json, ids: Json) -> Json:
    """block_actions. `ids` are the trigger and, on a message, the response URL."""
    element = control.element
    done = {"type": element["type"], "action_id": element["action_id"], "block_id": control.block["block_id"]}
    done |= {key: element[key] for key in ("text", "value", "style", "placeholder") if key in element}
    done |= value | {"action_ts": workspace.new_ts()}
    where = _on_view(control.place) if isinstance(control.place, View) else _on_message(control.place)
    return _common(workspace, "block_actions", user) | where | ids | {"actions": [done]}


def _on_view(view: View) -> Json:
    return {"container": {"type": "view", "view_id": view.id}, "view": view.as_json()}


def _on_message(message: Message) -> Json:
    hidden = message.shown_to is not None
    container: Json = {"type": "message", "message_ts": message.ts, "channel_id": message.channel.id}
    container |= {"is_ephemeral": hidden} | ({"thread_ts": message.thread_ts} if message.thread_ts else {})
    where = {"container": container, "channel": _channel(message.channel), "state": {"values": {}}}
    return where if hidden else where | {"message": message.as_json()}


def submission(workspace: Workspace, user: User, view: View, trigger: str) -> Json:
    common = _common(workspace, "view_submission", user)
    return common | {"trigger_id": trigger, "view": view.as_json(), "response_urls": []}


def closed(workspace: Workspace, user: User, view: View, cleared: bool) -> Json:
    return _common(workspace, "view_closed", user) | {"view": view.as_json(), "is_cleared": cleared}


def shortcut(workspace: Workspace, user: User, callback: str, message: Message | None, ids: Json) -> Json:
    common = {"callback_id": callback, "action_ts": workspace.new_ts()} | ids
    if message is None:
        return _common(workspace, "shortcut", user) | common
    where = {"channel": _channel(message.channel), "message_ts": message.ts, "message": message.as_json()}
    return _common(workspace, "message_action", user) | common | where


def suggestion(workspace: Workspace, user: User, control: Control, typed: str) -> Json:
    where = _on_view(control.place) if isinstance(control.place, View) else _on_message(control.place)
    asked = {"action_id": control.element["action_id"], "block_id": control.block["block_id"], "value": typed}
    return _common(workspace, "block_suggestion", user) | where | asked


def command(workspace: Workspace, user: User, channel: Channel, name: str, text: str, ids: Json) -> Json:
    """Flat, since it comes as a form."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": HOME_TEAM,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": channel.name or "directmessage",
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
    } | ids
