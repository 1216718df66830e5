"""Return visits: planned by rule or by hand, asked once, nudged so often, and ended by whatever happens."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.followups import answers, visits
from bot.desk.followups.coverage import Coverage, due_between
from bot.desk.followups.rules import Courtesy, Rule
from bot.desk.followups.tables import Contact, FollowUp, Outcome
from bot.desk.outgoing import Notice
from bot.desk.privacy import requests
from bot.desk.refusals import (
    AlreadyErased,
    AlreadyOpen,
    AskedAlready,
    CustomerIsBlocked,
    IsSpam,
    NoFollowUp,
    NoLongerAsked,
    NotAhead,
    NotAnAgent,
    NotYours,
    Refusal,
    WantsQuiet,
)
from bot.desk.service_levels.policies import When
from bot.desk.tickets import absence, discarding, handling, wishes
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Entry
from bot.engine.database import Database
from tests.desk.followups.world import DAY, HOUR, RULE, TEAMS, UNCAPPED, goes_by, pending, told
from tests.desk.privacy.stored import everything
from tests.desk.world import ADA, ANN, BO, FIRST, World

Act = Callable[[World], Awaitable[object]]
ASKED, AGAIN = Notice.STILL_FIXED, Notice.STILL_FIXED_AGAIN


@pytest.fixture
async def desk(database: Database) -> World:
    """Ada's ticket was solved at nine in the morning, and is followed up three days later."""
    world = await World(database).opens()
    await world.works_as(follow_ups=(RULE,), courtesy=UNCAPPED)
    await world.claimed_ticket()
    await world.do(handling.solve, FIRST, ANN)
    await world.heard()
    return world


async def outcomes(desk: World) -> list[str | None]:
    return [each.outcome for each in await desk.all(FollowUp)]


async def asked(desk: World) -> int:
    """She was asked just now; the follow-up's number."""
    await goes_by(desk, 3 * DAY)
    await desk.heard()
    return (await desk.all(FollowUp))[-1].id


async def test_by_rule_she_is_asked_nudged_and_then_left_alone(desk: World) -> None:
    await goes_by(desk, 3 * DAY - HOUR)
    assert await told(desk) == []
    await goes_by(desk, HOUR)
    assert await told(desk) == [ASKED]
    await goes_by(desk, 2 * DAY)
    assert await told(desk) == [AGAIN]
    await goes_by(desk, 20 * DAY)
    assert (await told(desk), await outcomes(desk)) == ([], [Outcome.NO_ANSWER])
    visits = [each for each in await desk.history() if each.startswith("FollowUp")]
    assert visits == ["FollowUpPlanned", "FollowUpAsked", "FollowUpAsked", "FollowUpEnded"]


@pytest.mark.parametrize(("nudges", "times"), [(0, 1), (2, 3)])
async def test_it_is_repeated_as_often_as_the_operator_says(desk: World, nudges: int, times: int) -> None:
    await desk.works_as(follow_ups=(RULE,), courtesy=Courtesy(nudges=nudges))
    await goes_by(desk, 14 * DAY)
    assert len(await told(desk)) == times


@pytest.mark.parametrize(
    ("when", "fits"),
    [
        (When(priority=frozenset({"normal"})), True),
        (When(priority=frozenset({"urgent"})), False),
        (When(category=frozenset({"fault"})), False),
        (When(tier=frozenset({"VIP"})), False),
        (When(team=frozenset({"support"})), True),
    ],
)
async def test_a_rule_is_for_the_tickets_that_it_names(database: Database, when: When, fits: bool) -> None:
    desk = await World(database).opens()
    await desk.works_as(follow_ups=(Rule("some", DAY, when),))
    await desk.solved_ticket()
    assert (await outcomes(desk) == [None]) is fits


