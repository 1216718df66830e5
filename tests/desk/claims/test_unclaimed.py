"""What nobody has taken: when it is called out, and when it leaves the list."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk import outgoing as out
from bot.desk.alerting.tables import Board, BoardKind
from bot.desk.claims import unclaimed
from bot.desk.claims.tables import Callout
from bot.desk.claims.unclaimed import MOST, Standing, call_out_at
from bot.desk.desk import Desk
from bot.desk.people.customers import Person
from bot.desk.people.tables import Customer
from bot.desk.practice import Team
from bot.desk.privacy.erasing import erase_customer
from bot.desk.refusals import TakenByAnother
from bot.desk.service_levels.calendars import ALWAYS
from bot.desk.service_levels.policies import Policy, When
from bot.desk.tickets import discarding, handling, pauses, wishes
from bot.engine.database import Database
from tests.desk.claims.world import AFTER, IN_HOURS, TEAMS, goes_by
from tests.desk.world import ADA, ANN, BEN, BO, FIRST, PRACTICE, START, World

MINUTE = timedelta(minutes=1)
Act = Callable[[World], Awaitable[object]]


@pytest.fixture
async def desk(database: Database) -> World:
    world = await World(database).opens()
    await world.works_as(teams=TEAMS)
    return world


async def standing(desk: World, team: str = "support") -> Standing:
    return await desk.ask(unclaimed.standing, desk.door.practice, team)


async def listed(desk: World, team: str = "support") -> list[int]:
    return [sheet.ticket.id for sheet in (await standing(desk, team)).first]


async def called_out(desk: World) -> int:
    """Ada's ticket, which nobody has taken."""
    await desk.says("The lamp is broken")
    await goes_by(desk, AFTER)
    await desk.heard()
    return FIRST


async def drawn(desk: World) -> list[str]:
    """The teams whose post is to be drawn anew."""
    return [row.team for _, row in await desk.heard() if isinstance(row, out.DrawCallout)]


async def test_what_nobody_takes_in_time_is_called_out(desk: World) -> None:
    await desk.says("The lamp is broken")
    await goes_by(desk, AFTER - MINUTE)
    assert (await listed(desk), await drawn(desk)) == ([], [])
    await goes_by(desk, MINUTE)
    assert (await listed(desk), await drawn(desk)) == ([FIRST], ["support"])
    assert await desk.timers() == {}


LEAVES: dict[str, Act] = {
    "claimed": lambda desk: desk.do(handling.claim, FIRST, ANN),
    "solved": lambda desk: desk.do(handling.solve, FIRST, ANN),
    "pending": lambda desk: desk.do(handling.set_pending, FIRST, ANN),
    "on hold": lambda desk: desk.do(handling.put_on_hold, FIRST, ANN),
    "spam": lambda desk: desk.do(discarding.mark_spam, FIRST, ANN),
    "blocked": lambda desk: desk.do(discarding.block, FIRST, ANN),
    "snoozed": lambda desk: desk.do(pauses.snooze, FIRST, ANN, desk.now + timedelta(days=1)),
    "moved": lambda desk: desk.do(handling.hand_over, FIRST, ANN, "billing"),
    "closed by the customer": lambda desk: desk.do(wishes.closes, ADA, FIRST),
    "erased": lambda desk: desk.do(forget_ada),
}


def forget_ada(desk: Desk) -> None:
    erase_customer(desk, desk.session.get_one(Customer, 1, with_for_update=True), "customer")


@pytest.mark.parametrize("act", LEAVES.values(), ids=LEAVES)
async def test_what_somebody_does_something_about_leaves_the_list(desk: World, act: Act) -> None:
    await called_out(desk)
    await act(desk)
    assert (await listed(desk), await drawn(desk)) == ([], ["support"])


async def test_a_change_of_what_is_listed_is_shown(desk: World) -> None:
    await called_out(desk)
    await desk.do(handling.set_priority, FIRST, ANN, "urgent")
    assert await drawn(desk) == ["support"]


