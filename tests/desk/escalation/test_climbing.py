"""Escalations in stories on the desk, on both databases: who is told when, and what stops it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk import outgoing as out
from bot.desk.desk import Desk
from bot.desk.escalation import climbing
from bot.desk.escalation.chains import Chain, Days, Deputy, Escalating, Step
from bot.desk.escalation.tables import End, Escalation, Stage, Telling
from bot.desk.people.customers import Person
from bot.desk.people.roster import roster_is
from bot.desk.privacy import erasing
from bot.desk.refusals import (
    AlreadyEscalated,
    CannotNow,
    EscalationOver,
    NoLongerAsked,
    NotAnAgent,
    NowhereToEscalate,
    OnItAlready,
)
from bot.desk.service_levels.calendars import ALWAYS, Calendar
from bot.desk.service_levels.hours import window
from bot.desk.service_levels.policies import Policy
from bot.desk.service_levels.tables import Promise
from bot.desk.tickets import deliveries, discarding, handling, merging, placing, wishes
from bot.desk.tickets.tables import Ticket
from bot.engine.database import Database
from tests.desk.world import ADA, ANN, BEN, CAT, FIRST, ROSTER, START, World

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
CHAIN = Chain("late", (Step("owner"), Step("team", 10 * MINUTE), Step("supervisors", 20 * MINUTE)))
POLICY = Policy("all", ALWAYS, first_response=HOUR, next_response=HOUR, chain="late")
RULES = Escalating(asked="late", term=HOUR, confirm=15 * MINUTE)
OFFICE = Calendar("office", "UTC", ((window("09:00-17:00"),),) * 5 + ((), ()))


async def works(desk: World, *steps: Step, repeats: int = 0, **changes: object) -> None:
    chain = Chain("late", steps or CHAIN.steps, repeats)
    settings = {"policies": (POLICY,), "chains": (chain,), "escalating": RULES, "supervisors": "C-SHIFT"}
    await desk.works_as(**(settings | changes))


@pytest.fixture
async def desk(database: Database) -> World:
    world = await World(database).opens()
    await works(world)
    return world


async def comes(desk: World, **span: float) -> list[str]:
    """Time passes, a tick runs, and these are told: each step's place, and by whom it names."""
    before = len(await desk.all(Telling))
    desk.passes(**span)
    await desk.fires()
    return [" ".join([told.place, *told.people]) for told in (await desk.all(Telling))[before:]]


async def it(desk: World) -> Escalation:
    [only] = await desk.all(Escalation)
    return only


async def late(desk: World) -> int:
    """Ann has Ada's ticket and has not answered in time: she is told."""
    await desk.claimed_ticket()
    assert await comes(desk, hours=1) == [f"thread {ANN}"]
    return (await it(desk)).id


async def answers(desk: World, agent: str = ANN) -> None:
    message = await desk.types(agent, "Try the other socket")
    desk.passes(seconds=5)
    await desk.fires()
    await desk.do(deliveries.delivered, message.id, 900 + message.id, 900 + message.id)


async def test_a_missed_promise_is_told_step_by_step(desk: World) -> None:
    await late(desk)
    assert await comes(desk, minutes=9) == []
    assert await comes(desk, minutes=1) == ["thread"]
    assert await comes(desk, minutes=20) == ["supervisors"]
    assert await comes(desk, days=1) == []
    assert ((await it(desk)).stage, (await it(desk)).next_at) == (Stage.CLIMBING, None)


async def test_each_step_is_one_post_where_it_belongs(desk: World) -> None:
    await late(desk)
    await comes(desk, minutes=10)
    await comes(desk, minutes=20)
    posts = [(key, row) for key, row in await desk.heard() if isinstance(row, out.PostTelling)]
    assert posts == [
        ("channel:C-SHIFT", out.PostTelling(channel="C-SHIFT", telling=3, cause=posts[0][1].cause)),
        ("channel:C-SUP", out.PostTelling(channel="C-SUP", card=1, telling=1, cause=posts[1][1].cause)),
        ("channel:C-SUP", out.PostTelling(channel="C-SUP", card=1, telling=2, cause=posts[2][1].cause)),
    ]


