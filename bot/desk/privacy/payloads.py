"""What came in, as it is kept when it could not be handled: with the same things hidden as in what can."""

import json
from collections.abc import Sequence
from typing import Any

from bot.desk.privacy.masking import Pattern, masked

_NO_WORDS = ("id", "ts", "_url", "_private", "token", "hash", "type", "data", "phone_number", "private_metadata")
"""Keys that end so hold what platforms made up, and must read the same when it is tried again."""


def masked_payload(payload: str, patterns: Sequence[Pattern]) -> str:
    """JSON keeps its shape, and the offsets in it stay right."""
    try:
        read = json.loads(payload)
    except ValueError:
        return masked(payload, patterns)
    return json.dumps(_masked(read, patterns))


def _masked(part: Any, patterns: Sequence[Pattern]) -> Any:
    match part:
        case str():
            return masked(part, patterns)
        case list():
            return [_masked(each, patterns) for each in part]
        case dict():
            return {key: each if _no_words(key, each) else _masked(each, patterns) for key, each in part.items()}
        case _:
            return part


def _no_words(key: str, value: object) -> bool:
    return isinstance(value, str) and key.endswith(_NO_WORDS)
