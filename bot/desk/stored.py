"""What the desk's tables have in common."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Column, Dialect, Enum, Index, text
from sqlalchemy.event import listens_for
from sqlmodel import SQLModel, UTCDateTime


class Moment(UTCDateTime):
    """SQLModel's, which asks of each value that is read which zone it is in: half of a ticket's columns are moments."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """PostgreSQL's driver gives them in UTC; SQLite keeps them as text, which says nothing of it.

        It is added to the text: `replace` takes ten times as long as reading all of it.
        """
        if dialect.name != "sqlite":
            return None
        return lambda kept: datetime.fromisoformat(kept + "+00:00") if kept else None


@listens_for(Column, "before_parent_attach")
def _kept_as_such(column: Column[Any], _table: object) -> None:
    if type(column.type) is UTCDateTime:
        column.type = Moment()


class Stored(SQLModel):
    """A row. Tables do not validate what they are given, so what is set goes to SQLAlchemy alone; and setting what is
    there already changes nothing, so that nothing is written for it."""

    def __init__(self, **given: Any) -> None:
        """Of what is new nobody asks what it was before, so SQLAlchemy need not hear of each attribute by itself."""
        usual, lists = _defaults(type(self))
        vars(self).update(usual | {name: default.copy() for name, default in lists.items()} | given)

    def __setattr__(self, name: str, value: Any) -> None:
        kept = self.__dict__
        if name not in kept or kept[name] != value:
            object.__setattr__(self, name, value)


@cache
def _defaults(table: type[SQLModel]) -> tuple[dict[str, Any], dict[str, list[Any] | dict[str, Any]]]:
    """What a row is without being told; and again what of it each has for itself."""
    usual = {name: field.default for name, field in table.model_fields.items() if not field.is_required()}
    return usual, {name: default for name, default in usual.items() if isinstance(default, list | dict)}


def one_of(choices: type[StrEnum]) -> Column[StrEnum]:
    """A column that keeps a choice by its value, as text: a new choice needs no migration."""
    values = [choice.value for choice in choices]
    return Column(Enum(choices, native_enum=False, length=16, values_callable=lambda _: values), nullable=False)


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """Of those rows alone for which `where`, a condition in SQL, holds. For PostgreSQL `migrations.models` adds it."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where))
