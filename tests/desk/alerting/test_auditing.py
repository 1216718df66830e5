"""What is due and not done is found: told of once, and run again where it had been lost."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, delete, select, update

from bot import wakeups
from bot.desk import alerts
from bot.desk import outgoing as out
from bot.desk.alerting.auditing import FAILING
from bot.desk.tickets.tables import State
from bot.desk.troubles import episodes
from bot.desk.troubles.tables import STEPS
from bot.engine.tables import timer
from tests.desk.alerting.supervised import asks, goes_by, going_on, solves, supervised
from tests.desk.world import ANN, FIRST, World


async def told(desk: World) -> list[str]:
    return [row.sentence for _, row in await desk.heard() if isinstance(row, out.AlertOperators)]


async def loses(desk: World, key: str) -> None:
    def lose(connection: Connection) -> None:
        assert connection.execute(delete(timer).where(timer.c.key == key)).rowcount

    await desk.door.database.do(lose)


async def test_what_waits_for_a_minute_is_told_of_once_and_once_when_it_is_done(desk: World) -> None:
    await supervised(desk)
    await asks(desk)
    await goes_by(desk, 58, seconds=0)  # it was warned of
    desk.passes(minutes=2, seconds=59)
    await wakeups.audit(desk.door)
    assert await told(desk) == []
    desk.passes(seconds=2)
    for _ in range(2):
        await wakeups.audit(desk.door)
    assert await told(desk) == [alerts.trouble(STEPS, "late")]
    assert await desk.ask(episodes.lasting) == [alerts.trouble(STEPS, "late")]
    assert await desk.ask(episodes.platforms) == set()  # the desk is let in everywhere
    assert (await desk.door.database.read(wakeups.late, desk.door)).count == 1
    await desk.fires()
    for _ in range(2):
        await wakeups.audit(desk.door)
    assert await told(desk) == ["What is due is done in time again. It was not since 2026-03-02 10:01 UTC."]


async def test_what_keeps_failing_counts_as_not_done(desk: World) -> None:
    await supervised(desk)
    await asks(desk)

    def fails(strikes: int) -> Callable[[Connection], Any]:
        return lambda connection: connection.execute(update(timer).values(strikes=strikes))

    for strikes, count in ((FAILING - 1, 0), (FAILING, 2)):  # it has a warning and a judgement before it
        await desk.door.database.do(fails(strikes))
        assert (await desk.door.database.read(wakeups.late, desk.door)).count == count


async def test_case_70_a_judgement_that_was_lost_is_found_and_made(desk: World) -> None:
    await supervised(desk)
    await asks(desk)
    await goes_by(desk, 58)  # it was warned of
    await loses(desk, "judge")
    await goes_by(desk, 4)
    assert "TargetsMissed" not in await desk.history()
    assert await wakeups.audit(desk.door) == 1
    assert await told(desk) == [alerts.restarted(1)]
    await desk.fires()
    assert (await desk.history()).count("TargetsMissed") == 1
    assert await wakeups.audit(desk.door) == 0


async def test_case_70_an_answer_whose_step_was_lost_still_goes_out(desk: World) -> None:
    await desk.claimed_ticket()
    message = await desk.types(ANN, "Try the other socket")
    await loses(desk, "release")
    desk.passes(seconds=50)
    assert await wakeups.audit(desk.door) == 0
    desk.passes(minutes=1)
    assert await wakeups.audit(desk.door) == 1
    await desk.fires()
    assert (await desk.message(message.id)).state is State.QUEUED


async def test_case_70_an_episode_whose_review_was_lost_still_ends(desk: World) -> None:
    await supervised(desk)
    await asks(desk)
    await goes_by(desk)
    await solves(desk, FIRST)
    await loses(desk, "review")
    await goes_by(desk, 60)
    assert await going_on(desk) == [("support", 1)]
    assert await wakeups.audit(desk.door) == 1
    await desk.fires()
    assert await going_on(desk) == []


async def test_what_only_waits_its_turn_is_not_lost(desk: World) -> None:
    await supervised(desk)
    await asks(desk, 3)
    desk.passes(hours=3)
    assert await wakeups.audit(desk.door) == 0

    def armed(connection: Connection) -> int:
        return len(connection.execute(select(timer.c.id).where(timer.c.key == "judge")).all())

    assert await desk.door.database.read(armed) == 3