@pytest.mark.parametrize(
    ("steps", "rows"),
    [
        ((Step("owner"),), ["telling"]),
        ((Step("owner", MINUTE),), ["entry"]),
        ((Step("team"),), ["entry", "telling"]),
    ],
)
async def test_an_owner_whom_the_chain_tells_at_once_is_mentioned_once(
    desk: World, steps: tuple[Step, ...], rows: list[str]
) -> None:
    await works(desk, *steps)
    await desk.claimed_ticket()
    desk.passes(hours=1)
    await desk.fires()
    assert [kind for kind in await desk.kinds() if kind in ("entry", "telling")] == rows
    assert (await desk.history()).count("TargetsMissed") == 1


async def test_an_owner_who_is_away_is_mentioned_beside_their_deputy(desk: World) -> None:
    """The line is for when they are back."""
    away = Deputy(ANN, BEN, (Days(START.date(), START.date()),))
    await works(desk, Step("owner"), escalating=Escalating(deputies=(away,)))
    await desk.claimed_ticket()
    assert await comes(desk, hours=1) == [f"thread {BEN}"]
    assert len([row for _, row in await desk.heard() if isinstance(row, out.PostEntry)]) == 1


async def test_where_no_chain_is_set_nobody_is_told(desk: World) -> None:
    await works(desk, policies=(Policy("all", ALWAYS, first_response=HOUR),), escalating=Escalating())
    await desk.claimed_ticket()
    await desk.do(wishes.asks_for_person, ADA, FIRST)
    assert await comes(desk, hours=2) == []
    assert await desk.all(Escalation) == []
    with pytest.raises(NowhereToEscalate):
        await desk.do(climbing.escalate, FIRST, ANN)


async def test_case_61_without_an_owner_the_teams_channel_is_told(desk: World) -> None:
    await desk.says("The lamp is broken")
    assert await comes(desk, hours=1) == ["team"]
    assert [row.card for _, row in await desk.heard() if isinstance(row, out.PostTelling)] == [None]


async def test_case_62_a_step_outside_its_window_waits_for_it(desk: World) -> None:
    await works(desk, Step("owner"), Step("supervisors", HOUR, "office"), calendars=(OFFICE,))
    desk.now = datetime(2026, 3, 6, 15, 30, tzinfo=UTC)
    await late(desk)
    assert await comes(desk, hours=24) == []
    desk.now = datetime(2026, 3, 9, 9, tzinfo=UTC)
    assert await comes(desk) == ["supervisors"]


async def test_case_63_somebody_who_left_is_passed_over_and_the_others_are_told(desk: World) -> None:
    await works(desk, Step(BEN), Step(CAT, MINUTE), Step("team", MINUTE))
    await desk.claimed_ticket()
    await desk.do(roster_is, [member for member in ROSTER if member.id != BEN])
    assert await comes(desk, hours=1) == ["nowhere"]
    assert await comes(desk, minutes=1) == [f"thread {CAT}"]
    assert await comes(desk, minutes=1) == ["thread"]
    assert "EscalationSkipped" in await desk.history()


async def test_case_63_their_deputy_is_told_instead(desk: World) -> None:
    await works(desk, Step(BEN), escalating=Escalating(deputies=(Deputy(BEN, CAT),)))
    await desk.claimed_ticket()
    await desk.do(roster_is, [member for member in ROSTER if member.id != BEN])
    assert await comes(desk, hours=1) == [f"thread {CAT}"]
    [told] = await desk.all(Telling)
    assert (told.passed, told.missed) == ("gone", BEN)


async def test_case_64_a_step_that_reaches_nobody_is_noted_and_the_chain_goes_on(desk: World) -> None:
    await works(desk, Step("supervisors"), Step("owner", MINUTE), supervisors=None)
    await desk.claimed_ticket()
    assert await comes(desk, hours=1) == ["nowhere"]
    assert "EscalationSkipped" in await desk.history()
    assert await comes(desk, minutes=1) == [f"thread {ANN}"]


async def test_case_65_a_chain_that_repeats_begins_again_and_ends(desk: World) -> None:
    await works(desk, Step("supervisors", MINUTE), repeats=2)
    await desk.claimed_ticket()
    await comes(desk, hours=1)
    assert [len(await comes(desk, minutes=1)) for _ in range(5)] == [1, 1, 1, 0, 0]
    assert [told.leads for told in await desk.all(Telling)] == [True, False, False]


