"""Every row of the table happens as it says, on both databases, and nothing behind it has to wait."""

from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest

from tests.bad_input import from_agents, from_customers, over_http
from tests.bad_input.rows import Fate, Row, Section
from tests.bad_input.scene import Heard, Scene, scene
from tests.bad_input.table import PAGE, page
from tests.stories.world import UNDO


@pytest.fixture
async def here(database_url: str) -> AsyncIterator[Scene]:
    async with scene(database_url) as begun:
        yield begun


def rows(sections: list[Section]) -> list[Row]:
    return [row for section in sections for row in section.rows]


class There(NamedTuple):
    """What is there at a moment: who has got how many messages, all that was said, and how much was set aside."""

    heard: Heard
    kept: list[str]
    parked: int


async def there(scene: Scene) -> There:
    return There(await scene.heard(), await scene.kept(), len(await scene.parked()))


def faults(row: Row, before: There, after: There, shown: str) -> str:
    """What is there afterwards that the row does not say, or is not there that it says; empty if all is as it says."""
    heard, new, parked = after.heard.since(before.heard), after.kept[len(before.kept) :], after.parked - before.parked
    found = {
        f"heard by {sorted(heard)}, and not by {sorted(row.told)}": heard != row.told,
        f"{parked} set aside": parked != (row.fate is Fate.PARKED),
        f"keeps {[text[:50] for text in new]}": bool(new) != (row.fate in (Fate.KEPT, Fate.HELD)),
        f"shows {shown[-200:]!r}": row.fate is Fate.KEPT and row.shows not in shown,
    }
    return "; ".join(fault for fault, is_one in found.items() if is_one)


async def happening(scene: Scene, rows: list[Row]) -> AsyncIterator[tuple[str, str]]:
    """Each row that was sent, and what is wrong afterwards."""
    before = await there(scene)
    for row in rows:
        await send(scene, row)
        after = await there(scene)
        yield row.sent, faults(row, before, after, shown(scene, row))
        before = after


async def send(scene: Scene, row: Row) -> None:
    payload = row.payload(scene)
    if row in rows(from_customers.SECTIONS):
        await scene.telegram(payload)
    else:
        assert await scene.slack(payload) == 200
        await scene.world.sandbox.clock.forward(UNDO)


def shown(scene: Scene, row: Row) -> str:
    """What the team reads of a customer last, and the customer of an agent."""
    if row in rows(from_customers.SECTIONS):
        return scene.world.thread(scene.card)[-1]
    return scene.ada.chat[-1].text


@pytest.mark.parametrize("sections", [from_customers.SECTIONS, from_agents.SECTIONS], ids=["telegram", "slack"])
async def test_whatever_is_sent_happens_as_the_table_says(here: Scene, sections: list[Section]) -> None:
    assert {sent: fault async for sent, fault in happening(here, rows(sections)) if fault} == {}


async def test_whoever_calls_gets_the_status_that_the_table_says(here: Scene) -> None:
    before = await there(here)
    said = [(each.path, each.sent, each.status) for each in over_http.REQUESTS]
    got = [await here.posts(each.path, each.body, each.headers(here, each.body)) for each in over_http.REQUESTS]
    assert [(*row[:2], status) for row, status in zip(said, got, strict=True)] == said
    assert await there(here) == before


async def test_what_is_sent_twice_counts_once(here: Scene) -> None:
    """What leaves nothing behind may as well come again."""
    for number, row in enumerate(rows(from_customers.SECTIONS)[::9]):
        update = {"update_id": number} | row.payload(here)
        assert await here.telegram(update) in ("done", "refused", "parked")
        once = await there(here)
        await here.telegram(update)
        assert await there(here) == once, row.sent


def test_the_page_says_what_the_rows_say() -> None:
    assert PAGE.read_text() == page(), "python -m tests.bad_input.table writes it anew"
