"""A shift is interrupted so often and no more: the rest is on its digest, and what lapsed in an outage on one board."""

from datetime import time, timedelta

import pytest

from bot.desk import outgoing as out
from bot.desk.alerting import episodes, outages
from bot.desk.alerting.tables import BoardKind, Breach, Outage
from bot.desk.escalation.chains import Chain, Step
from bot.desk.moments import milliseconds
from bot.desk.service_levels.calendars import ALWAYS
from bot.desk.service_levels.policies import Policy
from bot.desk.tickets import handling
from tests.desk.alerting.supervised import (
    SUPERVISORS,
    asks,
    goes_by,
    redrawn,
    sent,
    shown,
    solves,
    supervised,
)
from tests.desk.world import ANN, FIRST, World

OWN, DIGEST, OUTAGE = ((SUPERVISORS, kind) for kind in (BoardKind.EPISODE, BoardKind.DIGEST, BoardKind.OUTAGE))
SHIFTS = (time(8), time(16))


async def three_teams_are_late(desk: World) -> None:
    """Of which the first used up what the shift bears."""
    await supervised(desk, interruptions=1, shifts=SHIFTS)
    for number, team in enumerate(("support", "billing", "legal")):
        await asks(desk, first=100 * (number + 1), team=team)
        await desk.do(handling.claim, FIRST + number, ANN)
    await desk.heard()
    await goes_by(desk)


async def test_beyond_the_budget_there_is_one_digest_which_names_them_all(desk: World) -> None:
    await three_teams_are_late(desk)
    assert await sent(desk) == [DIGEST, OWN]
    digest = await shown(desk, BoardKind.DIGEST)
    assert [each.episode.team for each in digest.episodes] == ["legal", "support"]  # by name: billing was the first
    assert [each.shown for each in digest.episodes] == [False, False]


async def test_what_is_escalated_to_the_supervisors_interrupts_their_shift_too(desk: World) -> None:
    chains = (Chain("late", (Step("supervisors"),)),)
    promised = (Policy("all", ALWAYS, first_response=timedelta(hours=1), chain="late"),)
    await supervised(desk, interruptions=1, policies=promised, chains=chains)
    await asks(desk)
    await desk.heard()
    await goes_by(desk)
    assert (await sent(desk))[0] == DIGEST


async def test_what_is_urgent_gets_through_from_the_digest_too(desk: World) -> None:
    await three_teams_are_late(desk)
    await sent(desk)
    await desk.do(handling.set_priority, FIRST, ANN, "urgent")
    await goes_by(desk, 31)
    assert await sent(desk) == [OWN]
    assert [each.shown for each in (await shown(desk, BoardKind.DIGEST)).episodes] == [False, True]


async def test_a_new_shift_has_a_budget_of_its_own_for_what_is_still_late(desk: World) -> None:
    await three_teams_are_late(desk)
    await sent(desk)
    await goes_by(desk, 31)
    assert await sent(desk) == []
    await goes_by(desk, 6 * 60)
    assert await sent(desk) == [DIGEST, OWN]


async def test_what_is_on_the_digest_can_be_shown_by_itself_once(desk: World) -> None:
    await three_teams_are_late(desk)
    await sent(desk)
    for _ in range(2):
        await desk.do(episodes.show, 3, ANN)
    assert await sent(desk) == [OWN]
    assert (await shown(desk)).episodes[0].episode.team == "support"


async def test_the_digest_is_drawn_again_when_something_of_it_changes(desk: World) -> None:
    await three_teams_are_late(desk)
    await sent(desk)
    digest = (await shown(desk, BoardKind.DIGEST)).board.id
    await solves(desk, FIRST)
    assert await redrawn(desk) == [digest]


async def beats(desk: World) -> None:
    await desk.do(outages.beat, milliseconds(desk.now))


async def test_after_an_outage_there_is_one_summary_and_no_single_alert(desk: World) -> None:
    await supervised(desk)
    await asks(desk, 3)
    await asks(desk, 2, first=200, team="billing")
    await desk.heard()
    await beats(desk)
    desk.passes(hours=2)
    await beats(desk)
    await goes_by(desk, 0)
    assert [row.kind for _, row in await desk.heard() if not isinstance(row, out.DrawCard | out.DrawBoard)] == ["board"]
    board = await shown(desk, BoardKind.OUTAGE)
    assert board.outage is not None
    assert (board.outage.until - board.outage.since).total_seconds() == 2 * 3600
    assert [(each.episode.team, each.late) for each in board.episodes] == [("billing", 2), ("support", 3)]
    assert (await desk.history()).count("TargetsMissed") == 1
    assert {breach.lapsed for breach in await desk.all(Breach)} == {True}
    await goes_by(desk, 31)
    assert await sent(desk) == []  # nor later


async def test_what_is_late_after_the_outage_is_told_of_as_ever(desk: World) -> None:
    await supervised(desk)
    await asks(desk)
    await beats(desk)
    desk.passes(minutes=50)
    await beats(desk)
    await goes_by(desk, 10)
    assert OWN in await sent(desk)


@pytest.mark.parametrize(("minutes", "found"), [(3, 0), (3.1, 1)])
async def test_a_restart_is_no_outage(desk: World, minutes: float, found: int) -> None:
    await beats(desk)
    await beats(desk)
    desk.passes(minutes=minutes)
    await beats(desk)
    await beats(desk)
    assert len(await desk.all(Outage)) == found


async def test_without_a_supervisors_channel_the_team_hears_of_what_lapsed(desk: World) -> None:
    await supervised(desk, supervisors=None)
    await asks(desk)
    await beats(desk)
    desk.passes(hours=2)
    await beats(desk)
    await goes_by(desk, 0)
    assert await sent(desk) == [("C-SUP", BoardKind.TEAM)]