LATE = Policy("all", ALWAYS, first_response=MINUTE)


async def late(desk: World) -> int:
    """Ada's ticket, which nobody has and which is late before it would be called out."""
    await desk.works_as(teams=TEAMS, policies=(LATE,), supervisors="C-BOSS")
    await desk.says("The lamp is broken")
    await goes_by(desk, MINUTE)
    desk.passes(seconds=3)
    await desk.fires()
    return FIRST


async def test_what_is_late_and_nobodys_is_called_out_at_once_and_stands_nowhere_else_in_the_channel(
    desk: World,
) -> None:
    ticket = await late(desk)
    now = await standing(desk)
    assert ([sheet.ticket.id for sheet in now.first], now.late, now.newest_late) == ([ticket], 1, START + MINUTE)
    assert [board.kind for board in await desk.all(Board)] == [BoardKind.EPISODE]
    assert "support" in await drawn(desk)


async def test_where_nothing_is_called_out_what_is_late_has_a_post_of_its_own(desk: World) -> None:
    await late(desk)
    await desk.says("Where is my parcel?", BO)
    await desk.do(handling.hand_over, FIRST + 1, ANN, "billing")
    await goes_by(desk, MINUTE)
    desk.passes(seconds=3)
    await desk.fires()
    assert [board.channel for board in await desk.all(Board) if board.kind is BoardKind.TEAM] == ["C-BIL"]


async def test_what_is_late_stands_above_what_waits_for_longer(desk: World) -> None:
    await called_out(desk)
    urgent = replace(LATE, when=When(priority=frozenset({"urgent"})))
    await desk.works_as(teams=TEAMS, policies=(urgent,))
    await desk.says("Where is my parcel?", BO)
    await desk.do(handling.set_priority, FIRST + 1, ANN, "urgent")
    await goes_by(desk, MINUTE)
    assert await listed(desk) == [FIRST + 1, FIRST]


async def test_what_is_listed_already_is_new_on_the_list_when_it_becomes_late(desk: World) -> None:
    await desk.works_as(teams=TEAMS, policies=(replace(LATE, first_response=2 * AFTER),))
    await called_out(desk)
    assert (await standing(desk)).newest_late is None
    await goes_by(desk, AFTER)
    assert ((await standing(desk)).newest_late, await drawn(desk)) == (START + 2 * AFTER, ["support"])


async def test_late_it_stays_listed_on_hold_and_comes_back_at_once_when_it_is_released(desk: World) -> None:
    await late(desk)
    await desk.do(handling.put_on_hold, FIRST, ANN)
    assert await listed(desk) == [FIRST]
    await desk.do(handling.claim, FIRST, ANN)
    assert await listed(desk) == []
    await desk.do(handling.release, FIRST, ANN)
    assert await listed(desk) == [FIRST]
    await desk.do(pauses.snooze, FIRST, ANN, desk.now + timedelta(days=1))
    assert await listed(desk) == []


