"""Which tables there should be: the engine's, and whatever the desk's modules declare."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from sqlalchemy import Column, Connection, MetaData, Table, Text, select
from sqlmodel import SQLModel

from bot.engine import tables

WHERE_TABLES_ARE = "bot.desk"

ours = MetaData()
schema_floor = Table("schema_floor", ours, Column("revision", Text, primary_key=True))
"""The oldest revision whose code can still work on these tables; no row while every migration only added something.

A migration that takes something away writes its own `down_revision` here, or a later one, so that whoever is older
says so when it starts instead of failing at its first message.
"""


def floor(connection: Connection) -> str | None:
    return connection.execute(select(schema_floor.c.revision)).scalar()


def models() -> list[MetaData]:
    """All metadata, the desk's complete: its capabilities keep their tables in modules named `tables`."""
    for name in _table_modules():
        importlib.import_module(name)
    known = [tables.metadata, SQLModel.metadata, ours]
    for each in known:
        _spelled_for_postgresql(each)
    return known


def _spelled_for_postgresql(metadata: MetaData) -> None:
    """Partial indexes say for SQLite alone which rows are theirs: whoever names PostgreSQL loads all of its dialect."""
    for table in metadata.tables.values():
        for index in table.indexes:
            index.dialect_options["postgresql"]["where"] = index.dialect_options["sqlite"]["where"]


def _table_modules() -> Iterator[str]:
    desk = importlib.import_module(WHERE_TABLES_ARE)
    for module in pkgutil.walk_packages(desk.__path__, f"{WHERE_TABLES_ARE}."):
        if module.name.rpartition(".")[2] == "tables":
            yield module.name
