"""What the desk's tables have in common."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Enum, Index, text
from sqlmodel import SQLModel


class Stored(SQLModel):
    """A row. Tables do not validate what they are given, so what is set goes to SQLAlchemy alone; and setting what is
    there already changes nothing, so that nothing is written for it."""

    def __setattr__(self, name: str, value: Any) -> None:
        kept = self.__dict__
        if name not in kept or kept[name] != value:
            object.__setattr__(self, name, value)


def one_of(choices: type[StrEnum]) -> Column[StrEnum]:
    """A column that keeps a choice by its value, as text: a new choice needs no migration."""
    values = [choice.value for choice in choices]
    return Column(Enum(choices, native_enum=False, length=16, values_callable=lambda _: values), nullable=False)


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """Of those rows alone for which `where`, a condition in SQL, holds."""
    these = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=these, postgresql_where=these)
