"""Texts and their entities. Offsets and lengths count UTF-16 code units, as everywhere in Telegram."""

import html
import re
from collections.abc import Iterable
from typing import Any

from bot.sandbox.telegram.refusals import bad

Entity = dict[str, Any]

TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
    "text_link": "a",
}
TYPES = {*TAGS, "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"} | {
    "text_mention",
    "custom_emoji",
    "date_time",
}
# What the server notices by itself in any text, in this order; the first to claim a place has it.
NOTICED = {
    "url": re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]"),
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "bot_command": re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])"),
    "mention": re.compile(r"(?<![\w/@])@[A-Za-z][A-Za-z0-9_]{3,31}\b"),
}
QUIET_INSIDE = {"code", "pre", "text_link", "text_mention"}


def units(text: str) -> int:
    """The length in UTF-16 code units: an emoji beyond the basic plane counts two."""
    return len(text) + sum(character > "\uffff" for character in text)


def ordered(entities: Iterable[Entity]) -> list[Entity]:
    """Outer before inner, as the server gives them."""
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """The text without white space at its ends, its entities moved and cut to fit."""
    cut = units(text) - units(text.lstrip())
    text = text.strip()
    end = units(text)
    fitted = []
    for entity in entities:
        first = max(entity["offset"] - cut, 0)
        last = min(entity["offset"] + entity["length"] - cut, end)
        if first < last:
            fitted.append(entity | {"offset": first, "length": last - first})
    return text, ordered(fitted)


def checked(text: str, entities: Any) -> list[Entity]:
    """The `entities` parameter, or a refusal."""
    if not isinstance(entities, list) or not all(isinstance(entity, dict) for entity in entities):
        raise bad("can't parse entities: expected an array of MessageEntity")
    borders = _borders(text)
    for entity in entities:
        _check(entity, borders, units(text))
    return ordered(entities)


def _check(entity: Entity, borders: set[int], end: int) -> None:
    first, length = entity.get("offset"), entity.get("length")
    if not isinstance(first, int) or not isinstance(length, int) or first < 0 or length <= 0:
        raise bad("can't parse MessageEntity: offset and length must be of type Number")
    if entity.get("type") not in TYPES:
        raise bad("can't parse MessageEntity: unsupported type specified")
    if entity["type"] == "text_link" and not entity.get("url"):
        raise bad("can't parse MessageEntity: Can't find field \"url\"")
    if first + length > end:
        raise bad(f"entity beginning at UTF-16 offset {first} ends after the end of the text at UTF-16 offset {end}")
    if first not in borders or first + length not in borders:
        raise bad(f"entity begins or ends in a middle of a UTF-16 symbol at UTF-16 offset {first}")


def _borders(text: str) -> set[int]:
    """Every offset at which a character begins, and the end."""
    borders, at = {0}, 0
    for character in text:
        at += units(character)
        borders.add(at)
    return borders


def noticed(text: str, entities: list[Entity]) -> list[Entity]:
    """The entities and those the server adds by itself: commands, links, addresses, mentions."""
    taken = [entity for entity in entities if entity["type"] in QUIET_INSIDE]
    found = list(entities)
    for kind, pattern in NOTICED.items():
        for match in pattern.finditer(text):
            entity = {"type": kind, "offset": units(text[: match.start()]), "length": units(match.group())}
            if not any(_overlap(entity, other) for other in taken):
                taken.append(entity)
                found.append(entity)
    return ordered({repr(sorted(entity.items())): entity for entity in found}.values())


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])


def as_html(text: str, entities: list[Entity]) -> str:
    """The text as a page can show it. Crossing entities are closed and opened again, so tags always nest."""
    shown = [entity for entity in ordered(entities) if entity["type"] in TAGS]
    pieces: list[str] = []
    opened: list[Entity] = []
    at = 0
    for character in [*text, ""]:
        pieces += _closed(opened, at)
        for entity in shown:
            if entity["offset"] == at:
                pieces.append(_tag(entity))
                opened.append(entity)
        pieces.append(html.escape(character))
        at += units(character)
    return "".join(pieces)


def _closed(opened: list[Entity], at: int) -> list[str]:
    """Close what ends here; what was opened inside it and goes on is opened again."""
    ends = [entity["offset"] + entity["length"] <= at for entity in opened]
    if not any(ends):
        return []
    inside = opened[ends.index(True) :]
    del opened[ends.index(True) :]
    going_on = [entity for entity in inside if entity["offset"] + entity["length"] > at]
    opened += going_on
    return [f"</{TAGS[entity['type']]}>" for entity in reversed(inside)] + [_tag(entity) for entity in going_on]


def _tag(entity: Entity) -> str:
    if entity["type"] == "text_link":
        return f'<a href="{html.escape(entity["url"])}">'
    return f"<{TAGS[entity['type']]}>"
