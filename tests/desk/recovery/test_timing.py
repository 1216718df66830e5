"""What is told of a task when its time has come, and the digest for supervisors."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from bot.desk import outgoing as out
from bot.desk.measures.scope import Scope
from bot.desk.recovery import figures, reading, tasks
from bot.desk.recovery.rules import Outcome, saved_rate
from bot.desk.recovery.tables import RatingDigest
from bot.door import Door
from bot.wakeups import firing
from tests.desk.recovery.test_following import OFFICE
from tests.desk.recovery.world import BOSS, DAY, HOUR, let_down, not_solved, practice, rows, takes
from tests.desk.surveys.world import asked, rates
from tests.desk.world import BEN, World


async def later(desk: World, moment: datetime) -> list[out.PostRatings]:
    """The digests of that moment."""
    desk.now = moment
    await desk.fires()
    return await rows(desk, out.PostRatings)


async def test_who_has_it_is_told_once_that_it_is_overdue(desk: World) -> None:
    made = await let_down(desk)
    await takes(desk, BEN)
    await desk.heard()
    desk.now = made.due_at
    await desk.fires()
    [reminder] = await rows(desk, out.PostRecoveryReminder)
    assert (reminder.agent, reminder.of) == (BEN, "overdue")
    desk.now += 2 * DAY
    await desk.fires()
    assert await rows(desk, out.PostRecoveryReminder, out.PostRatings) == []


async def test_while_a_call_is_ahead_it_is_not_overdue(desk: World) -> None:
    made = await let_down(desk)
    await takes(desk, BEN)
    await desk.do(tasks.call_back, made.id, BEN, made.due_at + HOUR)
    await desk.heard()
    desk.now = made.due_at
    await desk.fires()
    assert await rows(desk, out.PostRecoveryReminder) == []
    desk.now += HOUR
    await desk.fires()
    assert [row.of for row in await rows(desk, out.PostRecoveryReminder)] == ["call"]
    desk.now += DAY
    await desk.fires()
    assert await rows(desk, out.PostRecoveryReminder) == []


async def test_low_ratings_of_an_hour_are_one_post_for_supervisors_at_the_full_hour(desk: World) -> None:
    made = await let_down(desk, 1)  # a little after ten
    assert await rows(desk, out.PostRatings) == []
    assert await later(desk, datetime(2026, 3, 2, 10, 59, 59, tzinfo=UTC)) == []
    [post] = await later(desk, datetime(2026, 3, 2, 11, tzinfo=UTC))
    assert post.channel == BOSS
    told = await desk.ask(reading.digest, post.digest)
    assert ([each.recovery.id for each in told.rated], list(told.overdue)) == ([made.id], [])
    assert await later(desk, datetime(2026, 3, 2, 12, tzinfo=UTC)) == []


async def test_two_replicas_post_one(desk: World) -> None:
    await let_down(desk)
    desk.now = datetime(2026, 3, 2, 11, tzinfo=UTC)
    other = Door(desk.door.database, lambda: desk.now, desk.door.practice, machine=desk.door.machine)
    await asyncio.gather(firing.fire(desk.door), firing.fire(other))
    assert len(await rows(desk, out.PostRatings)) == 1


async def test_of_a_rating_that_went_up_within_the_hour_supervisors_hear_nothing(desk: World) -> None:
    await let_down(desk)
    await rates(desk, 4)
    assert await later(desk, datetime(2026, 3, 2, 12, tzinfo=UTC)) == []
    assert await desk.all(RatingDigest) == []


async def test_by_night_it_waits_until_somebody_works(desk: World) -> None:
    teams = tuple(replace(team, calendar=OFFICE) for team in practice().teams)
    desk.door.practice = practice(teams=teams)
    await asked(desk)
    desk.now = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
    await rates(desk, 1)
    await desk.heard()
    assert await later(desk, datetime(2026, 3, 3, 8, 59, tzinfo=UTC)) == []
    assert len(await later(desk, datetime(2026, 3, 3, 9, tzinfo=UTC))) == 1


async def test_what_is_due_and_nobodys_is_in_the_next_digest_once(desk: World) -> None:
    made = await not_solved(desk)
    await desk.heard()
    assert await later(desk, made.due_at) == []
    [post] = await later(desk, made.due_at + HOUR)
    told = await desk.ask(reading.digest, post.digest)
    assert (list(told.rated), [each.recovery.id for each in told.overdue]) == ([], [made.id])
    assert await later(desk, made.due_at + DAY) == []


async def test_unless_somebody_takes_it_before(desk: World) -> None:
    made = await not_solved(desk)
    await later(desk, made.due_at)
    await takes(desk, BEN)
    assert await later(desk, made.due_at + HOUR) == []
    await desk.do(tasks.hand_back, made.id, BEN)
    [post] = await later(desk, made.due_at + 2 * HOUR)
    assert len((await desk.ask(reading.digest, post.digest)).overdue) == 1


async def test_what_came_of_them_is_counted_by_when_they_ended_and_by_team(desk: World) -> None:
    made = await let_down(desk)
    await takes(desk, BEN)
    since = desk.passes(minutes=1)
    await desk.do(tasks.finish, made.id, BEN, Outcome.SAVED, "Sent a new lamp")
    until = desk.passes(minutes=1)
    assert await desk.ask(figures.outcomes, since, until) == [("support", Outcome.SAVED)]
    assert await desk.ask(figures.outcomes, since, until, Scope(frozenset({"billing"}))) == []
    assert await desk.ask(figures.outcomes, until, until + DAY) == []
    found = await desk.ask(figures.outcomes, since, until, Scope(frozenset({"support"})))
    assert saved_rate(outcome for _, outcome in found).rate == 1
