"""What people do, and what becomes of the promises: told in stories on the desk, on both databases."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.desk.escalation.chains import Chain, Step
from bot.desk.escalation.tables import Escalation, Stage
from bot.desk.moments import milliseconds
from bot.desk.refusals import NoSuchChoice
from bot.desk.service_levels.calendars import ALWAYS, Calendar
from bot.desk.service_levels.hours import window
from bot.desk.service_levels.policies import Policy, Target, When
from bot.desk.service_levels.tables import Outcome, Promise
from bot.desk.tickets import deliveries, discarding, handling, wishes
from bot.desk.tickets.tables import Entry
from bot.engine.database import Database
from bot.wakeups.chores import promise_anew
from tests.desk.world import ADA, ANN, FIRST, START, World

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OFFICE = Calendar("office", "UTC", ((window("09:00-17:00"),),) * 5 + ((), ()))
ANSWERED, NEXT, SOLVED = Target
ALL = Policy("all", ALWAYS, first_response=HOUR, next_response=2 * HOUR, resolution=8 * HOUR)


@pytest.fixture
async def desk(database: Database) -> World:
    world = await World(database).opens()
    await world.works_as(policies=(ALL,))
    return world


async def promises(desk: World) -> list[tuple[Target, Outcome]]:
    return [(promise.target, promise.outcome) for promise in await desk.all(Promise)]


async def due(desk: World) -> dict[Target, datetime | None]:
    """Of those that run."""
    return {each.target: each.due_at for each in await desk.all(Promise) if each.outcome is Outcome.RUNNING}


async def told(desk: World) -> list[dict[str, Any]]:
    """What was warned of and missed, as the history has it."""
    return [entry.detail for entry in await desk.all(Entry) if entry.what in ("TargetWarned", "TargetsMissed")]


async def answers(desk: World, after: timedelta = timedelta()) -> None:
    """Ann's answer to all that was written is with the customer so much later."""
    desk.now += after
    message = await desk.types(ANN, "Try the other socket")
    desk.passes(seconds=5)
    await desk.fires()
    await desk.do(deliveries.delivered, message.id, 900 + message.id, 900 + message.id)


async def test_a_first_message_starts_the_clocks_and_the_card_says_what_is_due(desk: World) -> None:
    await desk.says("The lamp is broken")
    assert await due(desk) == {ANSWERED: START + HOUR, SOLVED: START + 8 * HOUR}
    ticket = await desk.ticket()
    assert (ticket.due, ticket.due_at, ticket.late) == (ANSWERED, START + HOUR, False)


async def test_the_clock_started_when_they_wrote_and_not_when_we_heard(desk: World) -> None:
    wrote = desk.now
    desk.passes(minutes=20)
    await desk.says("The lamp is broken", at=wrote)
    assert (await due(desk))[ANSWERED] == wrote + HOUR


async def test_where_nothing_is_promised_nothing_is_kept(desk: World) -> None:
    await desk.works_as(policies=())
    await desk.says("The lamp is broken")
    assert await desk.all(Promise) == []


async def test_case_30_a_reply_in_time_is_kept_with_its_margin(desk: World) -> None:
    await desk.claimed_ticket()
    await answers(desk, 20 * MINUTE)
    first, solution = await desk.all(Promise)
    assert (first.outcome, first.ended_at, first.used_ms) == (Outcome.MET, desk.now, 20 * 60_000 + 5000)
    assert (solution.outcome, solution.due_at) == (Outcome.RUNNING, None)  # it is the customer's turn