async def test_case_66_an_edited_chain_leaves_those_that_climb_as_they_are(desk: World) -> None:
    await late(desk)
    await works(desk, Step("supervisors"))
    assert await comes(desk, minutes=10) == ["thread"]
    await works(desk, chains=(), policies=(Policy("all", ALWAYS, first_response=HOUR),))
    assert await comes(desk, minutes=20) == ["supervisors"]


async def test_case_67_whoever_acknowledged_is_asked_and_then_it_begins_again(desk: World) -> None:
    number = await late(desk)
    await desk.do(climbing.acknowledge, number, BEN)
    assert (await desk.ticket()).acknowledged_by == BEN
    assert await comes(desk, minutes=59) == []
    assert await comes(desk, minutes=1) == [f"thread {BEN}"]
    assert (await it(desk)).stage is Stage.ASKED
    assert await comes(desk, minutes=15) == [f"thread {ANN}"]
    assert (await desk.ticket()).acknowledged_by is None
    assert await comes(desk, minutes=10) == ["thread"]
    assert "EscalationReleased" in await desk.history()


async def test_case_67_whoever_confirms_is_only_asked_again_later(desk: World) -> None:
    number = await late(desk)
    await desk.do(climbing.acknowledge, number, BEN)
    await comes(desk, hours=1)
    await desk.do(climbing.acknowledge, number, BEN)
    assert await comes(desk, minutes=59) == []
    assert await comes(desk, minutes=1) == [f"thread {BEN}"]


async def test_case_67_whoever_left_is_not_asked(desk: World) -> None:
    number = await late(desk)
    await desk.do(climbing.acknowledge, number, BEN)
    await desk.do(roster_is, [member for member in ROSTER if member.id != BEN])
    assert await comes(desk, hours=1) == [f"thread {ANN}"]


async def test_case_68_two_that_come_at_once_make_one_post(desk: World) -> None:
    number = await late(desk)
    desk.passes(minutes=10)
    for _ in range(2):
        await desk.do(climbing.act, number)
    assert len(await desk.all(Telling)) == 2
    assert await comes(desk, minutes=20) == ["supervisors"]


async def test_case_68_what_is_missed_besides_is_told_by_the_escalation_that_goes_on(desk: World) -> None:
    both = Policy("all", ALWAYS, first_response=HOUR, resolution=HOUR + 5 * MINUTE, chain="late")
    await works(desk, policies=(both,))
    await late(desk)
    assert await comes(desk, minutes=5) == []
    await desk.do(wishes.asks_for_person, ADA, FIRST)
    assert await comes(desk) == [f"thread {ANN}"]  # for another reason
    await desk.do(wishes.asks_for_person, ADA, FIRST)
    assert await comes(desk) == []
    assert len(await desk.all(Escalation)) == 2


async def test_case_69_after_a_month_nobody_is_reminded_any_more(desk: World) -> None:
    number = await late(desk)
    await desk.do(climbing.acknowledge, number, BEN)
    assert await comes(desk, days=31) == []
    assert ((await it(desk)).stage, (await it(desk)).why) == (Stage.OVER, End.OLD)
    assert (await desk.ticket()).escalated_at is None


async def test_case_70_a_step_that_nobody_ran_in_time_runs_once_and_the_next_counts_from_then(desk: World) -> None:
    await late(desk)
    assert await comes(desk, hours=8) == ["thread"]
    assert await comes(desk, minutes=19) == []
    assert await comes(desk, minutes=1) == ["supervisors"]


async def test_case_74_only_agents_acknowledge_and_only_what_there_is(desk: World) -> None:
    number = await late(desk)
    with pytest.raises(NotAnAgent):
        await desk.do(climbing.acknowledge, number, "U-EVE")
    with pytest.raises(NoLongerAsked):
        await desk.do(climbing.acknowledge, 999, BEN)
    assert (await it(desk)).stage is Stage.CLIMBING


