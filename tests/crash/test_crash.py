"""A short run of `make crash`: killed while people talk, the desk loses nothing and keeps each conversation's order."""

import signal

from tests.crash.desks import Nursery
from tests.crash.plan import plan
from tests.crash.run import crash, talking
from tests.crash.town import calls, settings, town

SEED = 5


async def test_killed_again_and_again_while_people_talk_it_loses_nothing(desks: Nursery, database_url: str) -> None:
    planned = plan(SEED, kills=5, customers=10)
    came_of_it = await crash(planned, database_url, desks)
    assert came_of_it.faults == []
    assert came_of_it.sound, str(came_of_it)
    assert came_of_it.kills == len(planned.kills)


async def test_asked_to_stop_it_does_so_soon_and_repeats_nothing(desks: Nursery, database_url: str) -> None:
    async with town() as sandbox:
        at_work = settings(sandbox, database_url)
        async with talking(sandbox, database_url, plan(SEED, kills=0, customers=3).talks) as people:
            for _ in range(2):
                desk = await desks.begins(at_work)
                await calls(sandbox, 15)
                await desk.ends(signal.SIGTERM)
            await desks.begins(at_work)
            came_of_it = await people.outcome()
        assert came_of_it.sound, came_of_it.faults
        assert (came_of_it.repeated, came_of_it.asked_about) == (0, 0)
