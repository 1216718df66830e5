"""Which tables there should be: the engine's, and whatever the desk's modules declare."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from sqlalchemy import MetaData
from sqlmodel import SQLModel

from bot.engine import tables

WHERE_TABLES_ARE = "bot.desk"


def models() -> list[MetaData]:
    """All metadata, the desk's complete: its capabilities keep their tables in modules named `tables`."""
    for name in _table_modules():
        importlib.import_module(name)
    return [tables.metadata, SQLModel.metadata]


def _table_modules() -> Iterator[str]:
    desk = importlib.import_module(WHERE_TABLES_ARE)
    for module in pkgutil.walk_packages(desk.__path__, f"{WHERE_TABLES_ARE}."):
        if module.name.rpartition(".")[2] == "tables":
            yield module.name
