"""Telegram's HTML, parsed as the server parses it: into a text and its entities, or into its refusal."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox.telegram.entities import Entity, ordered, units
from bot.sandbox.telegram.refusals import Refusal, bad

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x([0-9a-f]{1,8})|#([0-9]{1,8})|(lt|gt|amp|quot));?", re.IGNORECASE)
ATTRIBUTE = re.compile(r"([^\s=>]*)\s*(=)?\s*(?:\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9.-]*))", re.DOTALL)
SPACE = re.compile(r"\s*")
LINK = re.compile(r"(?:https?|ftp|tg|tonsite)://\S+\Z", re.IGNORECASE)
DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?#:]\S*)?\Z")
MENTION = re.compile(r"tg://user\?id=([0-9]+)\Z")


@dataclass(frozen=True)
class Start:
    """`at` is the byte offset that the server's complaints name."""

    tag: str
    argument: str
    at: int


@dataclass(frozen=True)
class End:
    tag: str
    at: int


@dataclass
class Opened:
    tag: str
    argument: str
    offset: int
    begin: int  # index of its first character


def parsed(source: str) -> tuple[str, list[Entity]]:
    """The text and its entities, outer ones first, with white space at the ends still there."""
    text = ""
    opened: list[Opened] = []
    found: list[Entity] = []
    for piece in _pieces(source):
        match piece:
            case str():
                text += piece
            case Start():
                opened.append(Opened(piece.tag, piece.argument, units(text), len(text)))
            case End():
                found += _ended(piece, opened, text)
    if opened:
        raise _cannot(f'Can\'t find end tag corresponding to start tag "{opened[-1].tag}"')
    return text, _languages(ordered(found))


def _cannot(reason: str) -> Refusal:
    return bad(f"can't parse entities: {reason}")


def _ended(end: End, opened: list[Opened], text: str) -> list[Entity]:
    if not opened:
        raise _cannot(f"Unexpected end tag at byte offset {end.at}")
    start = opened.pop()
    if end.tag and end.tag != start.tag:
        raise _cannot(f'Unmatched end tag at byte offset {end.at}, expected "</{start.tag}>", found "</{end.tag}>"')
    inside = text[start.begin :]
    return _entity(start, inside) if inside else []


def _entity(start: Opened, inside: str) -> list[Entity]:
    """No entity at all for a link that leads nowhere: the server keeps its words only."""
    place: Entity = {"type": KINDS[start.tag], "offset": start.offset, "length": units(inside)}
    match place["type"]:
        case "text_link":
            return _link(place, start.argument or inside)
        case "custom_emoji":
            return [place | {"custom_emoji_id": start.argument}]
        case "date_time":
            return [place | {"unix_time": int(start.argument)}]
        case "blockquote" if start.argument:
            return [place | {"type": "expandable_blockquote"}]
        case "code" if start.argument:
            return [place | {"language": start.argument}]
    return [place]


def _link(place: Entity, target: str) -> list[Entity]:
    if mention := MENTION.match(target):
        return [place | {"type": "text_mention", "user": {"id": int(mention[1])}}]
    if LINK.match(target):
        return [place | {"url": target}]
    return [place | {"url": f"http://{target}"}] if DOMAIN.match(target) else []


def _languages(entities: list[Entity]) -> list[Entity]:
    """A language belongs to a `pre` around the whole `code`; anywhere else it means nothing."""
    spans = {(entity["offset"], entity["length"]) for entity in entities if entity["type"] == "pre"}
    languages = {(e["offset"], e["length"]): e["language"] for e in entities if "language" in e}
    kept = []
    for entity in entities:
        span = (entity["offset"], entity["length"])
        if entity["type"] == "pre" and span in languages:
            kept.append(entity | {"language": languages[span]})
        elif entity["type"] != "code" or span not in spans:
            kept.append({key: value for key, value in entity.items() if key != "language"})
    return kept


