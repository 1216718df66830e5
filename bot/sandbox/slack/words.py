"""Text as a person reads it: without escapes, and taken off its blocks."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.slack.emoji import CHARACTERS

Json = dict[str, Any]

_LEAF: dict[str, Callable[[Json], Any]] = {
    "user": lambda part: f"<@{part['user_id']}>",
    "usergroup": lambda part: f"<!subteam^{part['usergroup_id']}>",
    "channel": lambda part: f"<#{part['channel_id']}>",
    "broadcast": lambda part: f"@{part['range']}",
    "emoji": lambda part: CHARACTERS.get(part["name"], f":{part['name']}:"),
    "link": lambda part: part.get("text") or part["url"],
    "date": lambda part: part.get("fallback") or str(part["timestamp"]),
}
_LINES = ("blocks", "elements", "fields", "options", "rows", "child_blocks")
_PARTS = (
    "text",
    "title",
    "subtitle",
    "label",
    "hint",
    "description",
    "placeholder",
    "body",
    "element",
    "accessory",
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def words_of(blocks: list[Json]) -> str:
    return "\n".join(text for text in map(_words, blocks) if text)


def _words(part: Any) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, list):
        return "\n".join(text for text in map(_words, part) if text)
    if not isinstance(part, dict):
        return ""
    kind = part.get("type", "")
    if kind in _LEAF and "elements" not in part:
        return str(_LEAF[kind](part))
    if kind == "mrkdwn":
        return unescaped(part["text"])
    if kind.startswith("rich_text_") and kind != "rich_text_list":
        return "".join(map(_words, part.get("elements", [])))
    inside = [_words(part[key]) for key in (*_PARTS, *_LINES) if key in part]
    return "\n".join(text for text in inside if text)
