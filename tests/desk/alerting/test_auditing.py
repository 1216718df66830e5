"""What is due and not done is found: told of once, and run again where it had been lost."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, delete, event, select, update

from bot.desk import alerts
from bot.desk import outgoing as out
from bot.desk.alerting.auditing import FAILING
from bot.desk.alerting.lost import TABLES, lost, waits
from bot.desk.desk import Desk
from bot.desk.escalation.chains import Chain, Escalating, Step
from bot.desk.tickets import handling, pauses, wishes
from bot.desk.tickets.tables import State
from bot.desk.troubles import episodes
from bot.desk.troubles.tables import STEPS
from bot.engine.tables import timer
from bot.wakeups import acts, chores
from tests.desk.alerting.supervised import asks, goes_by, going_on, solves, supervised
from tests.desk.world import ADA, ANN, FIRST, PRACTICE, World


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
    await chores.audit(desk.door)
    assert await told(desk) == []
    desk.passes(seconds=2)
    for _ in range(2):
        await chores.audit(desk.door)
    assert await told(desk) == [alerts.trouble(STEPS, "late")]
    assert await desk.ask(episodes.lasting) == [alerts.trouble(STEPS, "late")]
    assert await desk.ask(episodes.platforms) == set()  # the desk is let in everywhere
    assert (await desk.door.database.read(chores.late, desk.door)).count == 1
    await desk.fires()
    for _ in range(2):
        await chores.audit(desk.door)
    assert await told(desk) == ["What is due is done in time again. It was not since 2026-03-02 10:01 UTC."]


async def test_what_keeps_failing_counts_as_not_done(desk: World) -> None:
    await supervised(desk)
    await asks(desk)

    def fails(strikes: int) -> Callable[[Connection], Any]:
        return lambda connection: connection.execute(update(timer).values(strikes=strikes))

    for strikes, count in ((FAILING - 1, 0), (FAILING, 2)):  # it has a warning and a judgement before it
        await desk.door.database.do(fails(strikes))
        assert (await desk.door.database.read(chores.late, desk.door)).count == count


async def test_case_70_a_judgement_that_was_lost_is_found_and_made(desk: World) -> None:
    await supervised(desk)
    await asks(desk)
    await goes_by(desk, 58)  # it was warned of
    await loses(desk, "judge")
    await goes_by(desk, 4)
    assert "TargetsMissed" not in await desk.history()
    assert await chores.audit(desk.door) == 1
    assert await told(desk) == [alerts.restarted(1)]
    await desk.fires()
    assert (await desk.history()).count("TargetsMissed") == 1
    assert await chores.audit(desk.door) == 0


async def test_case_70_an_answer_whose_step_was_lost_still_goes_out(desk: World) -> None:
    await desk.claimed_ticket()
    message = await desk.types(ANN, "Try the other socket")
    await loses(desk, "release")
    desk.passes(seconds=50)
    assert await chores.audit(desk.door) == 0
    desk.passes(minutes=1)
    assert await chores.audit(desk.door) == 1
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
    assert await chores.audit(desk.door) == 1
    await desk.fires()
    assert await going_on(desk) == []


def test_every_deadline_that_there_is_is_looked_for() -> None:
    """But for a warning, behind which there is a judgement."""
    looked_for = {f"{wait.table.__name__.lower()}.{wait.key}" for wait in waits(PRACTICE)}
    of_things = {kind for kind in acts.ACTS if kind.partition(".")[0] in TABLES}
    assert looked_for == of_things - {"promise.warn"}
    assert {kind.partition(".")[0] for kind in looked_for} == set(TABLES)


LEASED = tuple(
    replace(team, claim_within=timedelta(hours=1), unclaimed_after=timedelta(hours=1)) for team in PRACTICE.teams
)
LATE_CHAIN = (Chain("late", (Step("team", timedelta(minutes=5)),)),)


async def claims(desk: World) -> None:
    await desk.do(handling.claim, FIRST, ANN)


async def snoozes(desk: World) -> None:
    await desk.do(pauses.snooze, FIRST, ANN, desk.now + timedelta(hours=1))


async def puts_on_hold(desk: World) -> None:
    await desk.do(handling.put_on_hold, FIRST, ANN, "", desk.now + timedelta(hours=1))


async def solves_it(desk: World) -> None:
    await solves(desk, FIRST)


async def escalates(desk: World) -> None:
    await desk.do(wishes.asks_for_person, ADA, FIRST)


async def leaves(desk: World) -> None:
    pass


@pytest.mark.parametrize(
    ("act", "key", "event"),
    [
        (leaves, "call_out", None),
        (claims, "remind", "OwnerReminded"),
        (snoozes, "snooze_over", "SnoozeOver"),
        (puts_on_hold, "hold_over", "HoldOver"),
        (solves_it, "expire", "TicketExpired"),
        (escalates, "act", "EscalationTold"),
    ],
)
async def test_case_70_whatever_was_lost_is_found_once_and_done(
    desk: World, act: Callable[[World], Awaitable[None]], key: str, event: str | None
) -> None:
    await desk.works_as(teams=LEASED, chains=LATE_CHAIN, escalating=Escalating(asked="late"))
    await desk.says("The lamp is broken")
    await act(desk)
    await loses(desk, key)
    assert await chores.audit(desk.door) == 0
    desk.passes(days=30)
    assert (await chores.audit(desk.door), await chores.audit(desk.door)) == (1, 0)
    await desk.fires()
    assert event is None or event in await desk.history()
    assert await chores.audit(desk.door) == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the other plans by how much there is
async def test_no_table_is_read_whole_to_find_what_was_lost(desk: World) -> None:
    claimed = replace(PRACTICE, teams=LEASED)

    def plans(on: Desk) -> list[str]:
        connection, asked = on.session.connection(), list[tuple[str, Any]]()

        def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
            asked.append((statement, values))

        event.listen(connection, "before_cursor_execute", note)
        lost(on.session, claimed, on.moment, timedelta())
        event.remove(connection, "before_cursor_execute", note)
        return [str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {each}", of).all()[0][3]) for each, of in asked]

    found = await desk.do(plans)
    assert len(found) == len(waits(claimed))
    assert [plan for plan in found if " INDEX " not in plan] == []


async def test_what_only_waits_its_turn_is_not_lost(desk: World) -> None:
    await supervised(desk)
    await asks(desk, 3)
    desk.passes(hours=3)
    assert await chores.audit(desk.door) == 0

    def armed(connection: Connection) -> int:
        return len(connection.execute(select(timer.c.id).where(timer.c.key == "judge")).all())

    assert await desk.door.database.read(armed) == 3