def _pieces(source: str) -> Iterator[str | Start | End]:
    at = 0
    while at < len(source):
        if source[at] == "<":
            piece: str | Start | End
            piece, at = _end(source, at) if source[at + 1 : at + 2] == "/" else _start(source, at)
            yield piece
            continue
        reference = REFERENCE.match(source, at)
        yield _character(reference) if reference else source[at]
        at = reference.end() if reference else at + 1


def _character(reference: re.Match[str]) -> str:
    """A numeric reference to no character stays as it was typed."""
    hexadecimal, decimal, name = reference.groups()
    if name:
        return NAMED[name.lower()]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return reference[0] if code == 0 or code >= 0x10FFFF or 0xD800 <= code <= 0xDFFF else chr(code)


def _byte(source: str, at: int) -> int:
    return len(source[:at].encode())


def _end(source: str, begin: int) -> tuple[End, int]:
    named = re.compile(r"</([^\s>]*)\s*(>)?").match(source, begin)
    if not named or not named[2]:
        raise _cannot(f"Unclosed end tag at byte offset {_byte(source, begin)}")
    return End(named[1].lower(), _byte(source, begin)), named.end()


def _start(source: str, begin: int) -> tuple[Start, int]:
    at_byte = _byte(source, begin)
    named = re.compile(r"<([^\s>]*)").match(source, begin)
    if not named or named.end() == len(source):
        raise _cannot(f"Unclosed start tag at byte offset {at_byte}")
    tag = named[1].lower()
    if tag not in KINDS:
        raise _cannot(f'Unsupported start tag "{tag}" at byte offset {at_byte}')
    attributes, end = _attributes(source, named.end(), tag, at_byte)
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise _cannot(f'Tag "span" must have class "tg-spoiler" at byte offset {at_byte}')
    return Start(tag, _argument(tag, attributes), at_byte), end


def _attributes(source: str, at: int, tag: str, at_byte: int) -> tuple[dict[str, str], int]:
    """Everything up to the closing bracket, and where the text goes on."""
    attributes: dict[str, str] = {}
    while True:
        at = _past_space(source, at)
        if source[at : at + 1] == ">":
            return attributes, at + 1
        found = ATTRIBUTE.match(source, at)
        if found is None or at == len(source):
            raise _cannot(f"Unclosed start tag at byte offset {at_byte}")
        name, equals = found[1], found[2]
        if not name:
            raise _cannot(f'Empty attribute name in the tag "{tag}" at byte offset {at_byte}')
        if not equals and (tag, name) != ("blockquote", "expandable"):
            raise _cannot(
                f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {at_byte}'
            )
        attributes[name] = REFERENCE.sub(_character, found[3] or found[4] or found[5] or "")
        at = _value_end(source, found, at_byte)


def _past_space(source: str, at: int) -> int:
    space = SPACE.match(source, at)
    return space.end() if space else at


def _value_end(source: str, found: re.Match[str], at_byte: int) -> int:
    """After a value there is space or the closing bracket, or the value was not one."""
    if not found[2]:
        return found.end(1)
    after = source[found.end() : found.end() + 1]
    if not after or after in "\"'":
        raise _cannot(f"Unclosed start tag at byte offset {at_byte}")
    if found[5] is not None and not after.isspace() and after != ">":
        raise _cannot(f"Unexpected end of name token at byte offset {_byte(source, found.start(5))}")
    return found.end()


def _argument(tag: str, attributes: dict[str, str]) -> str:
    match tag:
        case "a":
            return attributes.get("href", "")
        case "code":
            name = attributes.get("class", "")
            return name.removeprefix("language-") if name.startswith("language-") else ""
        case "tg-time":
            return attributes.get("unix", "")
        case "tg-emoji":
            return attributes.get("emoji-id", "")
        case "blockquote":
            return "expandable" if "expandable" in attributes else ""
    return ""