async def test_case_28_an_answer_while_it_is_pending_is_the_first_answer_all_the_same(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(handling.set_pending, FIRST, ANN)
    assert await due(desk) == {ANSWERED: START + HOUR, SOLVED: None}
    await answers(desk, 20 * MINUTE)
    assert (await promises(desk))[0] == (ANSWERED, Outcome.MET)


async def test_case_32_a_reply_in_time_leaves_the_solution_promised_until_it_is_solved(desk: World) -> None:
    await desk.claimed_ticket()
    await answers(desk, MINUTE)
    desk.passes(minutes=10)
    await desk.says("It did not help")
    assert (await due(desk))[SOLVED] == START + 8 * HOUR + 10 * MINUTE
    await desk.do(handling.solve, FIRST, ANN)
    assert (await promises(desk))[:2] == [(ANSWERED, Outcome.MET), (SOLVED, Outcome.MET)]
    assert await due(desk) == {}


async def test_case_31_a_late_reply_is_a_miss_even_where_no_tick_ran(desk: World) -> None:
    await desk.claimed_ticket()
    message = await desk.types(ANN, "Try the other socket")
    desk.passes(minutes=61)
    await desk.do(deliveries.delivered, message.id, 900, 900)
    assert (await promises(desk))[0] == (ANSWERED, Outcome.MISSED)


async def test_case_33_and_34_neither_a_note_nor_the_desk_answers(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.types(ANN, "note: ask Ben")
    assert ANSWERED in await due(desk)


async def test_case_35_36_and_37_the_next_answer_counts_from_the_oldest_that_waits(desk: World) -> None:
    await desk.claimed_ticket()
    await answers(desk, MINUTE)
    assert NEXT not in await due(desk)
    desk.passes(minutes=10)
    oldest = desk.now
    await desk.says("It did not help")
    desk.passes(minutes=10)
    await desk.says("Hello?")
    assert (await due(desk))[NEXT] == oldest + 2 * HOUR
    await answers(desk, MINUTE)
    assert NEXT not in await due(desk)
    assert (NEXT, Outcome.MET) in await promises(desk)


async def test_case_38_how_long_each_exchange_took_is_kept_and_what_is_open_has_no_length_yet(desk: World) -> None:
    await desk.claimed_ticket()
    await answers(desk, MINUTE)
    for minutes in (5, 70, 20):
        await desk.says("And now?")
        await answers(desk, minutes * MINUTE)
    await desk.says("And now?")
    desk.passes(hours=1)
    took = [each.used_ms for each in await desk.all(Promise) if each.target is NEXT]
    assert took == [305_000, 4_205_000, 1_205_000, None]


async def test_case_39_two_messages_left_too_long_are_two_misses(desk: World) -> None:
    await desk.claimed_ticket()
    await answers(desk, MINUTE)
    for _ in range(2):
        await desk.says("And now?")
        desk.passes(hours=3)
        await desk.fires()
        await answers(desk)
        desk.passes(minutes=1)
    assert [outcome for target, outcome in await promises(desk) if target is NEXT] == [Outcome.MISSED] * 2
    assert [line["targets"] for line in await told(desk) if "targets" in line] == [["next_response"]] * 2


async def test_case_43_solving_is_judged_by_what_was_used(desk: World) -> None:
    await desk.claimed_ticket()
    await answers(desk, MINUTE)
    desk.passes(days=5)  # the customer's turn
    await desk.do(handling.solve, FIRST, ANN)
    solution = (await desk.all(Promise))[1]
    assert (solution.outcome, solution.used_ms) == (Outcome.MET, 65_000)


async def test_case_44_what_ends_the_escalation_is_judged_all_the_same(desk: World) -> None:
    escalated = Chain("late", (Step("team"),))
    await desk.works_as(policies=(replace(ALL, chain="late"),), chains=(escalated,))
    await desk.claimed_ticket()
    desk.passes(hours=9)
    await desk.fires()
    assert [each.stage for each in await desk.all(Escalation)] == [Stage.CLIMBING]
    await desk.do(handling.solve, FIRST, ANN)
    assert [each.stage for each in await desk.all(Escalation)] == [Stage.OVER]
    solution = (await desk.all(Promise))[1]
    assert (solution.outcome, solution.ended_at, solution.used_ms) == (Outcome.MISSED, desk.now, 9 * 3_600_000)


async def test_case_45_a_solution_after_its_time_is_a_miss_even_where_no_tick_ran(desk: World) -> None:
    await desk.claimed_ticket()
    desk.passes(hours=9)
    await desk.do(handling.solve, FIRST, ANN)
    assert await promises(desk) == [(ANSWERED, Outcome.MISSED), (SOLVED, Outcome.MISSED)]


async def test_solving_without_an_answer_in_time_promises_no_answer_any_more(desk: World) -> None:
    await desk.claimed_ticket()
    desk.passes(minutes=10)
    await desk.do(handling.solve, FIRST, ANN)
    assert await promises(desk) == [(ANSWERED, Outcome.WITHDRAWN), (SOLVED, Outcome.MET)]


async def test_case_46_and_47_a_reopened_ticket_is_not_judged_twice(desk: World) -> None:
    await desk.claimed_ticket()
    await answers(desk, MINUTE)
    await desk.do(handling.solve, FIRST, ANN)
    desk.passes(hours=20)
    await desk.says("It is broken again")
    assert await due(desk) == {NEXT: desk.now + 2 * HOUR}
    assert (SOLVED, Outcome.MET) in await promises(desk)


async def test_case_41_thanks_start_no_clock(desk: World) -> None:
    await desk.claimed_ticket()
    await answers(desk, MINUTE)
    await desk.do(handling.solve, FIRST, ANN)
    await desk.says("Thank you!")
    assert await due(desk) == {}


async def test_case_50_51_and_52_a_policy_that_is_gone_leaves_no_deadline(desk: World) -> None:
    urgent = Policy("urgent", ALWAYS, first_response=MINUTE, when=When(priority=frozenset({"urgent"})))
    low = Policy("low", ALWAYS, resolution=HOUR, when=When(priority=frozenset({"low"})))
    await desk.works_as(policies=(urgent, low))
    await desk.claimed_ticket()
    await desk.do(handling.set_priority, FIRST, ANN, "urgent")
    assert await due(desk) == {ANSWERED: START + MINUTE}
    await desk.do(handling.set_priority, FIRST, ANN, "low")
    assert await due(desk) == {SOLVED: START + HOUR}
    await desk.do(handling.set_priority, FIRST, ANN, "normal")
    assert await due(desk) == {}
    assert not [key for key in await desk.timers() if key.startswith("promise")]
    assert {outcome for _, outcome in await promises(desk)} == {Outcome.WITHDRAWN}


async def test_case_54_and_55_a_changed_policy_moves_the_deadline_but_not_the_start(
    desk: World,
) -> None:
    await desk.claimed_ticket()
    desk.passes(minutes=30)
    await desk.works_as(policies=(Policy("all", ALWAYS, first_response=MINUTE, resolution=2 * MINUTE),))
    await desk.do(handling.set_category, FIRST, ANN, "fault")
    assert await due(desk) == {ANSWERED: START + MINUTE, SOLVED: START + 2 * MINUTE}
    await desk.fires()
    await desk.fires()
    assert [line["targets"] for line in await told(desk)] == [["first_response", "resolution"]]


async def test_case_49_and_56_spam_and_blocked_customers_are_promised_nothing(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(discarding.mark_spam, FIRST, ANN)
    assert await due(desk) == {}
    await desk.do(discarding.not_spam, FIRST, ANN)
    assert ANSWERED in await due(desk)
    await desk.do(discarding.block, FIRST, ANN)
    assert await due(desk) == {}


async def test_the_owner_is_warned_twice_and_then_it_is_late(desk: World) -> None:
    await desk.claimed_ticket()
    for minutes in (44, 1, 9, 1, 4, 1, 60):
        desk.passes(minutes=minutes)
        await desk.fires()
    due_ms = milliseconds(START + HOUR)
    warned = {"target": "first_response", "due_ms": due_ms, "owner": ANN}
    missed = {"targets": ["first_response"], "due_ms": due_ms, "owner": ANN, "lapsed": False}
    assert await told(desk) == [warned, warned, missed]
    assert (await desk.ticket()).late


async def test_case_60_a_warning_that_is_no_longer_needed_is_dropped(desk: World) -> None:
    await desk.claimed_ticket()
    await answers(desk, MINUTE)
    desk.passes(hours=1)
    await desk.fires()
    assert await told(desk) == []


async def test_after_an_outage_there_is_one_warning_and_none_for_what_is_late(desk: World) -> None:
    await desk.claimed_ticket()
    desk.passes(minutes=56)
    await desk.fires()
    assert len(await told(desk)) == 1
    desk.passes(hours=10)
    await desk.fires()
    assert [line.get("targets") for line in await told(desk)] == [None, ["first_response", "resolution"]]


async def test_case_58_a_deadline_that_moved_is_warned_of_anew(desk: World) -> None:
    await desk.claimed_ticket()
    desk.passes(minutes=46)
    await desk.fires()
    await desk.works_as(policies=(Policy("all", ALWAYS, first_response=2 * HOUR),))
    await desk.do(handling.set_category, FIRST, ANN, "fault")
    desk.passes(minutes=45)
    await desk.fires()
    assert [line["due_ms"] - milliseconds(START) for line in await told(desk)] == [3_600_000, 7_200_000]


async def test_a_hold_stops_the_solution_and_not_the_first_answer(desk: World) -> None:
    await desk.claimed_ticket()
    desk.passes(minutes=30)
    await desk.do(handling.put_on_hold, FIRST, ANN, "the supplier")
    assert await due(desk) == {ANSWERED: START + HOUR, SOLVED: None}
    desk.passes(minutes=10)
    await desk.do(handling.resume, FIRST, ANN)
    assert (await due(desk))[SOLVED] == START + 8 * HOUR + 10 * MINUTE


async def test_office_hours_count_and_nights_do_not(desk: World) -> None:
    await desk.works_as(policies=(Policy("office", OFFICE, first_response=2 * HOUR),))
    desk.passes(hours=7)  # Monday at four
    await desk.says("The lamp is broken")
    assert (await due(desk))[ANSWERED] == START + 25 * HOUR


async def test_closing_it_oneself_ends_it_too(desk: World) -> None:
    await desk.claimed_ticket()
    desk.passes(minutes=10)
    await desk.do(wishes.closes, ADA)
    assert (SOLVED, Outcome.MET) in await promises(desk)
    assert await due(desk) == {}


async def test_case_54_a_new_configuration_reaches_what_nobody_touches_and_once(desk: World) -> None:
    await desk.says("The lamp is broken")
    assert await promise_anew(desk.door) == 0
    await desk.works_as(policies=(Policy("slow", ALWAYS, first_response=5 * HOUR),))
    assert await promise_anew(desk.door) == 1
    assert await due(desk) == {ANSWERED: START + 5 * HOUR}
    await desk.works_as(policies=())
    assert await promise_anew(desk.door) == 1
    assert await due(desk) == {}
    assert await promise_anew(desk.door) == 0


async def test_what_kind_of_customer_it_is_decides_on_all_their_tickets(desk: World) -> None:
    vips = Policy("vips", ALWAYS, first_response=MINUTE, when=When(tier=frozenset({"VIP"})))
    await desk.works_as(policies=(vips, ALL), tiers=("VIP",))
    await desk.two_tickets()
    await desk.do(handling.set_tier, FIRST, ANN, "VIP")
    running = [each for each in await desk.all(Promise) if each.outcome is Outcome.RUNNING]
    assert [(each.ticket_id, each.due_at) for each in running] == [(FIRST, START + MINUTE), (FIRST + 1, START + MINUTE)]
    await desk.do(handling.set_tier, FIRST + 1, ANN, "")
    assert (await desk.ticket()).due_at == START + HOUR
    assert (await desk.history()).count("TierSet") == 1
    with pytest.raises(NoSuchChoice):
        await desk.do(handling.set_tier, FIRST, ANN, "Friend")