ENDS: dict[str, tuple[Act, list[str | None]]] = {
    "she writes": (lambda desk: desk.says("It smokes again"), [Outcome.CANCELLED]),
    "an agent reopens it": (lambda desk: desk.do(handling.reopen, FIRST, ANN), [Outcome.CANCELLED]),
    "spam": (lambda desk: desk.do(discarding.mark_spam, FIRST, ANN), [Outcome.CANCELLED]),
    "cancelled by hand": (lambda desk: desk.do(visits.cancel, FIRST, ANN), [Outcome.CANCELLED]),
    "she wants quiet": (lambda desk: desk.do(answers.wants_quiet, ADA), [Outcome.CANCELLED]),
    "she blocked the bot": (lambda desk: desk.do(absence.blocked_us, ADA), [Outcome.UNREACHABLE]),
}


@pytest.mark.parametrize(("act", "outcome"), ENDS.values(), ids=ENDS)
async def test_what_ends_it_before_it_is_asked(desk: World, act: Act, outcome: list[str | None]) -> None:
    await act(desk)
    await desk.heard()
    await goes_by(desk, 4 * DAY)
    assert (await told(desk), await outcomes(desk)) == ([], outcome)


async def test_solved_again_is_followed_up_again(desk: World) -> None:
    await desk.says("It smokes again")
    await desk.do(handling.solve, FIRST, ANN)
    await desk.heard()
    await goes_by(desk, 3 * DAY)
    assert (await told(desk), await outcomes(desk)) == ([ASKED], [Outcome.CANCELLED, None])


async def test_a_press_confirms_and_twice_is_once(desk: World) -> None:
    number = await asked(desk)
    for _ in range(2):
        await desk.do(answers.confirms, ADA, number, 50)
        assert await told(desk) == [Notice.CONFIRMED]
    assert (await outcomes(desk), (await desk.ticket()).status) == ([Outcome.CONFIRMED], Status.SOLVED)
    assert (await desk.history()).count("FollowUpEnded") == 1
    await goes_by(desk, 4 * DAY)
    assert await told(desk) == []


async def test_thanks_confirm_it_too(desk: World) -> None:
    await asked(desk)
    await desk.says("Thanks, all good")
    assert (await outcomes(desk), (await desk.ticket()).status) == ([Outcome.CONFIRMED], Status.SOLVED)


@pytest.mark.parametrize("after", [None, answers.confirms], ids=["at once", "after she confirmed"])
async def test_a_press_takes_it_up_again(desk: World, after: Callable[..., None] | None) -> None:
    number = await asked(desk)
    if after:
        await desk.do(after, ADA, number, 50)
        await desk.heard()
    await desk.do(answers.denies, ADA, number, 50)
    ticket = await desk.ticket()
    assert (ticket.status, ticket.waiting_since, ticket.owner) == (Status.OPEN, desk.now, ANN)
    assert (await told(desk), await outcomes(desk)) == ([Notice.REOPENED], [Outcome.REOPENED])
    with pytest.raises(AlreadyOpen):
        await desk.do(answers.denies, ADA, number, 50)
    with pytest.raises(NoLongerAsked):
        await desk.do(answers.confirms, ADA, number, 50)


async def test_words_take_it_up_again_too(desk: World) -> None:
    await asked(desk)
    await desk.says("It smokes again")
    assert (await outcomes(desk), (await desk.ticket()).status) == ([Outcome.REOPENED], Status.OPEN)


async def test_what_is_closed_for_good_is_taken_up_again_because_we_asked(desk: World) -> None:
    await desk.works_as(follow_ups=(replace(RULE, after=30 * DAY),), courtesy=UNCAPPED)
    await desk.do(handling.reopen, FIRST, ANN)
    await desk.do(handling.solve, FIRST, ANN)
    await goes_by(desk, 30 * DAY)
    assert (await desk.ticket()).status is Status.CLOSED
    await desk.do(answers.denies, ADA, (await desk.all(FollowUp))[-1].id, 50)
    ticket = await desk.ticket()
    assert (ticket.status, ticket.closed_at) == (Status.OPEN, None)


async def test_a_late_answer_is_one(desk: World) -> None:
    number = await asked(desk)
    await goes_by(desk, 5 * DAY)
    assert await outcomes(desk) == [Outcome.NO_ANSWER]
    await desk.do(answers.confirms, ADA, number, 50)
    assert await outcomes(desk) == [Outcome.CONFIRMED]


