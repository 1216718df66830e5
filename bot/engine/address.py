"""Reading `database.url`: people name the database, we name the driver."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.engine.faults import UnusableAddress

DRIVERS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}


def read_address(text: str) -> URL:
    """The address with our driver in it, whatever driver suffix it came with. Raises UnusableAddress."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise UnusableAddress("A database address looks like sqlite:///file.db or postgresql://host/name") from None
    kind = url.drivername.partition("+")[0]
    if kind not in DRIVERS:
        raise UnusableAddress(f"Relaydesk keeps its data in SQLite or PostgreSQL, not in {kind!r}")
    url = url.set(drivername=DRIVERS[kind])
    return _with_tls_as_asyncpg_says_it(url) if kind != "sqlite" else _in_a_file(url)


def sqlite_file(url: URL) -> Path:
    """Where the database file is (or will be)."""
    return Path(str(url.database))


def _in_a_file(url: URL) -> URL:
    if not url.database or ":memory:" in url.database or "mode=memory" in str(url):
        raise UnusableAddress(
            "A SQLite database in memory forgets everything at a restart; give it a file: sqlite:///relaydesk.db"
        )
    return url


def _with_tls_as_asyncpg_says_it(url: URL) -> URL:
    """libpq's `sslmode` is asyncpg's `ssl`, with the same values."""
    mode = url.query.get("sslmode")
    return url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode}) if mode else url
