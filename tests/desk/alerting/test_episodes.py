"""Misses of one cause are one card, which stays true, says who sees to it, and closes when it is over."""

import asyncio

import pytest

from bot.desk import outgoing as out
from bot.desk.alerting import episodes
from bot.desk.alerting.standing import MOST_LISTED
from bot.desk.alerting.tables import Board, BoardKind, Breach, Episode
from bot.desk.refusals import AllTaken, AlreadyAcknowledged, EpisodeOver, HelpAlreadyCalled, NotAnAgent, NothingLate
from bot.desk.tickets import handling
from bot.engine.database import open_database
from bot.wakeups import firing
from tests.desk.alerting.supervised import (
    SUPERVISORS,
    asks,
    goes_by,
    going_on,
    redrawn,
    sent,
    shown,
    solves,
    supervised,
)
from tests.desk.world import ANN, BEN, FIRST, World

OWN, TEAM = (SUPERVISORS, BoardKind.EPISODE), ("C-SUP", BoardKind.TEAM)


@pytest.fixture(autouse=True)
async def supervisors(desk: World) -> None:
    await supervised(desk)


async def test_many_that_are_late_in_one_second_are_one_card_for_each_team_and_target(desk: World) -> None:
    await asks(desk, 25)
    await asks(desk, 5, first=200, team="billing")
    await desk.heard()
    await goes_by(desk)
    assert await going_on(desk) == [("billing", 5), ("support", 25)]
    assert await sent(desk) == [("C-BIL", BoardKind.TEAM), OWN, OWN, TEAM]
    [board] = (await shown(desk)).episodes
    assert (board.late, board.unowned, len(board.listed)) == (25, 25, MOST_LISTED)
    assert [late.sheet.ticket.id for late in board.listed] == list(range(FIRST, FIRST + MOST_LISTED))


async def test_what_is_late_later_joins_the_card_and_interrupts_nobody(desk: World) -> None:
    await asks(desk)
    await goes_by(desk, 5)
    await asks(desk, first=101)
    await goes_by(desk, 56)
    assert await sent(desk) == [OWN, TEAM]
    await goes_by(desk, 6)
    assert [row.kind for _, row in await desk.heard() if isinstance(row, out.PostBoard | out.DrawBoard)] == [
        "draw_board",
        "draw_board",
    ]
    assert await going_on(desk) == [("support", 2)]


async def test_case_57_a_tick_that_runs_again_tells_nothing_twice(desk: World) -> None:
    await asks(desk, 3)
    await goes_by(desk)
    await sent(desk)
    for _ in range(3):
        await goes_by(desk, 1)
    assert await desk.heard() == []
    assert (len(await desk.all(Breach)), len(await desk.all(Board))) == (3, 2)


async def test_case_61_the_team_hears_of_what_nobody_has_and_owners_in_their_threads(desk: World) -> None:
    [owned] = await asks(desk)
    await desk.do(handling.claim, owned, ANN)
    await goes_by(desk)
    assert await sent(desk) == [OWN]
    [nobodys] = await asks(desk, first=101)
    await goes_by(desk)
    assert await sent(desk) == [TEAM]
    [board] = (await shown(desk, BoardKind.TEAM)).episodes
    assert [late.sheet.ticket.id for late in board.listed] == [nobodys]


async def test_without_a_supervisors_channel_the_team_still_hears(desk: World) -> None:
    await supervised(desk, supervisors=None)
    await asks(desk)
    await goes_by(desk)
    assert await sent(desk) == [TEAM]
    await solves(desk, FIRST)
    await goes_by(desk)
    assert await going_on(desk) == []


async def test_the_card_is_drawn_again_whenever_a_ticket_on_it_changes_and_for_no_other(desk: World) -> None:
    [late] = await asks(desk)
    await goes_by(desk)
    await sent(desk)
    [fine] = await asks(desk, first=101)
    await desk.do(handling.claim, fine, ANN)
    assert await redrawn(desk) == []
    for act in (handling.claim, handling.release, handling.set_pending):
        await desk.do(act, late, ANN)
        assert await redrawn(desk) == [1, 2]


async def test_an_episode_is_over_when_nothing_has_been_late_for_a_while_and_the_next_miss_begins_another(
    desk: World,
) -> None:
    tickets = await asks(desk, 2)
    await goes_by(desk)
    await sent(desk)
    await solves(desk, *tickets)
    await goes_by(desk, 20)
    assert await going_on(desk) == [("support", 2)]  # it lasts its half hour
    await redrawn(desk)
    await goes_by(desk, 10)
    assert await going_on(desk) == []
    assert await redrawn(desk) == [1, 2]
    assert not [key for key in await desk.timers() if key.startswith("episode")]
    await asks(desk, first=300)
    await goes_by(desk)
    assert await sent(desk) == [OWN, TEAM]
    assert [each.misses for each in await desk.all(Episode)] == [2, 1]


