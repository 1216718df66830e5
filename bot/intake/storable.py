"""A payload as every database can hold it: no NUL, no half of a surrogate pair, not nested without end."""

import json
import re
from typing import Any

Json = dict[str, Any]

DEEPEST = 100
"""Levels that are kept of what is nested too deeply to be written down; the platforms' own have about ten."""

_SUSPECT = re.compile(r"\\u(?:0000|d[89a-f])")
_ESCAPES = re.compile(r"\\u(?:d[89ab]..\\ud[c-f]..|(0000|d[89a-f]..)|....)|\\.")
"""Whole escapes of our own JSON, one after another, so that what stands behind an escaped backslash is no escape."""


def storable(raw: Json) -> tuple[Json, str]:
    """The payload and its JSON; what cannot be stored became U+FFFD, which takes as much room in it as before."""
    try:
        text = json.dumps(raw)
    except RecursionError:
        raw = _cut(raw, DEEPEST)
        text = json.dumps(raw)
    if not _SUSPECT.search(text):
        return raw, text
    kept = _ESCAPES.sub(lambda escape: r"\ufffd" if escape[1] else escape[0], text)
    return (raw, text) if kept == text else (json.loads(kept), kept)


def _cut(value: Any, levels: int) -> Any:
    if not isinstance(value, dict | list):
        return value
    if not levels:
        return "…"
    if isinstance(value, list):
        return [_cut(each, levels - 1) for each in value]
    return {name: _cut(each, levels - 1) for name, each in value.items()}
