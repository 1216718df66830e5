"""On hold until, snoozed until: what comes back when, who hears of it, and which clocks care."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from bot.desk.people.roster import Member, roster_is
from bot.desk.practice import Team
from bot.desk.refusals import CannotNow, NotAhead
from bot.desk.service_levels.calendars import ALWAYS
from bot.desk.service_levels.policies import Policy
from bot.desk.service_levels.tables import Promise
from bot.desk.tickets import handling, merging, pauses, reading, unmerging, wishes
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Entry
from tests.desk.world import ADA, ANN, BEN, FIRST, ROSTER, START, World

DAY = timedelta(days=1)
FRIDAY = START + 4 * DAY
Act = Callable[[World], Awaitable[object]]


async def last(desk: World) -> Entry:
    return (await desk.all(Entry))[-1]


async def comes(desk: World, moment: datetime) -> None:
    desk.now = moment
    await desk.fires()


async def test_what_is_on_hold_until_a_day_is_open_again_on_it_and_its_owner_hears_of_it(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(handling.put_on_hold, FIRST, ANN, "the supplier's answer", FRIDAY)
    ticket = await desk.ticket()
    assert (ticket.status, ticket.on_hold_until, ticket.on_hold_for) == (
        Status.ON_HOLD,
        FRIDAY,
        "the supplier's answer",
    )
    await comes(desk, FRIDAY - timedelta(seconds=1))
    assert (await desk.ticket()).status is Status.ON_HOLD
    await comes(desk, FRIDAY)
    ticket = await desk.ticket()
    assert (ticket.status, ticket.on_hold_until, ticket.on_hold_for) == (Status.OPEN, None, None)
    line = await last(desk)
    assert (line.what, line.detail) == ("HoldOver", {"mentions": [ANN], "why": "the supplier's answer"})


async def test_nobodys_ticket_comes_back_to_its_team(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.works_as(teams=(Team("support", "C-SUP", (ANN, "S-GROUP")),))
    await desk.do(handling.put_on_hold, FIRST, ANN, "", FRIDAY)
    await comes(desk, FRIDAY)
    assert (await last(desk)).detail["mentions"] == [ANN, "S-GROUP"]


async def test_what_its_owner_left_behind_comes_back_to_its_team(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(pauses.snooze, FIRST, ANN, FRIDAY)
    await desk.do(roster_is, [member for member in ROSTER if member.id != ANN])
    await comes(desk, FRIDAY)
    assert (await last(desk)).detail["mentions"] == []


ENDS_A_HOLD: dict[str, Act] = {
    "resumed": lambda desk: desk.do(handling.resume, FIRST, ANN),
    "pending": lambda desk: desk.do(handling.set_pending, FIRST, ANN),
    "solved": lambda desk: desk.do(handling.solve, FIRST, ANN),
    "the customer writes": lambda desk: desk.says("Any news?"),
}


@pytest.mark.parametrize("act", ENDS_A_HOLD.values(), ids=ENDS_A_HOLD)
async def test_a_hold_that_is_over_leaves_nothing_behind(desk: World, act: Act) -> None:
    await desk.claimed_ticket()
    await desk.do(handling.put_on_hold, FIRST, ANN, "the supplier", FRIDAY)
    await act(desk)
    ticket = await desk.ticket()
    assert (ticket.on_hold_until, ticket.on_hold_for) == (None, None)
    assert f"ticket:{FIRST} hold_over" not in await desk.timers()


async def test_a_hold_can_be_given_another_day_or_none(desk: World) -> None:
    await desk.claimed_ticket()
    for until in (FRIDAY, FRIDAY + DAY, None):
        await desk.do(handling.put_on_hold, FIRST, ANN, "the supplier", until)
        assert (await desk.ticket()).on_hold_until == until
    assert (await desk.history()).count("StatusChanged") == 3
    await desk.do(handling.put_on_hold, FIRST, ANN, "the supplier", None)
    assert (await desk.history()).count("StatusChanged") == 3


async def test_what_is_snoozed_is_not_in_the_queue_and_its_owner_hears_when_it_is_over(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(pauses.snooze, FIRST, ANN, FRIDAY)
    assert (await desk.ticket()).snoozed_until == FRIDAY
    await comes(desk, FRIDAY)
    ticket = await desk.ticket()
    assert (ticket.snoozed_until, ticket.snoozed_by, ticket.status) == (None, None, Status.OPEN)
    line = await last(desk)
    assert (line.what, line.actor, line.detail) == ("SnoozeOver", "desk", {"mentions": [ANN]})


async def test_a_snoozed_ticket_that_is_nobodys_is_hidden_from_the_queue_and_comes_back_to_who_snoozed_it(
    desk: World,
) -> None:
    await desk.says("The lamp is broken")
    await desk.do(pauses.snooze, FIRST, BEN, FRIDAY)
    assert await desk.ask(reading.queue, ["support"]) == []
    await comes(desk, FRIDAY)
    assert len(await desk.ask(reading.queue, ["support"])) == 1
    assert (await last(desk)).detail["mentions"] == [BEN]


WAKES: dict[str, tuple[Act, str]] = {
    "the customer writes": (lambda desk: desk.says("Any news?"), "customer"),
    "the customer asks for a person": (lambda desk: desk.do(wishes.asks_for_person, ADA, FIRST), "customer"),
    "the agent wakes it": (lambda desk: desk.do(pauses.wake, FIRST, ANN), ANN),
}


@pytest.mark.parametrize(("act", "actor"), WAKES.values(), ids=WAKES)
async def test_it_wakes_at_once(desk: World, act: Act, actor: str) -> None:
    await desk.claimed_ticket()
    await desk.do(pauses.snooze, FIRST, ANN, FRIDAY)
    await act(desk)
    assert (await desk.ticket()).snoozed_until is None
    line = await last(desk)
    assert (line.what, line.actor) == ("SnoozeOver", actor)
    assert f"ticket:{FIRST} snooze_over" not in await desk.timers()


SILENT: dict[str, Act] = {
    "handed over": lambda desk: desk.do(handling.hand_over, FIRST, ANN, BEN),
    "released": lambda desk: desk.do(handling.release, FIRST, ANN),
    "solved": lambda desk: desk.do(handling.solve, FIRST, ANN),
}


@pytest.mark.parametrize("act", SILENT.values(), ids=SILENT)
async def test_who_gets_it_or_ends_it_is_not_told_that_it_was_snoozed(desk: World, act: Act) -> None:
    await desk.claimed_ticket()
    await desk.do(pauses.snooze, FIRST, ANN, FRIDAY)
    await act(desk)
    assert (await desk.ticket()).snoozed_until is None
    assert "SnoozeOver" not in await desk.history()


async def test_snoozing_twice_until_the_same_moment_is_the_same_as_once_and_waking_too(desk: World) -> None:
    await desk.claimed_ticket()
    for _ in range(2):
        await desk.do(pauses.snooze, FIRST, ANN, FRIDAY)
    for _ in range(2):
        await desk.do(pauses.wake, FIRST, ANN)
    history = await desk.history()
    assert (history.count("TicketSnoozed"), history.count("SnoozeOver")) == (1, 1)


async def test_what_is_over_cannot_be_snoozed(desk: World) -> None:
    await desk.solved_ticket()
    with pytest.raises(CannotNow):
        await desk.do(pauses.snooze, FIRST, ANN, FRIDAY)


async def test_a_moment_that_is_over_is_refused_in_the_time_zone_of_the_agent(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(roster_is, [Member(ANN, "Ann", ("support",), "Asia/Kolkata"), Member(BEN, "Ben", ("support",), "?")])
    with pytest.raises(NotAhead, match=r"it is 2026-03-02 14:30 \(IST\) now"):
        await desk.do(pauses.snooze, FIRST, ANN, START)
    with pytest.raises(NotAhead, match=r"it is 2026-03-02 09:00 \(UTC\)"):
        await desk.do(handling.put_on_hold, FIRST, BEN, "the supplier", START - DAY)
    ticket = await desk.ticket()
    assert (ticket.snoozed_until, ticket.on_hold_for, ticket.status) == (None, None, Status.OPEN)


async def test_snoozing_moves_no_deadline_and_a_hold_pauses_the_solution_alone(desk: World) -> None:
    hour = timedelta(hours=1)
    await desk.works_as(policies=(Policy("all", ALWAYS, first_response=hour, resolution=8 * hour),))
    await desk.claimed_ticket()
    before = [promise.due_at for promise in await desk.all(Promise)]
    await desk.do(pauses.snooze, FIRST, ANN, FRIDAY)
    assert [promise.due_at for promise in await desk.all(Promise)] == before
    await desk.do(handling.put_on_hold, FIRST, ANN, "", FRIDAY)
    assert [promise.due_at for promise in await desk.all(Promise)] == [before[0], None]


async def test_a_merge_that_is_undone_puts_both_aside_again(desk: World) -> None:
    first, second = await desk.two_tickets()
    await desk.do(handling.put_on_hold, first, ANN, "the supplier", FRIDAY)
    await desk.do(pauses.snooze, second, ANN, FRIDAY)
    await desk.do(merging.merge, first, ANN, second)
    assert (await desk.ticket(first)).on_hold_until is None
    await desk.do(unmerging.unmerge, second, ANN)
    kept, gone = await desk.ticket(first), await desk.ticket(second)
    assert (kept.on_hold_until, kept.on_hold_for, gone.snoozed_until) == (FRIDAY, "the supplier", FRIDAY)
