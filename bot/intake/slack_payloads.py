"""What of any payload the intake needs: its key, when the person acted, and where they can be answered.

Read with care: a payload may have any shape.
"""

import hashlib
import re
from datetime import UTC, datetime
from typing import Any, NamedTuple

Json = dict[str, Any]


class Asker(NamedTuple):
    """Who did it. Without a channel they are answered on their screen; `post` is what they pressed or reacted to."""

    agent: str | None = None
    channel: str | None = None
    thread: str | None = None
    post: str | None = None


def key(body: Json, payload: str) -> str:
    """The same for every delivery of the payload."""
    view = _part(body, "view")
    if body.get("event_id"):
        return str(body["event_id"])
    if body.get("type") == "view_submission" and view.get("id"):
        return f"view_submission:{view['id']}:{view.get('hash')}"
    kind = body.get("type") or body.get("command") or "payload"
    one = body.get("trigger_id") or body.get("action_ts")
    return f"{kind}:{one or hashlib.sha256(payload.encode()).hexdigest()}"


def acted_at(body: Json) -> datetime | None:
    match body:
        case {"event": {"event_ts": ts}} | {"action_ts": ts} | {"actions": [{"action_ts": ts}, *_]}:
            return _moment(ts)
        case _:
            return None


def _moment(ts: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(str(ts)), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def by_ourselves(body: Json, user: str, bot: str) -> bool:
    """We posted it, changed it or reacted. Whoever deletes a post of ours is somebody else, and is heard."""
    match body.get("event"):
        case {"type": "message", "subtype": "message_changed", "message": {"bot_id": author}}:
            return bool(author == bot)
        case {"type": "message", "subtype": "message_deleted"}:
            return False
        case {"type": "message", "bot_id": author}:
            return bool(author == bot)
        case {"type": "reaction_added" | "reaction_removed", "user": author}:
            return bool(author == user)
        case _:
            return False


def asker(body: Json) -> Asker:
    """Screens of their own: modals, the Home, what a command or a message's menu opens.

    So is an answer that only they see, for it may stand in a channel where we cannot say anything.
    """
    if "event" in body:
        return _of_event(_part(body, "event"))
    agent = _part(body, "user").get("id") or body.get("user_id")
    container = _part(body, "container")
    shared = container.get("type") == "message" and not container.get("is_ephemeral")
    if body.get("type") != "block_actions" or not shared:
        return Asker(agent)
    return Asker(agent, container.get("channel_id"), _ts(container.get("thread_ts")), container.get("message_ts"))


def _of_event(event: Json) -> Asker:
    message = _part(event, "message") or _part(event, "previous_message") or event
    item = _part(event, "item")
    return Asker(
        agent=_id(event.get("user")) or _id(message.get("user")),
        channel=_id(event.get("channel")) or _id(item.get("channel")),
        thread=_ts(message.get("thread_ts")),
        post=item.get("ts"),
    )


def _part(body: Json, name: str) -> Json:
    part = body.get(name)
    return part if isinstance(part, dict) else {}


def _ts(value: object) -> str | None:
    """A message's, where it is one: an answer in a thread that cannot be would be refused."""
    return value if isinstance(value, str) and re.fullmatch(r"\d+\.\d+", value, re.ASCII) else None


def _id(value: object) -> str | None:
    """Some events carry an object where others carry an id."""
    return value if isinstance(value, str) else None
