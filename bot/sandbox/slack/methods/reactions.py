"""reactions.* and pins.*: marks on a message."""

from typing import Any

from bot.sandbox.slack import posts
from bot.sandbox.slack.api import Api
from bot.sandbox.slack.emoji import known
from bot.sandbox.slack.refusals import Refused
from bot.sandbox.slack.workspace import Message

Json = dict[str, Any]


def _message(api: Api, given: Json) -> Message:
    return api.message(api.joined(given["channel"]), given["timestamp"])


def _name(given: Json) -> str:
    name = known(given["name"])
    if name is None:
        raise Refused("invalid_name")
    return name


def add(api: Api, given: Json) -> Json:
    name, message = _name(given), _message(api, given)
    if message.channel.archived:
        raise Refused("is_archived")
    if not posts.react(api.workspace, message, api.workspace.bot, name):
        raise Refused("already_reacted")
    return {}


def remove(api: Api, given: Json) -> Json:
    name, message = _name(given), _message(api, given)
    if not posts.unreact(api.workspace, message, api.workspace.bot, name):
        raise Refused("no_reaction")
    return {}


def get(api: Api, given: Json) -> Json:
    message = _message(api, given)
    return {"type": "message", "channel": message.channel.id, "message": message.as_json()}


def pin(api: Api, given: Json) -> Json:
    message = _message(api, given)
    pins = message.channel.pins
    if message.ts in pins:
        raise Refused("already_pinned")
    pins.append(message.ts)
    _pinned(api, message, "pin_added")
    return {}


def unpin(api: Api, given: Json) -> Json:
    message = _message(api, given)
    if message.ts not in message.channel.pins:
        raise Refused("no_pin")
    message.channel.pins.remove(message.ts)
    _pinned(api, message, "pin_removed")
    return {}


def pins(api: Api, given: Json) -> Json:
    channel = api.joined(given["channel"])
    pinned = [channel.messages[ts].as_json() for ts in channel.pins]
    return {"items": [{"type": "message", "channel": channel.id, "message": message} for message in pinned]}


def _pinned(api: Api, message: Message, kind: str) -> None:
    item = {"type": "message", "channel": message.channel.id, "message": message.as_json()}
    event = {"type": kind, "user": api.workspace.bot.id, "channel_id": message.channel.id, "item": item}
    api.workspace.happened(event | {"event_ts": api.workspace.new_ts()}, message.channel)
