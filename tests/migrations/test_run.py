from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect

from bot.engine.address import read_address
from migrations import run
from migrations.connect import DanglingReference, inside
from migrations.opening import Unreachable
from tests.databases import Fresh

ENGINE = "2026_11_21_engine"


def tables(url: str) -> set[str]:
    return set(inside(url, lambda connection: inspect(connection).get_table_names()))


def test_the_history_makes_what_the_models_declare(database_url: str) -> None:
    assert run.current(database_url) == run.head()
    run.check(database_url)


def test_the_history_goes_down_to_nothing_and_up_again(database_url: str) -> None:
    run.downgrade(database_url, "base")
    assert run.current(database_url) is None
    assert tables(database_url) == {"alembic_version"}
    run.upgrade(database_url)
    assert run.current(database_url) == run.head()
    run.check(database_url)


def test_upgrading_twice_is_upgrading_once(database_url: str) -> None:
    before = tables(database_url)
    run.upgrade(database_url)
    assert tables(database_url) == before


def test_a_difference_from_the_models_is_found(database_url: str) -> None:
    inside(database_url, lambda connection: connection.exec_driver_sql("DROP TABLE engine_timer"))
    with pytest.raises(Exception, match="engine_timer"):
        run.check(database_url)


def test_a_database_that_is_not_on_the_server_is_named(fresh_postgresql: Fresh) -> None:
    elsewhere = read_address(fresh_postgresql()).set(database="nowhere")
    for ask in (run.current, run.upgrade):
        with pytest.raises(Unreachable, match=r"nowhere cannot be opened: database .nowhere. does not exist; see that"):
            ask(elsewhere.render_as_string(hide_password=False))


def test_a_migration_that_fails_changes_nothing(database_url: str) -> None:
    def half(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE half (id INTEGER)")
        raise KeyError("the other half")

    with pytest.raises(KeyError):
        inside(database_url, half)
    assert "half" not in tables(database_url)


def test_a_sqlite_file_is_copied_before_it_is_changed(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path}/desk.db", tmp_path / "desk.db"
    run.upgrade(url, ENGINE)
    assert [path.name for path in tmp_path.glob("desk.db.at-*")] == []
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("INSERT INTO engine_seen VALUES ('test', '1', 1)")
        connection.execute("CREATE TABLE ticket (of TEXT)")  # in the way
        connection.commit()
    with pytest.raises(Exception, match="ticket already exists"):
        run.upgrade(url)
    with closing(sqlite3.connect(tmp_path / f"desk.db.at-{ENGINE}")) as copy:
        assert copy.execute("SELECT event FROM engine_seen").fetchall() == [("1",)]


def test_a_sqlite_migration_may_not_leave_rows_that_point_nowhere(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/desk.db"
    run.upgrade(url, ENGINE)

    def dangle(connection: Connection) -> None:
        connection.exec_driver_sql("INSERT INTO engine_parcel VALUES (404, 1, '', 1)")

    with pytest.raises(DanglingReference, match="engine_parcel"):
        inside(url, dangle)


def test_a_path_with_a_percent_sign_is_a_path(tmp_path: Path) -> None:
    (tmp_path / "100%").mkdir()
    url = f"sqlite:///{tmp_path}/100%/desk.db"
    run.upgrade(url)
    assert Path(str(read_address(url).database)).exists()


def test_every_revision_is_named_by_its_date_and_fits_its_column() -> None:
    versions = Path(run.__file__).parent / "versions"
    names = [path.stem for path in versions.glob("2*.py")]
    assert ENGINE in names
    assert all(len(name) <= 32 and name[:10].replace("_", "").isdigit() for name in names)
