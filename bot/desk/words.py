"""What a person wrote: plain text and how parts of it look, in no platform's markup."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, NamedTuple


class Style(StrEnum):
    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    STRIKE = "strike"
    SPOILER = "spoiler"
    CODE = "code"
    PRE = "pre"
    QUOTE = "quote"
    LINK = "link"


class Span(NamedTuple):
    """`text[start:end]` looks like `style`; offsets count code points; `target` is a link's address."""

    style: Style
    start: int
    end: int
    target: str = ""


class Words(NamedTuple):
    """A text and its spans. Spans may nest; one that reaches past the text is cut to it."""

    text: str
    spans: tuple[Span, ...] = ()

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    def first(self, most: int) -> str:
        """The first words on one straight line, cut at a word's end with an ellipsis; at most `most` characters."""
        line = " ".join(straight(self.text).split())
        if len(line) <= most:
            return line
        cut = line[: most - 1]
        head, space, _ = cut.rpartition(" ")
        return (head if space and len(head) > most // 2 else cut) + "…"

    def part(self, start: int, end: int) -> "Words":
        """The words between two offsets, with the spans that reach into them."""
        kept = (
            span._replace(start=max(span.start, start) - start, end=min(span.end, end) - start)
            for span in self.spans
            if span.start < end and span.end > start
        )
        return Words(self.text[start:end], tuple(kept))

    def trimmed(self) -> "Words":
        """Without white space around."""
        lead = len(self.text) - len(self.text.lstrip())
        return self.part(lead, max(lead, len(self.text.rstrip())))


_TURNS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


def straight(text: str) -> str:
    """Without the signs that turn the direction of what follows: on one line with ours, they would turn our words."""
    return text.translate(_TURNS)


def spans_from(rows: Iterable[Iterable[Any]]) -> tuple[Span, ...]:
    """Spans as JSON keeps them: `[style, start, end, target]` each."""
    return tuple(Span(Style(style), start, end, target) for style, start, end, target in rows)
