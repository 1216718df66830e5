"""A claim is a lease: who is asked when, what counts as being on it, and when it is nobody's again."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk import outgoing as out
from bot.desk.claims import leasing
from bot.desk.claims.leasing import lease_ends
from bot.desk.claims.tables import Reminder
from bot.desk.refusals import InTheQueue, NoLongerAsked, NotAnAgent, TakenByAnother
from bot.desk.service_levels.policies import Policy
from bot.desk.tickets import absence, discarding, handling, pauses, replies, wishes
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Entry
from bot.desk.words import Words
from bot.engine.database import Database
from bot.wakeups.chores import promise_anew
from tests.desk.claims.world import IN_HOURS, TEAMS, WITHIN, answers, goes_by
from tests.desk.world import ADA, ANN, BEN, FIRST, PRACTICE, World

MINUTE = timedelta(minutes=1)
Act = Callable[[World], Awaitable[object]]


@pytest.fixture
async def desk(database: Database) -> World:
    """Ann has Ada's ticket."""
    world = await World(database).opens()
    await world.works_as(teams=TEAMS)
    await world.claimed_ticket()
    return world


async def upshots(desk: World) -> list[str | None]:
    """Of every question there was."""
    return [asked.upshot for asked in await desk.all(Reminder)]


async def asked(desk: World) -> int:
    """The owner was asked just now: the question's number."""
    await goes_by(desk, WITHIN)
    return (await desk.all(Reminder))[-1].id


async def test_an_owner_whose_customer_waits_too_long_is_asked_once(desk: World) -> None:
    await goes_by(desk, WITHIN - MINUTE)
    assert await upshots(desk) == []
    await goes_by(desk, 10 * MINUTE)
    assert await upshots(desk) == [None]
    [row] = [row for _, row in await desk.heard() if isinstance(row, out.PostReminder)]
    assert (row.channel, row.card) == ("C-SUP", 1)


async def test_case_67_a_claim_not_confirmed_is_released_and_the_team_is_told(desk: World) -> None:
    await asked(desk)
    await desk.heard()
    await goes_by(desk, WITHIN)
    ticket = await desk.ticket()
    assert (ticket.owner, ticket.status, await upshots(desk)) == (None, Status.OPEN, ["returned"])
    assert (await desk.history())[-1] == "LeaseRanOut"
    assert {"entry", "draw_reminder", "callout", "draw"} <= set(await desk.kinds())
    assert ticket.called_out_at == desk.now


async def test_case_67_a_claim_confirmed_sets_only_the_next_reminder(desk: World) -> None:
    number = await asked(desk)
    await desk.do(leasing.still_on_it, number, ANN)
    assert await upshots(desk) == ["still"]
    assert list(await desk.timers()) == [f"ticket:{FIRST} remind"]
    await goes_by(desk, WITHIN)
    assert await upshots(desk) == ["still", None]
    assert (await desk.ticket()).owner == ANN


async def test_case_68_two_replicas_that_ask_at_once_ask_once(desk: World) -> None:
    await asked(desk)
    await desk.do(leasing.remind, FIRST)
    assert await upshots(desk) == [None]


async def test_pressing_twice_is_the_same_as_once(desk: World) -> None:
    number = await asked(desk)
    await desk.do(leasing.still_on_it, number, ANN)
    until = await desk.timers()
    desk.passes(minutes=1)
    await desk.do(leasing.still_on_it, number, ANN)
    assert (await desk.timers(), await upshots(desk)) == (until, ["still"])


async def test_case_74_an_old_button_says_why_nothing_happens(desk: World) -> None:
    number = await asked(desk)
    with pytest.raises(TakenByAnother, match="Ann already has"):
        await desk.do(leasing.still_on_it, number, BEN)
    with pytest.raises(NotAnAgent):
        await desk.do(leasing.still_on_it, number, "U-STRANGER")
    with pytest.raises(NoLongerAsked):
        await desk.do(leasing.still_on_it, number + 1, ANN)
    await goes_by(desk, WITHIN)
    with pytest.raises(InTheQueue):
        await desk.do(leasing.still_on_it, number, ANN)
    assert (await desk.ticket()).owner is None


SHOWS: dict[str, Act] = {
    "an answer on its way": lambda desk: desk.types(ANN, "Try the other socket"),
    "a note in the thread": lambda desk: desk.types(ANN, "// I ask the workshop"),
    "a note in the form": lambda desk: desk.do(replies.note, FIRST, ANN, Words("I ask the workshop")),
}


@pytest.mark.parametrize("shows", SHOWS.values(), ids=SHOWS)
async def test_an_owner_who_writes_is_on_it(desk: World, shows: Act) -> None:
    await goes_by(desk, 20 * MINUTE)
    await shows(desk)
    await goes_by(desk, 20 * MINUTE)
    assert await upshots(desk) == []


async def test_a_colleagues_note_is_not_the_owners(desk: World) -> None:
    await goes_by(desk, 20 * MINUTE)
    await desk.types(BEN, "I know her")
    await goes_by(desk, 20 * MINUTE)
    assert await upshots(desk) == [None]


