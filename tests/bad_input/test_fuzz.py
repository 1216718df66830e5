"""Payloads of every kind, spoilt at random: none is lost, none is doubled, and none stops what is behind it."""

import json
from collections.abc import AsyncIterator

import pytest
from hypothesis import given

from bot.engine.ledger import Parked
from bot.intake.storable import storable
from tests.bad_input.changing import CHANGES, FUZZED, WHICH, Json, changed, payloads, updates
from tests.bad_input.scene import Scene, scene

SAYS = "Is anybody still there?"


@pytest.fixture
async def here(database_url: str) -> AsyncIterator[Scene]:
    """Whatever it has been through, it takes what comes next."""
    async with scene(database_url) as begun:
        yield begun
        await begun.world.customer("Zofia").says(SAYS)
        await begun.heard()
        assert SAYS in await begun.kept()


@pytest.fixture
async def phone(here: Scene) -> list[Json]:
    return await updates(here)


@pytest.fixture
async def screen(here: Scene) -> list[Json]:
    return await payloads(here)


def words_of(aside: list[Parked]) -> set[str]:
    return {each.payload for each in aside}


@FUZZED
@given(which=WHICH, changes=CHANGES)
async def test_no_update_is_lost_or_doubled_or_stops_the_next(
    here: Scene, phone: list[Json], which: int, changes: list[tuple[int, object]]
) -> None:
    update = {"update_id": here.number()} | changed(phone[which % len(phone)], changes)
    outcome = await here.telegram(update)
    aside = await here.parked()
    assert outcome in ("done", "refused", "parked")
    assert (storable(update)[1] in words_of(aside)) == (outcome == "parked")
    kept = await here.kept()
    await here.telegram(update)
    assert (await here.kept(), await here.parked()) == (kept, aside)
    await here.heard()
    here.sound()


@FUZZED
@given(which=WHICH, changes=CHANGES)
async def test_no_payload_is_lost_or_doubled_or_stops_the_next(
    here: Scene, screen: list[Json], which: int, changes: list[tuple[int, object]]
) -> None:
    whole = screen[which % len(screen)]
    again = {name: f"{here.number()}" for name in ("event_id", "trigger_id", "action_ts") if name in whole}
    payload = changed(whole | again, changes)
    assert await here.slack(payload) == 200
    kept, aside = await here.kept(), await here.parked()
    assert await here.slack(payload) == 200
    assert (await here.kept(), await here.parked()) == (kept, aside)
    await here.heard()
    here.sound()


def test_what_is_spoilt_is_a_payload_still() -> None:
    spoilt = changed({"a": {"b": [1, 2]}}, [(1, "x"), (3, None), (0, 5), (7, 7)])
    assert json.loads(json.dumps(spoilt)) == spoilt
