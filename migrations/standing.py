"""Where a database stands, and where it ought to: asked at every start, and so without Alembic, which takes its time.

Every function here works and waits; none may be called on a running event loop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.engine.address import read_address, sqlite_file
from migrations.connect import look
from migrations.models import floor

VERSIONS = Path(__file__).parent / "versions"

_REVISION = re.compile(r'^revision\b[^=]*= "(\w+)"', re.MULTILINE)
_BEFORE = re.compile(r'^down_revision\b[^=]*= "(\w+)"', re.MULTILINE)


class NotMigrated(Exception):
    """The database is not one that this version can work on."""


def head() -> str:
    """The newest revision this version of the product knows: the one that no other follows."""
    written = _written()
    [newest] = _named(_REVISION, written) - _named(_BEFORE, written)
    return newest


def current(url: str) -> str | None:
    """The revision the database is at; None before the first. Asking makes no file."""
    address = read_address(url)
    if address.get_backend_name() == "sqlite" and not sqlite_file(address).exists():
        return None
    return look(url, _revision)


def expect_usable(url: str) -> None:
    """Raises `NotMigrated` unless this version can work on the database: at its own revision, or further on by
    migrations that only added something, as when a newer version is just being put beside this one."""
    at, newest = current(url), head()
    if at == newest:
        return
    if not is_ahead(at):
        raise NotMigrated(f"the database is at {at or 'nothing yet'}, not at {newest}: run `relaydesk migrate`")
    least = look(url, floor)
    if least and least not in _named(_REVISION, _written()):
        raise NotMigrated(
            f"the database is at {at} and needs a version of Relaydesk that knows {least}: this one knows {newest}, "
            "so install a newer one, or restore the backup that was made before"
        )


def is_ahead(revision: str | None) -> bool:
    """Whether it comes from a newer version than this one: whoever is older has told us all of theirs."""
    return revision is not None and revision not in _named(_REVISION, _written())


def _written() -> list[str]:
    return [file.read_text(encoding="utf-8") for file in VERSIONS.glob("2*.py")]


def _named(line: re.Pattern[str], written: Iterable[str]) -> set[str]:
    return {found[1] for each in written if (found := line.search(each))}


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found