MOOT: dict[str, Act] = {
    "answered": answers,
    "handed over": lambda desk: desk.do(handling.hand_over, FIRST, ANN, BEN),
    "released": lambda desk: desk.do(handling.release, FIRST, ANN),
    "pending": lambda desk: desk.do(handling.set_pending, FIRST, ANN),
    "on hold": lambda desk: desk.do(handling.put_on_hold, FIRST, ANN),
    "solved": lambda desk: desk.do(handling.solve, FIRST, ANN),
    "snoozed": lambda desk: desk.do(pauses.snooze, FIRST, ANN, desk.now + timedelta(days=2)),
    "closed by the customer": lambda desk: desk.do(wishes.closes, ADA, FIRST),
    "spam": lambda desk: desk.do(discarding.mark_spam, FIRST, BEN),
}


@pytest.mark.parametrize("act", MOOT.values(), ids=MOOT)
async def test_what_is_done_about_it_settles_the_question_and_no_lease_runs_out(desk: World, act: Act) -> None:
    await asked(desk)
    await act(desk)
    assert await upshots(desk) in (["moot"], ["still"])
    owner = (await desk.ticket()).owner
    await goes_by(desk, WITHIN - MINUTE)
    assert ((await desk.ticket()).owner, len(await upshots(desk))) == (owner, 1)


async def test_who_it_was_handed_to_has_a_lease_of_their_own(desk: World) -> None:
    await goes_by(desk, 20 * MINUTE)
    await desk.do(handling.hand_over, FIRST, ANN, BEN)
    await goes_by(desk, WITHIN)
    assert [one.agent for one in await desk.all(Reminder)] == [BEN]


async def test_after_an_answer_the_lease_begins_with_the_customers_next_message(desk: World) -> None:
    await answers(desk)
    await goes_by(desk, 3 * WITHIN)
    assert await upshots(desk) == []
    await desk.says("It still smokes")
    await goes_by(desk, WITHIN - MINUTE)
    assert await upshots(desk) == []
    await goes_by(desk, MINUTE)
    assert await upshots(desk) == [None]


async def test_nobody_is_asked_about_a_customer_who_cannot_be_reached(desk: World) -> None:
    await desk.do(absence.blocked_us, ADA)
    await goes_by(desk, 2 * WITHIN)
    assert (await upshots(desk), (await desk.ticket()).owner) == ([], ANN)


async def test_nobody_is_asked_while_an_answer_is_on_its_way(desk: World) -> None:
    message = await desk.types(ANN, "Try the other socket")
    await goes_by(desk, 2 * WITHIN)
    assert (await desk.message(message.id)).state == "queued"
    assert (await upshots(desk), (await desk.ticket()).owner) == ([], ANN)


async def test_the_time_is_the_teams_working_time(desk: World) -> None:
    await desk.works_as(teams=IN_HOURS)
    desk.now = desk.now.replace(hour=16, minute=45)
    await desk.says("It smokes")
    await desk.do(handling.release, FIRST, ANN)
    await desk.do(handling.claim, FIRST, ANN)
    ends = lease_ends(await desk.ticket(), desk.door.practice)
    assert ends == {"remind": desk.now.replace(day=3, hour=9, minute=15)}


async def test_without_a_list_the_thread_mentions_the_team(desk: World) -> None:
    await desk.works_as(teams=(replace(TEAMS[0], agents=(ANN, "S-GROUP"), unclaimed_after=None), *TEAMS[1:]))
    await goes_by(desk, 2 * WITHIN)
    line = (await desk.all(Entry))[-1]
    assert (line.what, line.detail) == ("LeaseRanOut", {"owner": ANN, "mentions": [ANN, "S-GROUP"]})
    assert (await desk.ticket()).called_out_at is None


async def test_without_the_setting_nobody_is_asked(desk: World) -> None:
    await desk.works_as(teams=PRACTICE.teams)
    await promise_anew(desk.door)
    await goes_by(desk, 2 * WITHIN)
    assert (await desk.timers(), await upshots(desk)) == ({}, [])


async def test_with_the_setting_turned_on_what_is_claimed_already_follows(desk: World) -> None:
    await desk.works_as(teams=PRACTICE.teams)
    await promise_anew(desk.door)
    await desk.works_as(teams=(replace(TEAMS[0], claim_within=2 * WITHIN), *TEAMS[1:]))
    await promise_anew(desk.door)
    assert list(await desk.timers()) == [f"ticket:{FIRST} remind"]


async def test_the_clocks_of_what_is_promised_do_not_care_whose_it_is(desk: World) -> None:
    within = timedelta(hours=2)
    await desk.works_as(teams=TEAMS, policies=(Policy("all", TEAMS[0].calendar, first_response=within),))
    await promise_anew(desk.door)
    before = (await desk.ticket()).due_at
    await goes_by(desk, 2 * WITHIN)
    after = await desk.ticket()
    assert (after.owner, after.due_at) == (None, before)
