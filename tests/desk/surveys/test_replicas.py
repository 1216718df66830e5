"""Two replicas on one PostgreSQL, and one of them dies between the solve and the survey: it is asked once."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial

import pytest

from bot.desk.desk import Desk
from bot.desk.outgoing import AskSurvey
from bot.desk.surveys import asking
from bot.desk.surveys.tables import Survey
from bot.engine.database import open_database
from tests.databases import Fresh
from tests.desk.surveys.world import HOUR, practice, solved
from tests.desk.world import World


class KilledError(Exception):
    """As far as its transaction goes."""


@pytest.fixture
async def both(fresh_postgresql: Fresh) -> AsyncIterator[tuple[World, World]]:
    with fresh_postgresql.lent() as url:
        one, other = [await open_database(url, durable=False) for _ in range(2)]
        yield await World(one, practice()).opens(), World(other, practice())
        await one.close()
        await other.close()


async def asked(*replicas: World) -> int:
    return len([row for desk in replicas for _, row in await desk.heard() if isinstance(row, AskSurvey)])


async def test_what_one_solved_the_other_asks_about_when_it_is_gone(both: tuple[World, World]) -> None:
    one, other = both
    await solved(one)
    other.now = one.now + HOUR
    await other.fires()
    one.now = other.now
    await one.fires()  # it is back, and has its hour too
    assert await asked(one, other) == 1


def _ask_and_die(desk: Desk, survey: int) -> None:
    asking.ask(desk, survey)
    raise KilledError


async def test_one_that_dies_while_it_asks_leaves_it_to_the_other(both: tuple[World, World]) -> None:
    one, other = both
    await solved(one)
    one.now = other.now = one.now + HOUR
    [survey] = await one.all(Survey)
    with pytest.raises(KilledError):
        await one.do(_ask_and_die, survey.id)
    assert await asked(one) == 0
    await other.fires()
    assert await asked(other) == 1
    assert (await other.all(Survey))[-1].asked_at == other.now


async def test_one_that_dies_while_the_other_waits_for_it_makes_it_no_second_time(both: tuple[World, World]) -> None:
    """Both see it due; the one that holds it dies, or does not, and the other looks at what came of that."""
    one, other = both
    await solved(one)
    one.now = other.now = one.now + HOUR
    [survey] = await one.all(Survey)
    dying = one.do(partial(_ask_and_die), survey.id)
    died, *_ = await asyncio.gather(dying, one.fires(), other.fires(), return_exceptions=True)
    assert isinstance(died, KilledError)
    assert await asked(one, other) == 1
