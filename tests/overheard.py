"""What a database is asked, listened to at its driver: the engine goes past the events that SQLAlchemy has for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection

Asked = list[tuple[str, Any]]
"""The text of each statement, and its parameters; of a statement that is carried out for many, the first."""


@contextmanager
def overheard(connection: Connection) -> Iterator[Asked]:
    """All that connections are asked meanwhile. Nobody but its user may have one."""
    heard: Asked = []
    kind = type(connection.connection)
    cursor = kind.cursor
    with patch.object(kind, "cursor", lambda pooled, *args, **kwargs: _Heard(cursor(pooled, *args, **kwargs), heard)):
        yield heard


class _Heard:
    """A driver's cursor that notes what it passes on."""

    def __init__(self, cursor: Any, heard: Asked) -> None:
        self._cursor = cursor
        self._heard = heard

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def execute(self, text: str, given: Any = ()) -> Any:
        self._heard.append((text, given))
        return self._cursor.execute(text, given)

    def executemany(self, text: str, given: Any) -> Any:
        self._heard.append((text, given[0]))
        return self._cursor.executemany(text, given)
