"""The figures of docs/growing.md are those that the product gives."""

import asyncio
import re
from pathlib import Path

import pytest

from benchmarks.growth import REDRAWN, Life, one_life, stored, told, wanted
from bot.engine.database import open_database
from tests.databases import Fresh

PAGE = (Path(__file__).parents[1] / "docs" / "growing.md").read_text()
TICKETS, AGENTS = 100_000, 10_000


@pytest.fixture(scope="module")
def life(fresh_sqlite: Fresh) -> Life:
    async def lived() -> Life:
        database = await open_database(fresh_sqlite())
        found = await one_life(database, lives=4)
        await database.close()
        return found

    return asyncio.run(lived())


def test_what_one_ticket_leaves_and_all_that_follows_is_on_the_page(life: Life) -> None:
    on_the_page = [line.removeprefix("    ") for line in PAGE.splitlines() if line.startswith("    ")]
    assert [line for line in told(life, TICKETS, AGENTS).splitlines() if line not in on_the_page] == []


def test_the_storage_on_the_page_follows_from_the_bytes_of_one_ticket(life: Life) -> None:
    [(kilobytes, line)] = re.findall(r"^ +(storage +([\d.]+) kB.*)$", PAGE, re.MULTILINE) or [("", "")]
    assert float(line) > life.bytes / 1000 / 10
    measured = Life(life.arrivals, life.transactions, life.sends, life.rows, bytes=round(float(line) * 1000))
    assert stored(measured, TICKETS).strip().split(",")[0] == kilobytes.split(",")[0]


def test_twice_the_tickets_need_twice_of_what_fills_up_and_none_of_what_is_drawn_anew(life: Life) -> None:
    once, twice = wanted(life, TICKETS), wanted(life, 2 * TICKETS)
    for one, two in zip(once, twice, strict=True):
        assert two.needed == pytest.approx(2 * one.needed)
        assert one.bucket not in REDRAWN or two.desks == 1
    assert max(one.desks for one in twice) == pytest.approx(2 * max(one.desks for one in once), abs=1)
