"""What a transaction changed in what it had loaded, written in one statement for all that was changed alike; and what
is new."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Executable, Table, bindparam, insert, inspect, update
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import instance_state, set_committed_value
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, SQLModel

from bot.engine import as_json
from bot.engine.statements import among, run

Names = tuple[str, ...]
"""Of columns."""
Change = tuple[Table, Names, Sequence[SQLModel]]


class Saving(Session):
    """A session that writes so. Several that are new, and what goes away, are left to SQLAlchemy, which knows what
    belongs before what.

    Its own flush has a row of parameters for each row, and more to do for it than all that a crowd of deadlines does.
    Of one that is new it finds out what belongs before it: that took it longer than to insert it.
    """

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        new = list(self.new)
        if self.deleted or len(new) > 1 or not all(map(_gets_its_id, new)):
            super().flush(objects)
            return
        self._write_changes()
        for each in new:
            self._write_new(each)

    def _write_changes(self) -> None:
        alike: dict[tuple[type, Names, object], list[SQLModel]] = {}
        for thing in self.dirty:
            names = tuple(_changed(thing))
            alike.setdefault((type(thing), names, _values(thing, names)), []).append(thing)
        changes: list[Change] = [(_table(kind), names, things) for (kind, names, _), things in alike.items() if names]
        for change in sorted(changes, key=_in_order):
            self._write(*change)

    def _write(self, table: Table, names: Names, things: Sequence[SQLModel]) -> None:
        """Raises `StaleDataError` where one of them is not there any more."""
        ids, now = _ids(table, things), vars(things[0])
        values = {f"new_{name}": now[name] for name in names}
        written = run(self.connection(), _update(table, names), {"ids": ids, **values})
        if len(written) != len(ids):
            raise StaleDataError(f"of {len(ids)} rows of {table.name} there were {len(written)}")
        for thing in things:
            for name in names:
                set_committed_value(thing, name, vars(thing)[name])

    def _write_new(self, thing: SQLModel) -> None:
        """It gets its id, and is as if it had been loaded."""
        table, values = _table(type(thing)), vars(thing)
        [key] = table.primary_key.columns.keys()
        given = {name: values[name] for name in _names(table)}
        [[new]] = run(self.connection(), _insert(table), given)
        set_committed_value(thing, key, new)
        self.expunge(thing)
        make_transient_to_detached(thing)
        self.add(thing)


def _changed(thing: SQLModel) -> Iterator[str]:
    now = vars(thing)
    return (name for name, was in instance_state(thing).committed_state.items() if was != now[name])


def _values(thing: SQLModel, names: Names) -> object:
    """To be compared."""
    now = vars(thing)
    found = [now[name] for name in names]
    return tuple(as_json.written(value) if isinstance(value, list | dict) else value for value in found)


def _gets_its_id(thing: SQLModel) -> bool:
    """From the database, when it is inserted."""
    keys = _table(type(thing)).primary_key.columns.keys()
    return [vars(thing)[key] for key in keys] == [None]


def _table(kind: type) -> Table:
    table: Table = inspect(kind).local_table
    return table


def _ids(table: Table, things: Sequence[SQLModel]) -> list[Any]:
    [key] = table.primary_key.columns.keys()
    return sorted(vars(thing)[key] for thing in things)


def _in_order(change: Change) -> tuple[int, Any]:
    """As SQLAlchemy would: by what refers to what, and by id, so that two transactions do not wait in a circle."""
    table, _, things = change
    return _rank(table), _ids(table, things)


@cache
def _rank(table: Table) -> int:
    return table.metadata.sorted_tables.index(table)


@cache
def _names(table: Table) -> Names:
    """But for its key."""
    return tuple(each.name for each in table.columns if not each.primary_key)


@cache
def _insert(table: Table) -> Executable:
    return insert(table).returning(*table.primary_key.columns)


@cache
def _update(table: Table, names: Names) -> Executable:
    [key] = table.primary_key.columns
    new = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names}
    return update(table).where(among(key, "ids")).values(new).returning(key)
