from __future__ import annotations

import pytest

from bot.engine.address import read_address, sqlite_file
from bot.engine.database import UnusableAddress, open_database


@pytest.mark.parametrize(
    ("written", "opened"),
    [
        ("sqlite:///relaydesk.db", "sqlite+pysqlite:///relaydesk.db"),
        ("sqlite+aiosqlite:////var/lib/relaydesk.db", "sqlite+pysqlite:////var/lib/relaydesk.db"),
        ("postgresql://ada:pw@db/desk", "postgresql+asyncpg://ada:pw@db/desk"),
        ("postgres://db/desk", "postgresql+asyncpg://db/desk"),
        ("postgresql+psycopg://db/desk", "postgresql+asyncpg://db/desk"),
        ("postgresql://db/desk?sslmode=require", "postgresql+asyncpg://db/desk?ssl=require"),
    ],
)
def test_the_driver_is_ours_to_choose(written: str, opened: str) -> None:
    assert read_address(written).render_as_string(hide_password=False) == opened


@pytest.mark.parametrize("written", ["sqlite://", "sqlite:///:memory:", "sqlite:///file:desk?mode=memory&uri=true"])
async def test_a_database_in_memory_is_refused(written: str) -> None:
    with pytest.raises(UnusableAddress, match="forgets everything at a restart"):
        await open_database(written)


@pytest.mark.parametrize(("written", "why"), [("mysql://db/desk", "not in 'mysql'"), ("desk.db", "looks like")])
def test_an_address_we_cannot_use_is_refused_with_a_sentence(written: str, why: str) -> None:
    with pytest.raises(UnusableAddress, match=why):
        read_address(written)


def test_a_refusal_never_shows_the_password() -> None:
    with pytest.raises(UnusableAddress) as refused:
        read_address("mysql://ada:secret@db/desk")
    assert "secret" not in str(refused.value)


def test_the_file_of_a_sqlite_address_is_known() -> None:
    assert str(sqlite_file(read_address("sqlite:////var/lib/desk.db"))) == "/var/lib/desk.db"
