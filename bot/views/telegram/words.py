"""Words as Telegram's HTML, and in parts that it takes. Lengths count UTF-16 code units, as Telegram does."""

import re
from collections.abc import Iterator
from html import escape as _escaped
from html import unescape
from itertools import pairwise

from bot.desk.words import Span, Style, Words

MOST = 4000
"""Telegram takes 4096 units; the rest is for what it counts otherwise than we do."""

_TAGS = {
    Style.QUOTE: "blockquote",
    Style.PRE: "pre",
    Style.LINK: "a",
    Style.BOLD: "b",
    Style.ITALIC: "i",
    Style.UNDERLINE: "u",
    Style.STRIKE: "s",
    Style.SPOILER: "tg-spoiler",
    Style.CODE: "code",
}
"""Outer ones first, where several cover the same words."""
_OUTER_FIRST = list(_TAGS)
_VERBATIM = (Style.PRE, Style.CODE)
_ADDRESS = re.compile(r"https?://\S+\Z", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_BREAKS = ("\n\n", "\n", ". ", " ")


def escape(text: str) -> str:
    """Safe as text between tags."""
    return _escaped(text, quote=False)


def bold(text: str) -> str:
    return f"<b>{escape(text)}</b>"


def plain(html: str) -> str:
    """What is left of our own HTML without its tags."""
    return unescape(_TAG.sub("", html))


def markup(words: Words) -> str:
    """Tags always nest: spans that cross are closed and opened again."""
    spans = sorted(_sound(words), key=lambda span: (span.start, -span.end, _OUTER_FIRST.index(span.style)))
    borders = sorted({0, len(words.text)} | {place for span in spans for place in (span.start, span.end)})
    pieces: list[str] = []
    opened: list[Span] = []
    for start, end in pairwise(borders):
        wanted = _nested([span for span in spans if span.start <= start and span.end >= end])
        kept = _shared(opened, wanted)
        pieces += [f"</{_TAGS[span.style]}>" for span in reversed(opened[kept:])]
        pieces += [_opening(span) for span in wanted[kept:]]
        pieces.append(escape(words.text[start:end]))
        opened = wanted
    return "".join(pieces + [f"</{_TAGS[span.style]}>" for span in reversed(opened)])


def _sound(words: Words) -> Iterator[Span]:
    """Spans within the text; of links, those that lead to a web page."""
    for span in words.spans:
        cut = span._replace(start=max(span.start, 0), end=min(span.end, len(words.text)))
        if cut.start < cut.end and (cut.style is not Style.LINK or _ADDRESS.match(cut.target)):
            yield cut


def _nested(spans: list[Span]) -> list[Span]:
    """Each style once, and nothing inside what is verbatim: Telegram would refuse or drop it."""
    kept: list[Span] = []
    for span in spans:
        if span.style not in [other.style for other in kept]:
            kept.append(span)
        if span.style in _VERBATIM:
            break
    return kept


def _shared(one: list[Span], other: list[Span]) -> int:
    """How many at the beginning are the same."""
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def _opening(span: Span) -> str:
    if span.style is Style.LINK:
        return f'<a href="{_escaped(span.target)}">'
    return f"<{_TAGS[span.style]}>"


def units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def parts(words: Words, most: int = MOST) -> list[Words]:
    """The words in messages of at most `most` units, cut between paragraphs, lines, sentences or words if it can be."""
    found: list[Words] = []
    rest = words.trimmed()
    while rest.text:
        at = _cut(rest.text, most)
        found.append(rest.part(0, at).trimmed())
        rest = rest.part(at, len(rest.text)).trimmed()
    return found


def _cut(text: str, most: int) -> int:
    """Where the first part ends: never before its middle only to end nicely."""
    fits = _fitting(text, most)
    if fits == len(text):
        return fits
    for mark in _BREAKS:
        at = text.rfind(mark, 0, fits)
        if at > fits // 2:
            return at + len(mark)
    return fits


def _fitting(text: str, most: int) -> int:
    """How many characters have at most `most` units; at least one."""
    if units(text) <= most:
        return len(text)
    spent = 0
    for place, character in enumerate(text):
        spent += units(character)
        if spent > most:
            return max(place, 1)
    return len(text)