async def test_a_second_who_acknowledges_is_told_who_was_first_and_twice_is_once(desk: World) -> None:
    number = await late(desk)
    for _ in range(2):
        await desk.do(climbing.acknowledge, number, BEN)
    with pytest.raises(OnItAlready, match=r"Ben was first, and is on #1001\."):
        await desk.do(climbing.acknowledge, number, CAT)
    assert (await desk.history()).count("EscalationAcknowledged") == 1
    assert await comes(desk, minutes=30) == []


async def test_while_somebody_is_asked_whether_they_still_are_another_can_take_it(desk: World) -> None:
    number = await late(desk)
    await desk.do(climbing.acknowledge, number, BEN)
    await comes(desk, hours=1)
    await desk.do(climbing.acknowledge, number, CAT)
    assert (await desk.ticket()).acknowledged_by == CAT


async def over(desk: World) -> str | None:
    assert await comes(desk, hours=3) == []
    kept = await it(desk)
    assert kept.stage is Stage.OVER
    with pytest.raises(EscalationOver):
        await desk.do(climbing.acknowledge, kept.id, BEN)
    assert (await desk.ticket()).escalated_at is None
    return kept.why


async def test_an_answer_ends_it_for_whoever_acknowledged_too(desk: World) -> None:
    await desk.do(climbing.acknowledge, await late(desk), BEN)
    await answers(desk)
    assert await over(desk) == End.MET


def erased(desk: Desk, ticket: int, agent: str) -> None:
    erasing.erase_ticket(desk, desk.ticket(ticket), agent)


async def test_whatever_takes_a_ticket_off_our_hands_ends_it(desk: World) -> None:
    ends = [(handling.solve, End.CLOSED), (discarding.mark_spam, End.SPAM), (erased, End.ERASED)]
    for chat in range(len(ends)):
        await desk.says("The lamp is broken", Person(chat=40 + chat, name="Eve", language="en"))
    assert await comes(desk, hours=1) == ["team"] * len(ends)
    for going, (end, _) in zip(await desk.all(Escalation), ends, strict=True):
        await desk.do(end, going.ticket_id, ANN)
    assert await comes(desk, hours=3) == []
    assert [each.why for each in await desk.all(Escalation)] == [why for _, why in ends]
    assert [ticket.escalated_at for ticket in await desk.all(Ticket)] == [None] * len(ends)


async def test_what_is_not_promised_any_more_ends_it(desk: World) -> None:
    await late(desk)
    await works(desk, policies=())
    await desk.do(handling.set_priority, FIRST, ANN, "low")
    assert await over(desk) == End.WITHDRAWN


async def test_what_is_missed_after_an_answer_begins_anew(desk: World) -> None:
    await late(desk)
    await answers(desk)
    await desk.says("It did not help")
    assert await comes(desk, hours=1) == [f"thread {ANN}"]
    assert len(await desk.all(Escalation)) == 2


async def test_a_late_solution_waits_while_the_customer_is_to_act(desk: World) -> None:
    await works(desk, policies=(Policy("all", ALWAYS, resolution=HOUR, chain="late"),))
    await late(desk)
    await desk.do(handling.set_pending, FIRST, ANN)
    assert await comes(desk, days=2) == []
    await desk.says("Here it is")
    assert await comes(desk, minutes=10) == ["thread"]


