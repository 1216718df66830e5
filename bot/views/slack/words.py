"""The desk's words as rich text, in which Slack looks for no markup; and text that is nothing but text."""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from bot.desk.words import Span, Style, Words, straight

Json = dict[str, Any]

LONGEST = 12_000
"""Characters of one text in a post; Telegram's are 4096 at most, an agent's form takes 3000."""

LONGEST_TEXT = 3000
"""Characters of a post's plain text, and of a section."""

_STYLES = {
    Style.BOLD: "bold",
    Style.ITALIC: "italic",
    Style.STRIKE: "strike",
    Style.CODE: "code",
    Style.UNDERLINE: "underline",
}
_LINK = re.compile(r"(?:https?://|mailto:|tel:)[^\s<>|\x00-\x1f]{1,2990}\Z", re.IGNORECASE)
"""What Slack takes as an address, 3000 characters at most; it would refuse the whole post for any other."""
_LONGEST_ENTITY = len("&amp;")


class Post(NamedTuple):
    """A message: its blocks, and the plain text that notifications and screen readers say."""

    text: str
    blocks: list[Json]


def escaped(text: str) -> str:
    """So that Slack reads no mention, link or command in it, and nothing of ours is read backwards."""
    return straight(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def escaped_within(text: str, most: int) -> str:
    """Escaped, and at most so long even then: cut before, so that no entity is cut in two."""
    said = escaped(cut(text, most))
    return said if len(said) <= most else escaped(cut(text, most // _LONGEST_ENTITY))


def fallback(text: str) -> str:
    """A post's plain text."""
    return escaped_within(text, LONGEST_TEXT) or "…"


def block(words: Words, lead: str = "") -> Json:
    """A rich_text block of the words; `lead` is a line of ours above them, in bold."""
    parts = _parts(_within(words))
    if not lead:
        return {"type": "rich_text", "elements": parts}
    line = {"type": "text", "text": lead, "style": {"bold": True}}
    if parts[0]["type"] != "rich_text_section":
        return {"type": "rich_text", "elements": [_section([line]), *parts]}
    newline = {"type": "text", "text": "\n"}
    first = _section([line, newline, *parts[0]["elements"]])
    return {"type": "rich_text", "elements": [first, *parts[1:]]}


def _within(words: Words) -> Words:
    if len(words.text) <= LONGEST:
        return words
    kept = words.part(0, LONGEST)
    return Words(kept.text + "…", kept.spans)


def _parts(words: Words) -> list[Json]:
    """Text that stands by itself (code, quotes) apart from the rest, in order."""
    parts = []
    for kind, runs in groupby(_runs(words), lambda run: run.kind):
        inside = [element for run in runs for element in run.elements]
        if inside := _without_border_newlines(inside, kind):
            parts.append({"type": kind, "elements": inside})
    return parts or [_section([{"type": "text", "text": " "}])]


def _section(elements: list[Json]) -> Json:
    return {"type": "rich_text_section", "elements": elements}


class _Run(NamedTuple):
    """A stretch of text over which no span begins or ends."""

    text: str
    spans: list[Span]

    @property
    def kind(self) -> str:
        styles = {span.style for span in self.spans}
        if Style.PRE in styles:
            return "rich_text_preformatted"
        return "rich_text_quote" if Style.QUOTE in styles else "rich_text_section"

    @property
    def elements(self) -> list[Json]:
        if self.kind == "rich_text_preformatted":
            return [{"type": "text", "text": self.text}]
        look = {_STYLES[span.style]: True for span in self.spans if span.style in _STYLES}
        style = {"style": look} if look else {}
        target = next((span.target for span in self.spans if span.style is Style.LINK and _leads(span.target)), None)
        if target:
            return [{"type": "link", "url": target, "text": self.text} | style]
        return [{"type": "text", "text": self.text} | style]


def _leads(target: str) -> bool:
    return _LINK.match(target) is not None


def _runs(words: Words) -> Iterator[_Run]:
    length = len(words.text)
    edges = {0, length} | {min(edge, length) for span in words.spans for edge in (span.start, span.end)}
    for start, end in pairwise(sorted(edges)):
        yield _Run(words.text[start:end], [span for span in words.spans if span.start <= start and span.end >= end])


def _without_border_newlines(elements: list[Json], kind: str) -> list[Json]:
    """A block of code or a quote breaks the line by itself, so a line's end beside it would be an empty line."""
    if not elements:
        return []
    kept = [dict(element) for element in elements]
    if kind == "rich_text_section":
        kept[0]["text"] = kept[0]["text"].removeprefix("\n") if kept[0]["text"] != "\n" else ""
    kept[-1]["text"] = kept[-1]["text"].removesuffix("\n")
    return [element for element in kept if element["text"]]
