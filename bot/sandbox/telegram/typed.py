"""What a phone makes of what is typed into it."""

from bot.sandbox.telegram.checks import Json
from bot.sandbox.telegram.entities import Entity, checked, noticed, trimmed, units
from bot.sandbox.telegram.mishaps import NotPossible

LONGEST = {"text": 4096, "caption": 1024}  # UTF-16 code units
ENTITIES = {"text": "entities", "caption": "caption_entities"}


def typed(key: str, text: str, entities: list[Entity] | None = None) -> Json:
    """The part of a message that has the words: trimmed, with commands and links noticed.

    `key` is "text" or "caption"; NotPossible for an empty text or one that is too long.
    """
    text, found = trimmed(text, checked(text, entities or []))
    if not text or units(text) > LONGEST[key]:
        raise NotPossible(f"a phone sends 1 to {LONGEST[key]} characters, not {units(text)}")
    found = noticed(text, found)
    return {key: text} | ({ENTITIES[key]: found} if found else {})
