"""conversations.*: channels, who is in them, and what was said there."""

from collections.abc import Sequence
from typing import Any, TypeVar

from bot.sandbox.slack import posts
from bot.sandbox.slack.api import SCOPE_OF_KIND, Api
from bot.sandbox.slack.refusals import Refused
from bot.sandbox.slack.workspace import Channel, Message

Json = dict[str, Any]
Item = TypeVar("Item")

MOST_MESSAGES = 999
_TYPES = {"public_channel": "channel", "private_channel": "group", "im": "im"}


def _page(items: Sequence[Item], given: Json, default: int) -> tuple[list[Item], str]:
    """The items of this page and the cursor of the next, empty if there is none."""
    limit = given.get("limit", default) or default
    if not 1 <= limit <= MOST_MESSAGES + 1:
        raise Refused("invalid_limit")
    cursor = given.get("cursor", "")
    start = int(cursor.removeprefix("at:")) if cursor.removeprefix("at:").isdigit() else 0
    if cursor and not cursor.startswith("at:"):
        raise Refused("invalid_cursor")
    end = start + limit
    return list(items[start:end]), f"at:{end}" if end < len(items) else ""


def _cursor(cursor: str) -> Json:
    return {"response_metadata": {"next_cursor": cursor}}


def facts(api: Api, channel: Channel) -> Json:
    if channel.kind == "im":
        return {"id": channel.id, "created": channel.created, "is_im": True, "user": channel.partner}
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "created": channel.created,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.kind == "group",
        "is_archived": channel.archived,
        "is_general": False,
        "is_shared": channel.shared,
        "is_ext_shared": channel.shared,
        "is_org_shared": False,
        "is_member": api.workspace.bot.id in channel.members,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    } | channel.limits


def info(api: Api, given: Json) -> Json:
    channel = api.channel(given["channel"], "read")
    shown = facts(api, channel)
    if given.get("include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"channel": shown}


def _known(api: Api, given: Json) -> list[Channel]:
    kinds = [_TYPES.get(name) for name in given.get("types", ["public_channel"])]
    if None in kinds:
        raise Refused("invalid_types")
    for kind in kinds:
        api.need(f"{SCOPE_OF_KIND[kind or 'channel']}:read")
    bot = api.workspace.bot.id
    return [
        channel
        for channel in api.workspace.channels.values()
        if channel.kind in kinds
        and not (channel.archived and given.get("exclude_archived"))
        and (channel.kind == "channel" or bot in channel.members)
    ]


def list_(api: Api, given: Json) -> Json:
    page, cursor = _page(_known(api, given), given, 100)
    return {"channels": [facts(api, channel) for channel in page]} | _cursor(cursor)


def of_user(api: Api, given: Json) -> Json:
    user = api.user(given.get("user", api.workspace.bot.id))
    theirs = [channel for channel in _known(api, given) if user.id in channel.members]
    page, cursor = _page(theirs, given, 100)
    return {"channels": [facts(api, channel) for channel in page]} | _cursor(cursor)


def members(api: Api, given: Json) -> Json:
    channel = api.channel(given["channel"], "read")
    page, cursor = _page(channel.members, given, 100)
    return {"members": page} | _cursor(cursor)


def join(api: Api, given: Json) -> Json:
    channel = api.channel(given["channel"])
    if channel.kind != "channel":
        raise Refused("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refused("is_archived")
    news = posts.join(api.workspace, channel, api.workspace.bot)
    return {"channel": facts(api, channel)} | ({} if news else {"warning": "already_in_channel"})


def open_(api: Api, given: Json) -> Json:
    users = given.get("users", [])
    if len(users) != 1:
        raise Refused("invalid_arguments", "[ERROR] one user only: the sandbox has no group conversations")
    api.need("im:write")
    channel = api.workspace.direct(api.user(users[0]))
    return {"channel": facts(api, channel) if given.get("return_im") else {"id": channel.id}}


def _between(messages: list[Message], given: Json) -> list[Message]:
    """`oldest` and `latest` are left out themselves unless `inclusive` is set."""
    oldest, latest = given.get("oldest", 0.0), given.get("latest", float("inf"))
    edge = given.get("inclusive", False)
    kept = []
    for message in messages:
        at = float(message.ts)
        if oldest < at < latest or (edge and at in (oldest, latest)):
            kept.append(message)
    return kept


def _messages(found: list[Message], given: Json, default: int) -> Json:
    page, cursor = _page(found, given, default)
    shown = [message.as_json(given.get("include_all_metadata", False)) for message in page]
    return {"messages": shown, "has_more": bool(cursor)} | (_cursor(cursor) if cursor else {})


def history(api: Api, given: Json) -> Json:
    """Newest first. Replies are not in it, except those also sent to the channel."""
    channel = api.joined(given["channel"], "history")
    shown = [m for m in channel.messages.values() if not m.in_thread or m.body.get("subtype") == "thread_broadcast"]
    found = _between(sorted(shown, key=lambda message: message.ts, reverse=True), given)
    return _messages(found, given, 100) | {"pin_count": len(channel.pins)}


def replies(api: Api, given: Json) -> Json:
    """Oldest first; the root always comes with them."""
    channel = api.joined(given["channel"], "history")
    asked = channel.messages.get(given["ts"])
    if asked is None:
        raise Refused("thread_not_found")
    root = channel.messages[asked.root]
    return _messages([root, *_between(channel.replies(root.ts), given)], given, MOST_MESSAGES)