async def test_an_episode_goes_on_as_long_as_something_is_late(desk: World) -> None:
    late, answered = await asks(desk, 2)
    await goes_by(desk)
    await solves(desk, answered)
    for _ in range(5):
        await goes_by(desk, 60)
    assert await going_on(desk) == [("support", 2)]
    await solves(desk, late)
    await goes_by(desk, 2)
    assert await going_on(desk) == []


async def test_acknowledging_says_who_sees_to_it_and_nothing_more_interrupts(desk: World) -> None:
    [late] = await asks(desk)
    await desk.do(handling.claim, late, ANN)
    await goes_by(desk)
    await sent(desk)
    await desk.do(episodes.acknowledge, 1, ANN)
    assert await redrawn(desk) == [1]
    await desk.do(episodes.acknowledge, 1, ANN)
    assert await desk.heard() == []
    with pytest.raises(AlreadyAcknowledged, match="Ann has acknowledged that already"):
        await desk.do(episodes.acknowledge, 1, BEN)
    await asks(desk, first=101)
    await goes_by(desk)
    assert await sent(desk) == []
    assert (await shown(desk)).episodes[0].acknowledged_by == "Ann"


async def test_help_is_called_once_in_the_teams_channel(desk: World) -> None:
    [late] = await asks(desk)
    await goes_by(desk)
    await sent(desk)
    await desk.do(episodes.call_help, 1, ANN)
    assert await sent(desk) == [("C-SUP", BoardKind.HELP)]
    with pytest.raises(HelpAlreadyCalled, match="Ann"):
        await desk.do(episodes.call_help, 1, BEN)
    await solves(desk, late)
    await goes_by(desk, 40)
    assert (await shown(desk, BoardKind.HELP)).episodes[0].episode.over_at


async def test_the_longest_late_that_nobody_has_is_taken_first(desk: World) -> None:
    first, second, third = [(await asks(desk, first=chat))[0] for chat in (100, 101, 102)]
    await goes_by(desk)
    await desk.do(handling.claim, first, BEN)
    await desk.do(episodes.take_longest, 1, ANN)
    await desk.do(episodes.take_longest, 1, BEN)
    assert [(await desk.ticket(number)).owner for number in (first, second, third)] == [BEN, ANN, BEN]
    with pytest.raises(AllTaken):
        await desk.do(episodes.take_longest, 1, ANN)


async def test_a_call_for_help_names_what_nobody_has(desk: World) -> None:
    [held], [free] = await asks(desk, first=100), await asks(desk, first=101)
    await goes_by(desk)
    await desk.do(handling.claim, held, BEN)
    await desk.do(episodes.call_help, 1, ANN)
    [standing] = (await shown(desk, BoardKind.HELP)).episodes
    assert [late.sheet.ticket.id for late in standing.listed] == [free]


@pytest.mark.parametrize("act", [episodes.acknowledge, episodes.call_help, episodes.take_longest, episodes.show])
async def test_case_74_an_old_button_and_a_stranger_change_nothing_and_are_told(desk: World, act: object) -> None:
    [late] = await asks(desk)
    await goes_by(desk)
    await sent(desk)
    with pytest.raises(NotAnAgent):
        await desk.do(act, 1, "U-VISITOR")  # type: ignore[arg-type]
    await solves(desk, late)
    await goes_by(desk, 40)
    await desk.heard()
    for number in (1, 77):
        with pytest.raises(EpisodeOver):
            await desk.do(act, number, ANN)  # type: ignore[arg-type]
    assert await desk.heard() == []


async def test_nobody_is_called_for_what_is_not_late_any_more(desk: World) -> None:
    [late] = await asks(desk)
    await goes_by(desk)
    await solves(desk, late)
    with pytest.raises(NothingLate):
        await desk.do(episodes.call_help, 1, ANN)


async def test_replicas_that_judge_and_gather_together_begin_one_episode(desk: World, database_url: str) -> None:
    await asks(desk, 12)
    rival = World(second := await open_database(database_url), desk.door.practice)
    for _ in range(2):
        rival.now = desk.passes(minutes=61)
        await asyncio.gather(*(firing.fire(world.door) for world in (desk, rival) * 2))
    await second.close()
    assert await going_on(desk) == [("support", 12)]
    assert await sent(desk) == [OWN, TEAM]
