"""The parameters of a call, read as the server reads them: a number may be a string, an object may be its JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.telegram.entities import Entity, checked, noticed, trimmed, units
from bot.sandbox.telegram.markup import parsed
from bot.sandbox.telegram.refusals import bad

Json = dict[str, Any]
Words = tuple[str, list[Entity]]


@dataclass(frozen=True)
class Upload:
    """A file that came in a multipart body."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Params:
    given: Mapping[str, Any]
    uploads: Mapping[str, Upload]

    def text(self, name: str) -> str:
        """Absent is empty, as for the server."""
        value = self.given.get(name)
        if value is None:
            return ""
        return _utf8(value if isinstance(value, str) else json.dumps(value))

    def integer(self, name: str, default: int = 0) -> int:
        """What is not a number counts as absent."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "yes", "1"}

    def json(self, name: str) -> Any:
        """The value, decoded if it came as JSON in a form; None if absent."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def object(self, name: str) -> Json | None:
        value = self.json(name)
        if value is not None and not isinstance(value, dict):
            raise bad(f"object expected as {name.replace('_', ' ')}")
        return value

    def array(self, name: str) -> list[Any]:
        value = self.json(name)
        if value is not None and not isinstance(value, list):
            raise bad(f"expected an array as {name.replace('_', ' ')}")
        return value or []


def _utf8(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise bad("strings must be encoded in UTF-8") from None
    return text


def words(params: Params, name: str, entities: str) -> Words:
    """A text with its entities, from `parse_mode` or from the entities given, trimmed; it may be empty.

    Markdown is refused although the real server knows it: nobody can escape a customer's text in it safely.
    """
    source = params.text(name)
    mode = params.text("parse_mode").lower()
    if mode == "html":
        text, found = parsed(source)
    elif mode:
        raise bad("unsupported parse_mode")
    else:
        text, found = source, checked(source, params.array(entities))
    text, found = trimmed(text, found)
    return text, noticed(text, found)


def text_of_message(params: Params) -> Words:
    """1-4096 characters after the entities are parsed, counted in UTF-16 code units to be on the strict side."""
    text, entities = words(params, "text", "entities")
    if not text:
        raise bad("message text is empty")
    if units(text) > 4096:
        raise bad("message is too long")
    return text, entities


def caption_of_message(params: Params) -> Words:
    text, entities = words(params, "caption", "caption_entities")
    if units(text) > 1024:
        raise bad("message caption is too long")
    return text, entities