async def test_a_customer_who_asks_for_a_person_enters_the_chain_at_once(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(wishes.asks_for_person, ADA, FIRST)
    assert await comes(desk) == [f"thread {ANN}"]
    assert await comes(desk, minutes=10) == ["thread"]
    await answers(desk)
    assert await over(desk) == End.MET


async def test_asking_for_a_person_in_words_is_like_the_button_and_heard_once(desk: World) -> None:
    for text in ("I want to talk to a manager", "A MANAGER please!! I want a manager"):
        await desk.says(text)
    told = [row.notice for _, row in await desk.heard() if isinstance(row, out.TellCustomer)]
    assert told == [out.Notice.OPENED, out.Notice.PERSON_COMING]
    assert (await desk.history()).count("PersonAskedFor") == 1
    assert await comes(desk) == ["team"]


async def test_of_several_tickets_the_one_is_escalated_that_they_say_it_was_for(desk: World) -> None:
    _, second = await desk.two_tickets()
    await desk.says("How long? Get me a supervisor")
    assert await desk.all(Escalation) == []
    await desk.do(placing.place_unplaced, ADA, second)
    assert (await it(desk)).ticket_id == second


async def test_an_agent_escalates_and_only_a_colleagues_answer_ends_it(desk: World) -> None:
    await desk.claimed_ticket()
    await answers(desk)
    await desk.do(climbing.escalate, FIRST, ANN)
    with pytest.raises(AlreadyEscalated):
        await desk.do(climbing.escalate, FIRST, BEN)
    assert await comes(desk) == ["team"]  # and not Ann, who knows
    await answers(desk)
    assert await comes(desk, minutes=10) == ["thread"]
    await desk.do(handling.hand_over, FIRST, ANN, BEN)
    await answers(desk, BEN)
    assert await over(desk) == End.MET


async def test_what_is_handed_over_for_the_third_time_enters_its_chain_once(desk: World) -> None:
    passed = Chain("passed", (Step("supervisors"),))
    await works(desk, chains=(CHAIN, passed), escalating=replace(RULES, passed_on="passed"))
    await desk.claimed_ticket()
    await desk.do(handling.hand_over, FIRST, ANN, BEN)
    await desk.do(handling.hand_over, FIRST, BEN, BEN)  # it is theirs already
    await desk.do(wishes.chooses_category, ADA, FIRST, "fault")  # nobody handed anything over
    await desk.do(handling.hand_over, FIRST, BEN, "billing")
    assert await desk.all(Escalation) == []
    await desk.do(handling.hand_over, FIRST, CAT, BEN)
    assert await comes(desk) == ["supervisors"]
    await answers(desk, BEN)
    await desk.do(handling.hand_over, FIRST, BEN, CAT)
    assert await comes(desk) == []
    assert [each.why for each in await desk.all(Escalation)] == [End.MET]


async def test_nobody_waits_for_a_step_that_would_tell_the_owner_who_asked(desk: World) -> None:
    await works(desk, Step("owner", HOUR), Step("team", HOUR))
    await desk.claimed_ticket()
    await answers(desk)
    await desk.do(climbing.escalate, FIRST, ANN)
    assert await comes(desk) == ["team"]
    assert await comes(desk, minutes=59) == []
    assert await comes(desk, minutes=1) == ["thread"]


async def test_what_is_over_is_not_escalated(desk: World) -> None:
    await desk.solved_ticket()
    with pytest.raises(CannotNow):
        await desk.do(climbing.escalate, FIRST, ANN)
    with pytest.raises(NotAnAgent):
        await desk.do(climbing.escalate, FIRST, "U-EVE")


async def test_a_merge_takes_the_wish_for_a_person_along(desk: World) -> None:
    first, second = await desk.two_tickets()
    await desk.do(wishes.asks_for_person, ADA, second)
    await comes(desk)
    await desk.do(merging.merge, first, ANN, second)
    gone, kept = await desk.all(Escalation)
    assert (gone.stage, gone.why) == (Stage.OVER, End.MERGED)
    assert (kept.ticket_id, kept.stage) == (first, Stage.CLIMBING)
    assert (await desk.ticket(first)).escalated_at is not None
    assert await comes(desk) == ["team"]


async def test_a_missed_promise_is_judged_and_its_escalation_begun_in_one_transaction(desk: World) -> None:
    await desk.claimed_ticket()
    desk.passes(hours=1)
    await desk.fires()
    [promise] = await desk.all(Promise)
    assert (promise.late, (await it(desk)).due_ms) == (True, int((START + HOUR).timestamp() * 1000))
    assert "escalation:1 act" in await desk.timers()


async def test_a_post_that_comes_late_is_drawn_again(desk: World) -> None:
    number = await late(desk)
    await desk.heard()
    await desk.do(climbing.acknowledge, number, BEN)
    assert out.DrawTelling(telling=1) not in [row for _, row in await desk.heard()]
    await desk.do(climbing.posted, 1, "C-SUP", "p-1", 1)
    drawn = [row for _, row in await desk.heard() if isinstance(row, out.DrawTelling)]
    assert [row.telling for row in drawn] == [1]
    await answers(desk)
    assert [row.telling for _, row in await desk.heard() if isinstance(row, out.DrawTelling)] == [1]
