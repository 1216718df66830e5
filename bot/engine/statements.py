"""How this room writes its statements: built once (building one costs more than running it), and in few shapes
(each distinct text is one more prepared statement in the driver)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import (
    ARRAY,
    JSON,
    BindParameter,
    ColumnElement,
    Connection,
    Dialect,
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
Processor = Callable[[Any], Any]  # between Python's value and the driver's

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


class _Written(NamedTuple):
    """A statement as the driver takes it: the names of its parameters in order, those that it sets itself, and what
    makes the driver's values of Python's, by name, and Python's of the driver's, by column: nothing, for most."""

    text: str
    names: Sequence[str]
    fixed: Mapping[str, Any]
    bound: Sequence[tuple[str, Processor]]
    read: Sequence[Processor | None]


_WRITTEN: WeakKeyDictionary[Dialect, dict[Executable, _Written]] = WeakKeyDictionary()


def run(connection: Connection, statement: Executable, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
    """All rows of a statement that is kept, and is given values of the same names each time.

    For what is asked for every message: SQLAlchemy writes it once, and the driver is asked directly. Of the 73 us that
    `Connection.execute` takes to move a lane's cursor on SQLite, this takes 9; those for a lane's head are 49 and 10.
    Errors are those of `execute`. It knows no IN with a parameter for each (see `among`), no defaults that Python
    makes, and none of SQLAlchemy's events.
    """
    written = _written(connection.dialect, statement, values)
    given = {**written.fixed, **values}
    for name, process in written.bound:
        given[name] = process(given[name])
    rows = _asked(connection, written.text, tuple([given[name] for name in written.names]))
    return [_as_read(row, written.read) for row in rows] if written.read else rows


def _written(dialect: Dialect, statement: Executable, names: Iterable[str]) -> _Written:
    kept = _WRITTEN.setdefault(dialect, {})
    if statement not in kept:
        kept[statement] = _write(dialect, statement, names)
    return kept[statement]


def _write(dialect: Dialect, statement: Any, names: Iterable[str]) -> _Written:
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    fixed = {name: each.effective_value for name, each in compiled.binds.items() if not each.required}
    bound = {name: each.type.dialect_impl(dialect).bind_processor(dialect) for name, each in compiled.binds.items()}
    read = [each.type.dialect_impl(dialect).result_processor(dialect, None) for each in statement.exported_columns]
    processed = [(name, process) for name, process in bound.items() if process]
    return _Written(str(compiled), compiled.positiontup, fixed, processed, read if any(read) else ())


def _as_read(row: Sequence[Any], processors: Sequence[Processor | None]) -> Sequence[Any]:
    return [process(value) if process else value for value, process in zip(row, processors, strict=True)]


def _asked(connection: Connection, text: str, given: tuple[Any, ...]) -> Sequence[Sequence[Any]]:
    """By the driver itself. SQLAlchemy sees to its errors, as to those of its own statements: it hides what was given,
    and drops a connection that broke or whose user gave up. It wraps whatever it is told a text of."""
    if not connection.in_transaction():
        connection.begin()
    cursor = None
    try:
        cursor = connection.connection.cursor()
        cursor.execute(text, given)
        rows = cursor.fetchall()
    except BaseException as error:
        said = text if isinstance(error, connection.dialect.loaded_dbapi.Error) else None
        connection._handle_dbapi_exception(error, said, given, cursor, None)
    cursor.close()
    return rows
