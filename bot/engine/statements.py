"""How this room writes its statements: built once at import (building one costs more than running it),
and in few shapes (each distinct text is one more prepared statement in the driver)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from sqlalchemy import BindParameter, ColumnElement, Connection, Executable, bindparam, case
from sqlalchemy.dialects import postgresql, sqlite

from bot.engine.tables import Big

T = TypeVar("T")
Upsert = Mapping[str, Executable]  # by the name of the dialect

IDS = bindparam("ids", expanding=True, type_=Big)


def big(name: str) -> BindParameter[int]:
    """A 64-bit parameter. Its name must not be that of a column the statement sets."""
    return bindparam(name, type_=Big)


def upsert(build: Callable[[Any], Executable]) -> Upsert:
    """ON CONFLICT is spelled alike in both databases, but SQLAlchemy has one `insert` for each."""
    return {"postgresql": build(postgresql.insert), "sqlite": build(sqlite.insert)}


def for_this(connection: Connection, statement: Upsert) -> Executable:
    return statement[connection.dialect.name]


def later(a: ColumnElement[int], b: ColumnElement[int]) -> ColumnElement[int]:
    """The greater of two: GREATEST on one database, two-argument MAX on the other."""
    return case((a > b, a), else_=b)


def padded(ids: Iterable[T]) -> list[T]:
    """The ids, the last repeated up to a power of two, so that IN lists come in few lengths."""
    known = list(ids)
    return known + known[-1:] * ((1 << (len(known) - 1).bit_length()) - len(known))
