"""Telegram's entities as spans. Its offsets count UTF-16 code units, ours count characters."""

from collections.abc import Sequence
from itertools import accumulate

from telegram import MessageEntity

from bot.desk.words import Span, Style, Words

STYLES = {
    MessageEntity.BOLD: Style.BOLD,
    MessageEntity.ITALIC: Style.ITALIC,
    MessageEntity.UNDERLINE: Style.UNDERLINE,
    MessageEntity.STRIKETHROUGH: Style.STRIKE,
    MessageEntity.SPOILER: Style.SPOILER,
    MessageEntity.CODE: Style.CODE,
    MessageEntity.PRE: Style.PRE,
    MessageEntity.BLOCKQUOTE: Style.QUOTE,
    MessageEntity.EXPANDABLE_BLOCKQUOTE: Style.QUOTE,
    MessageEntity.TEXT_LINK: Style.LINK,
}
"""The others (addresses, mentions, commands) are in the text itself; a custom emoji stands there as an ordinary one."""


def words(text: str, entities: Sequence[MessageEntity]) -> Words:
    if not entities:
        return Words(text)
    place = _places(text)
    last = len(place) - 1
    spans = (
        Span(
            STYLES[entity.type],
            place[min(max(entity.offset, 0), last)],
            place[min(max(entity.offset + entity.length, 0), last)],
            entity.url or "",
        )
        for entity in entities
        if entity.type in STYLES
    )
    return Words(text, tuple(span for span in spans if span.start < span.end))


def _places(text: str) -> list[int]:
    """For every UTF-16 offset, how many characters begin before it; an offset inside one counts it as before."""
    begins = [0, *accumulate(2 if character > "\uffff" else 1 for character in text)]
    places = [len(text)] * (begins[-1] + 1)
    for character, begin in enumerate(begins):
        places[begin] = character
        if begin + 1 < len(places):
            places[begin + 1] = min(character + 1, len(text))
    return places