async def test_an_old_or_forged_button_says_why_nothing_happens(desk: World) -> None:
    number = await asked(desk)
    for verb in (answers.confirms, answers.denies):
        with pytest.raises(NotYours):
            await desk.do(verb, BO, number, 50)
        with pytest.raises(NoLongerAsked):
            await desk.do(verb, ADA, number + 1, 50)
    await desk.do(visits.cancel, FIRST, ANN)
    for verb in (answers.confirms, answers.denies):
        with pytest.raises(NoLongerAsked):
            await desk.do(verb, ADA, number, 50)


async def test_who_wants_quiet_is_not_nudged_until_she_says_so(desk: World) -> None:
    await asked(desk)
    await desk.do(answers.wants_quiet, ADA, 50)
    assert (await told(desk), await outcomes(desk)) == ([Notice.QUIET], [Outcome.CANCELLED])
    with pytest.raises(WantsQuiet, match="Ada asked for /quiet"):
        await desk.do(visits.plan, FIRST, ANN, desk.now + DAY)
    await desk.do(answers.may_be_reminded, ADA, 50)
    await desk.do(visits.plan, FIRST, ANN, desk.now + DAY)
    assert (await outcomes(desk)) == [Outcome.CANCELLED, None]


async def test_two_replicas_that_fire_at_once_ask_once(desk: World) -> None:
    await goes_by(desk, 3 * DAY)
    await desk.do(visits.act, 1)
    assert await told(desk) == [ASKED]


async def test_what_was_put_off_for_a_week_is_missed(desk: World) -> None:
    desk.now += 12 * DAY
    await desk.fires()
    assert (await told(desk), await outcomes(desk)) == ([], [Outcome.MISSED])


@pytest.mark.parametrize(("after", "late"), [(4 * DAY, False), (4 * DAY + timedelta(seconds=1), True)])
async def test_late_is_said_counted_and_still_asked(desk: World, after: timedelta, late: bool) -> None:
    desk.now += after
    await desk.fires()
    assert await told(desk) == [ASKED]
    assert (await desk.all(Entry))[-1].detail == {"number": 0, "late": late}
    await goes_by(desk, 2 * DAY)
    assert (await desk.all(Entry))[-1].detail == {"number": 1, "late": False}
    assert await desk.ask(due_between, desk.now - 30 * DAY, desk.now) == Coverage(on_time=not late, late=late)


async def test_what_is_too_much_for_a_week_is_put_off(desk: World) -> None:
    await desk.works_as(courtesy=Courtesy(most_a_week=1, nudges=1))
    await goes_by(desk, 9 * DAY)
    assert await told(desk) == [ASKED]
    await goes_by(desk, DAY)
    assert await told(desk) == [AGAIN]


async def test_nobody_is_asked_at_night(desk: World) -> None:
    await desk.do(visits.plan, FIRST, ANN, desk.now + 15 * HOUR, "as she asked")
    await goes_by(desk, 23 * HOUR)
    assert await told(desk) == []
    await goes_by(desk, HOUR)
    assert await told(desk) == [ASKED]


async def test_the_night_is_that_of_where_the_customers_of_a_language_live(desk: World) -> None:
    desk.door.practice = replace(desk.door.practice, timezones={"en": "Asia/Taipei"})
    await desk.do(visits.plan, FIRST, ANN, desk.now + 6 * HOUR, "as she asked")
    await goes_by(desk, 15 * HOUR)
    assert await told(desk) == []
    await goes_by(desk, HOUR)
    assert await told(desk) == [ASKED]


async def test_an_agent_moves_what_is_planned_and_there_is_one(desk: World) -> None:
    for _ in range(2):
        await desk.do(visits.plan, FIRST, ANN, desk.now + DAY, "a new bulb")
    [planned] = await desk.all(FollowUp)
    assert (planned.due_at, planned.agent, planned.note, planned.rule) == (desk.now + DAY, ANN, "a new bulb", None)
    assert (await desk.history()).count("FollowUpPlanned") == 2
    await goes_by(desk, DAY)
    with pytest.raises(AskedAlready):
        await desk.do(visits.plan, FIRST, ANN, desk.now + DAY)


