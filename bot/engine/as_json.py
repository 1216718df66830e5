"""JSON as both databases are given it, and read it: several times faster than the standard library's.

That is what reads and writes what pydantic's does not know, such as half a surrogate pair that an older version stored.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic_core import PydanticSerializationError, from_json, to_json


def written(value: Any) -> str:
    try:
        return to_json(value).decode()
    except (PydanticSerializationError, UnicodeEncodeError):
        return json.dumps(value)


def read(text: str | bytes) -> Any:
    try:
        return from_json(text)
    except ValueError:
        return json.loads(text)
