"""How this room writes its statements: built once (building one costs more than running it), and in few shapes
(each distinct text is one more prepared statement in the driver)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    BindParameter,
    ColumnElement,
    Connection,
    Executable,
    FromClause,
    Table,
    Text,
    bindparam,
    case,
    cast,
    column,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from bot.engine import as_json
from bot.engine.tables import Big

Upsert = Callable[[str], Executable]  # by the name of the dialect

_ROWS = bindparam("rows", type_=Text)
ZERO: ColumnElement[int] = literal_column("0")


def big(name: str) -> BindParameter[int]:
    """A 64-bit parameter. Its name must not be that of a column the statement sets."""
    return bindparam(name, type_=Big)


def upsert(build: Callable[[Any], Executable]) -> Upsert:
    """ON CONFLICT is spelled alike in both databases, but SQLAlchemy has one `insert` for each.

    Built when it is first asked for: what SQLAlchemy knows of PostgreSQL takes 3 MB, and SQLite needs none of it.
    """
    return cache(lambda dialect: build(insert_of(dialect)))


def insert_of(dialect: str) -> Any:
    return import_module(f"sqlalchemy.dialects.{dialect}").insert


def for_this(connection: Connection, statement: Upsert) -> Executable:
    return statement(connection.dialect.name)


def insert_many(insert: Any, table: Table, *names: str, **same: ColumnElement[Any]) -> Any:
    """All rows of `as_rows`, which have those names, in their order; `same` is what the other columns of each are."""
    source, values = _rows_on_sqlite(names) if insert is sqlite.insert else _rows_on_postgresql(table, names)
    rows = select(*values, *same.values()).select_from(source)
    return insert(table).from_select([*names, *same], rows.where(true()))  # SQLite takes ON CONFLICT for a join without


def _rows_on_sqlite(names: Sequence[str]) -> tuple[FromClause, list[ColumnElement[Any]]]:
    each = func.json_each(_ROWS).table_valued("value")
    return each, [func.json_extract(each.c.value, literal_column(f"'$.{name}'")) for name in names]


def _rows_on_postgresql(table: Table, names: Sequence[str]) -> tuple[FromClause, list[ColumnElement[Any]]]:
    columns = [column(name, table.c[name].type) for name in names]
    rows = func.json_to_recordset(cast(_ROWS, JSON)).table_valued(*columns)
    given = rows.render_derived(name="given", with_types=True)
    return given, list(given.c)


def as_rows(rows: Iterable[Mapping[str, object]]) -> dict[str, Any]:
    """The one parameter of `insert_many`: one for each column of each row would cost more than what is done with it."""
    return {"rows": as_json.written(list(rows))}


class _Among(FunctionElement[Any]):
    inherit_cache = True


@compiles(_Among, "sqlite")
def _of_json(among: _Among, compiler: SQLCompiler, **how: Any) -> str:
    value, choices = (compiler.process(each, **how) for each in among.clauses)
    return f"{value} IN (SELECT value FROM json_each({choices}))"  # noqa: S608 - both are SQLAlchemy's


@compiles(_Among, "postgresql")
def _of_array(among: _Among, compiler: SQLCompiler, **how: Any) -> str:
    value, choices = (compiler.process(each, **how) for each in among.clauses)
    return f"{value} = ANY ({choices})"


def among(value: Any, name: str) -> ColumnElement[Any]:
    """Whether the column is one of a list, which is one parameter of that name, however long it is.

    An IN with a parameter for each is written anew each time: in a crowd that took a sixth of all time.
    """
    return _Among(value, bindparam(name, type_=JSON().with_variant(ARRAY(value.type), "postgresql")))


def later(a: ColumnElement[int], b: ColumnElement[int]) -> ColumnElement[int]:
    """The greater of two: GREATEST on one database, two-argument MAX on the other."""
    return case((a > b, a), else_=b)