async def test_what_an_agent_planned_keeps_its_day_and_is_not_asked_of_what_is_open(desk: World) -> None:
    await desk.do(visits.plan, FIRST, ANN, desk.now + DAY)
    await desk.do(handling.reopen, FIRST, ANN)
    assert await outcomes(desk) == [None]
    await goes_by(desk, DAY)
    assert await outcomes(desk) == [Outcome.CANCELLED]
    assert (await desk.all(Entry))[-1].detail == {"outcome": "cancelled", "reason": "open"}


REFUSED: dict[str, tuple[Act | None, str, type[Refusal]]] = {
    "spam": (lambda desk: desk.do(discarding.mark_spam, FIRST, ANN), ANN, IsSpam),
    "blocked": (lambda desk: desk.do(discarding.block, FIRST, ANN), ANN, CustomerIsBlocked),
    "erased": (
        lambda desk: desk.do(requests.forget, ADA, str(int(desk.now.timestamp())), instead_of=50),
        ANN,
        AlreadyErased,
    ),
    "a stranger": (None, "U-STRANGER", NotAnAgent),
}


@pytest.mark.parametrize(("act", "agent", "no"), REFUSED.values(), ids=REFUSED)
async def test_what_cannot_be_planned_is_refused(desk: World, act: Act | None, agent: str, no: type[Refusal]) -> None:
    if act:
        await act(desk)
    with pytest.raises(no):
        await desk.do(visits.plan, FIRST, agent, desk.now + DAY)


async def test_a_day_that_is_over_is_refused_in_the_agents_zone(desk: World) -> None:
    with pytest.raises(NotAhead, match=r"2026-03-02 09:00 \(UTC\)"):
        await desk.do(visits.plan, FIRST, ANN, desk.now)


async def test_there_is_nothing_to_cancel_twice(desk: World) -> None:
    await desk.do(visits.cancel, FIRST, ANN)
    with pytest.raises(NoFollowUp):
        await desk.do(visits.cancel, FIRST, ANN)


async def test_an_answer_in_another_ticket_is_an_answer(desk: World) -> None:
    await desk.works_as(follow_ups=(replace(RULE, after=30 * DAY),), courtesy=UNCAPPED)
    await desk.do(handling.reopen, FIRST, ANN)
    await desk.do(handling.solve, FIRST, ANN)
    await goes_by(desk, 30 * DAY)
    await desk.says("It smokes again")
    await desk.heard()
    await goes_by(desk, 4 * DAY)
    assert (await told(desk), (await outcomes(desk))[-1]) == ([], Outcome.REOPENED)


async def test_the_note_is_forgotten_with_the_customer(desk: World) -> None:
    await desk.do(visits.plan, FIRST, ANN, desk.now + DAY, "smells of garlic")
    await desk.do(visits.plan, FIRST, ANN, desk.now + HOUR, "smells of garlic")
    await goes_by(desk, HOUR)
    await desk.do(requests.forget, ADA, str(int(desk.now.timestamp())), instead_of=50)
    assert ("garlic" in await everything(desk), await desk.all(Contact), await outcomes(desk)) == (
        False,
        [],
        [Outcome.CANCELLED],
    )


async def test_what_she_closed_herself_is_followed_up(database: Database) -> None:
    desk = await World(database).opens()
    await desk.works_as(follow_ups=(RULE,))
    await desk.says("The lamp is broken")
    await desk.do(wishes.closes, ADA, FIRST)
    assert await outcomes(desk) == [None]


async def test_what_she_never_answered_is_not_followed_up(database: Database) -> None:
    desk = await World(database).opens()
    await desk.works_as(follow_ups=(RULE,), teams=TEAMS)
    await pending(desk)
    await goes_by(desk, 6 * DAY)
    assert ((await desk.ticket()).status, await outcomes(desk)) == (Status.SOLVED, [])