async def test_what_is_taken_in_time_is_never_called_out(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.do(handling.claim, FIRST, ANN)
    await goes_by(desk, 2 * AFTER)
    assert await drawn(desk) == []


async def test_what_is_released_has_its_time_anew(desk: World) -> None:
    await called_out(desk)
    await desk.do(handling.claim, FIRST, ANN)
    await desk.do(handling.release, FIRST, ANN)
    assert await listed(desk) == []
    await goes_by(desk, AFTER)
    assert await listed(desk) == [FIRST]


async def test_what_moves_to_another_team_has_its_time_there(desk: World) -> None:
    await desk.works_as(teams=(TEAMS[0], Team("billing", "C-BIL", unclaimed_after=AFTER)))
    await called_out(desk)
    await desk.do(handling.hand_over, FIRST, ANN, "billing")
    assert await listed(desk, "billing") == []
    await goes_by(desk, AFTER)
    assert (await listed(desk), await listed(desk, "billing")) == ([], [FIRST])


async def test_outside_hours_nobody_is_called(desk: World) -> None:
    await desk.works_as(teams=IN_HOURS)
    desk.now = START.replace(hour=16, minute=58)
    await desk.says("The lamp is broken")
    ticket = await desk.ticket()
    assert call_out_at(ticket, desk.door.practice) == {"call_out": START + timedelta(days=1, minutes=3)}


async def test_many_at_once_are_one_post_with_those_who_wait_longest(desk: World) -> None:
    for number in range(25):
        await desk.says("Hello?", Person(chat=100 + number, name=f"C{number}", language="en"))
        desk.passes(seconds=1)
    await desk.heard()
    desk.passes(minutes=10)
    await desk.fires()
    assert await drawn(desk) == ["support"]
    now = await standing(desk)
    assert (now.total, [one.ticket.id for one in now.first]) == (25, [FIRST + place for place in range(MOST)])


async def test_the_post_is_one_until_it_is_far_up_or_nothing_waits(desk: World) -> None:
    await called_out(desk)
    await desk.do(unclaimed.posted, "support", "C-SUP", "p1")
    assert await drawn(desk) == []
    await desk.do(unclaimed.posted, "support", "C-SUP", "p2")
    now = (await standing(desk)).callout
    assert now
    assert (now.post, now.former, now.number) == ("p2", "p1", 2)
    assert await drawn(desk) == ["support"]
    await desk.do(unclaimed.retired, "support", "p1")
    await desk.do(unclaimed.over, "support")
    now = (await standing(desk)).callout
    assert now
    assert (now.post, now.former, now.number) == (None, None, 2)


@pytest.mark.parametrize(
    ("minutes", "called", "became_late", "wanted"),
    [
        (61, 1, None, True),
        (60, 1, None, False),
        (61, -1, None, False),
        (16, 1, 1, True),
        (15, 1, 1, False),
        (16, 1, -1, False),
    ],
)
def test_what_is_new_where_nobody_looks_any_more_is_posted_anew_and_what_is_late_sooner(
    minutes: int, called: int, became_late: int | None, wanted: bool
) -> None:
    """By when the latest were called out, in minutes after the post."""
    callout = Callout(team="support", channel="C-SUP", post="p1", posted_at=START)
    newest_late = None if became_late is None else START + became_late * MINUTE
    now = Standing(callout, 2, START + called * MINUTE, newest_late=newest_late)
    assert now.is_far_up(START + minutes * MINUTE) is wanted


async def test_turned_off_the_post_says_so_when_the_desk_starts(desk: World) -> None:
    await called_out(desk)
    await desk.do(unclaimed.posted, "support", "C-SUP", "p1")
    await desk.works_as(teams=PRACTICE.teams)
    await desk.do(unclaimed.redraw_all)
    assert (await drawn(desk), (await standing(desk)).total) == (["support"], 0)


async def test_what_a_lost_team_had_is_the_first_ones(desk: World) -> None:
    await called_out(desk)
    await desk.works_as(teams=(Team("first", "C-ONE", unclaimed_after=AFTER),))
    assert await listed(desk, "first") == [FIRST]


async def test_two_who_claim_the_same_at_once_are_told_who_was_quicker(desk: World) -> None:
    await called_out(desk)
    await desk.do(handling.claim, FIRST, ANN)
    with pytest.raises(TakenByAnother, match="Ann"):
        await desk.do(handling.claim, FIRST, BEN)


async def test_what_a_customer_is_called_now_is_drawn_on_the_list_too(desk: World) -> None:
    await called_out(desk)
    await desk.says("It is still broken")
    assert await drawn(desk) == []
    await desk.says("It is still broken", ADA._replace(name="Ada Byron"))
    assert await drawn(desk) == ["support"]
