"""The desk as a process that is killed while people talk: nothing is lost, and each conversation keeps its order."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.sandbox.sandbox import Sandbox
from tests.stories.crash import (
    Nursery,
    Process,
    all_complete,
    all_sent,
    calls,
    conversations,
    nursery,
    settings,
    sound,
    town,
)

SEED = 5
KILLS = 5


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    with nursery(tmp_path_factory.mktemp("desks") / "log") as there:
        yield there


@pytest.fixture
async def desks(opened: Nursery) -> AsyncIterator[Nursery]:
    yield opened
    await opened.ends()


async def killed_again_and_again(sandbox: Sandbox, desks: Nursery, desk: Process, at_work: dict[str, object]) -> int:
    """Five times, each after a while of work; gives how often it was."""
    chance = random.Random(SEED)
    kills = 0
    for _ in range(KILLS):
        await calls(sandbox, chance.randrange(5, 30))
        await desk.ends(signal.SIGKILL)
        kills += 1
        desk = await desks.begins(at_work)
    return kills


async def test_killed_five_times_while_people_talk_it_loses_nothing(desks: Nursery, database_url: str) -> None:
    async with town(SEED, mishaps=60) as sandbox:
        at_work = settings(sandbox, database_url)
        talks = conversations(sandbox, customers=10, asked=6, answered=4)
        desk = await desks.begins(at_work)
        talking = [talk.goes_on(number) for number, talk in enumerate(talks)]
        killing = killed_again_and_again(sandbox, desks, desk, at_work)
        kills, *_ = await asyncio.gather(killing, *talking)
        await all_complete(talks)
        await all_sent(database_url)
        assert kills == KILLS
        sound(sandbox, talks, kills)


async def test_asked_to_stop_it_does_so_soon_and_loses_nothing(desks: Nursery, database_url: str) -> None:
    async with town() as sandbox:
        at_work = settings(sandbox, database_url)
        talks = conversations(sandbox, customers=3, asked=4, answered=2)
        talking = asyncio.gather(*(talk.goes_on(number) for number, talk in enumerate(talks)))
        for _ in range(2):
            desk = await desks.begins(at_work)
            await calls(sandbox, 15)
            await desk.ends(signal.SIGTERM)
        await desks.begins(at_work)
        await talking
        await all_complete(talks)
        await all_sent(database_url)
        sound(sandbox, talks, kills=0)
