"""What agents do with a task."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from io import BytesIO

import pytest

from bot.delivery.papers import personal_data
from bot.desk import outgoing as out
from bot.desk.outgoing import Notice
from bot.desk.people.roster import Member, roster_is
from bot.desk.recovery import tasks
from bot.desk.recovery.rules import Outcome
from bot.desk.refusals import (
    CannotReach,
    CauseToName,
    HandledIt,
    NoSuchChoice,
    NotAhead,
    NotAnAgent,
    NoteWanted,
    RecoveryElsewhere,
    RecoveryOver,
    RecoveryTakenBy,
    RecoveryUntaken,
    Refusal,
    TakenByAnother,
)
from bot.desk.tickets import absence, handling, replies
from bot.desk.tickets.tables import Entry, Message
from bot.desk.words import Words
from tests.desk.recovery.world import CAUSES, HOUR, let_down, not_solved, practice, rows, takes, task
from tests.desk.surveys.world import rates
from tests.desk.world import ADA, ANN, BEN, CAT, FIRST, World


@pytest.fixture
async def made(desk: World) -> int:
    made = await let_down(desk)
    await desk.heard()
    return made.id


async def test_who_handled_it_is_refused_with_the_reason_and_who_could(desk: World, made: int) -> None:
    with pytest.raises(HandledIt) as no:
        await desk.do(tasks.take, made, ANN)
    assert no.value.sentence == f"You handled #{FIRST}, so somebody else is to see to its customer: Ben."
    assert (await task(desk)).owner is None


async def test_where_there_is_nobody_else_they_may_after_all(desk: World, made: int) -> None:
    await desk.do(roster_is, [Member(ANN, "Ann", ("support",))])
    await desk.do(tasks.take, made, ANN)
    assert (await task(desk)).owner == ANN


async def test_whoever_has_it_answers_the_customer_in_a_colleagues_ticket_until_it_is_over(
    desk: World, made: int
) -> None:
    with pytest.raises(TakenByAnother):
        await desk.do(replies.reply, FIRST, BEN, Words("We are sorry"))
    await takes(desk, BEN)
    await desk.do(replies.reply, FIRST, BEN, Words("We are sorry"))
    assert [said.text for said in await desk.all(Message) if said.agent == BEN] == ["We are sorry"]
    await desk.do(tasks.finish, made, BEN, Outcome.SAVED, "Content")
    with pytest.raises(TakenByAnother):
        await desk.do(replies.reply, FIRST, BEN, Words("And another thing"))


async def test_taking_it_twice_is_the_same_as_once_and_another_is_told_who_has_it(desk: World, made: int) -> None:
    for _ in range(2):
        await desk.do(tasks.take, made, BEN)
    assert (await desk.history()).count("RecoveryTaken") == 1
    with pytest.raises(RecoveryTakenBy) as no:
        await desk.do(tasks.take, made, CAT)
    assert no.value.sentence == f"Ben sees to the customer of #{FIRST}, and can hand it back."


async def test_what_somebody_had_who_left_can_be_taken(desk: World, made: int) -> None:
    await desk.do(tasks.take, made, CAT)
    await desk.do(roster_is, [Member(ANN, "Ann", ("support",)), Member(BEN, "Ben", ("support",))])
    await desk.do(tasks.take, made, BEN)
    assert (await task(desk)).owner == BEN


async def test_handed_back_it_is_nobodys_and_twice_is_the_same(desk: World, made: int) -> None:
    await desk.do(tasks.take, made, BEN)
    for _ in range(2):
        await desk.do(tasks.hand_back, made, BEN)
    assert (await task(desk)).owner is None
    assert (await desk.history()).count("RecoveryHandedBack") == 1


async def test_an_agreed_call_reminds_its_owner_and_tells_the_customer_who_is_to_hear_of_it(
    desk: World, made: int
) -> None:
    await desk.do(tasks.take, made, BEN)
    await desk.heard()
    at = desk.now + 2 * HOUR
    for _ in range(2):
        await desk.do(tasks.call_back, made, BEN, at, "Ask for the *old* lamp", tell=True)
    waiting = await rows(desk, out.TellCustomer, out.PostEntry)
    told = [row for row in waiting if isinstance(row, out.TellCustomer)]
    assert [(row.notice, row.ticket, row.about) for row in told] == [
        (Notice.CALL_BACK, FIRST, str(int(at.timestamp() * 1000)))
    ]
    desk.now = at
    await desk.fires()
    [reminder] = await rows(desk, out.PostRecoveryReminder)
    assert (reminder.agent, reminder.of, reminder.channel) == (BEN, "call", "C-SUP")
    desk.now += HOUR
    await desk.fires()
    assert await rows(desk, out.PostRecoveryReminder) == []


async def test_unless_they_are_to_be_told_customers_hear_nothing_of_it(desk: World, made: int) -> None:
    await desk.do(tasks.take, made, BEN)
    await desk.do(tasks.call_back, made, BEN, desk.now + HOUR)
    assert await desk.told() == []


async def test_of_whom_nothing_reaches_nobody_is_told_and_the_agent_reads_why(desk: World, made: int) -> None:
    await desk.do(tasks.take, made, BEN)
    await desk.do(absence.blocked_us, ADA)
    with pytest.raises(CannotReach):
        await desk.do(tasks.call_back, made, BEN, desk.now + HOUR, "", tell=True)
    await desk.do(tasks.call_back, made, BEN, desk.now + HOUR)


async def test_what_the_customer_was_promised_outlives_a_hand_back(desk: World, made: int) -> None:
    at = desk.now + HOUR
    await desk.do(tasks.take, made, BEN)
    await desk.do(tasks.call_back, made, BEN, at, "By phone", tell=True)
    await desk.do(tasks.hand_back, made, BEN)
    assert ((await task(desk)).call_at, (await task(desk)).call_note) == (at, "By phone")


async def test_a_call_that_nobody_was_told_of_goes_with_whoever_planned_it(desk: World, made: int) -> None:
    await desk.do(tasks.take, made, BEN)
    await desk.do(tasks.call_back, made, BEN, desk.now + HOUR, "By phone")
    await desk.do(tasks.hand_back, made, BEN)
    assert ((await task(desk)).call_at, (await task(desk)).call_note) == (None, "")


@pytest.mark.parametrize("outcome", ["saved", "not_saved", "unreachable", "no_action"])
async def test_it_is_done_with_an_outcome_and_a_line_of_what_was_said(desk: World, made: int, outcome: str) -> None:
    await desk.do(tasks.take, made, BEN)
    await desk.do(tasks.finish, made, BEN, outcome, " Sent to 4111 1111 1111 1111 ")
    done = await task(desk)
    assert (done.outcome, done.ended_by, done.ended_at, done.owner) == (outcome, BEN, desk.now, BEN)
    assert done.note.startswith("Sent to")
    assert "4111 1111" not in done.note
    line = (await desk.all(Entry))[-1]
    assert (line.what, line.detail["outcome"]) == ("RecoveryEnded", outcome)
    assert [owner for owner in await desk.timers() if owner.startswith("recovery:")] == []


async def test_the_file_with_somebodys_data_has_it_and_no_note_of_an_agents(desk: World, made: int) -> None:
    await desk.do(tasks.take, made, BEN)
    await desk.do(tasks.finish, made, BEN, Outcome.SAVED, "smells of garlic")
    paper = BytesIO()
    await personal_data(desk.ask, 1, desk.door.practice, desk.now, paper)
    [seen_to] = json.loads(paper.getvalue())["seen_to"]
    assert (seen_to["ticket"], seen_to["outcome"]) == (FIRST, "saved")
    assert b"garlic" not in paper.getvalue()


async def test_a_ticket_without_a_cause_gets_one_before_it_is_done(desk: World, made: int) -> None:
    desk.door.practice = practice(causes=CAUSES)
    await desk.do(tasks.take, made, BEN)
    assert (await desk.do(tasks.offered, made, BEN)).causes == list(CAUSES)
    with pytest.raises(CauseToName):
        await desk.do(tasks.finish, made, BEN, Outcome.SAVED, "Sent a new lamp")
    await desk.do(tasks.finish, made, BEN, Outcome.SAVED, "Sent a new lamp", "defect")
    assert (await desk.ticket()).cause == "defect"
    assert (await desk.history())[-2:] == ["CauseSet", "RecoveryEnded"]


async def test_one_that_has_a_cause_is_not_asked_for_it_again(desk: World, made: int) -> None:
    desk.door.practice = practice(causes=CAUSES)
    await desk.do(tasks.take, made, BEN)
    await desk.do(tasks.finish, made, BEN, Outcome.SAVED, "Sent a new lamp", "defect")
    await desk.do(tasks.resume, made, BEN)
    assert (await desk.do(tasks.offered, made, BEN)).causes == ()
    await desk.do(tasks.finish, made, BEN, Outcome.NOT_SAVED, "It broke again")


async def test_it_can_be_undone_by_whoever_ended_it_and_twice_is_the_same(desk: World, made: int) -> None:
    await desk.do(tasks.take, made, BEN)
    await desk.do(tasks.finish, made, BEN, Outcome.SAVED, "Sent a new lamp")
    with pytest.raises(RecoveryTakenBy):
        await desk.do(tasks.resume, made, CAT)
    for _ in range(2):
        await desk.do(tasks.resume, made, BEN)
    again = await task(desk)
    assert (again.outcome, again.owner, again.note) == (None, BEN, "Sent a new lamp")
    assert (await desk.history()).count("RecoveryResumed") == 1


async def test_but_not_where_there_is_another_task_by_now(desk: World) -> None:
    made = await not_solved(desk)
    await takes(desk, BEN)
    await desk.do(tasks.finish, made.id, BEN, Outcome.SAVED, "Sent a new lamp")
    desk.passes(minutes=1)
    await desk.do(handling.solve, FIRST, ANN)
    desk.passes(days=3)
    await desk.fires()
    await desk.says("It is dark again")
    assert (await task(desk)).id != made.id
    with pytest.raises(RecoveryElsewhere):
        await desk.do(tasks.resume, made.id, BEN)


Act = Callable[[World, int], Awaitable[object]]
IN_AN_HOUR = timedelta(hours=1)


async def rated_up(desk: World, made: int) -> None:
    await rates(desk, 5)
    await desk.do(tasks.take, made, BEN)


REFUSED: dict[str, tuple[bool, Act, type[Refusal]]] = {
    "a stranger": (False, lambda desk, made: desk.do(tasks.take, made, "U-NOBODY"), NotAnAgent),
    "there is none": (False, lambda desk, made: desk.do(tasks.take, 99, BEN), RecoveryOver),
    "it is over": (False, rated_up, RecoveryOver),
    "nobody has it": (False, lambda desk, made: desk.do(tasks.offered, made, BEN), RecoveryUntaken),
    "another has it": (True, lambda desk, made: desk.do(tasks.offered, made, CAT), RecoveryTakenBy),
    "handed back by another": (True, lambda desk, made: desk.do(tasks.hand_back, made, CAT), RecoveryTakenBy),
    "a call in the past": (True, lambda desk, made: desk.do(tasks.call_back, made, BEN, desk.now), NotAhead),
    "no such outcome": (True, lambda desk, made: desk.do(tasks.finish, made, BEN, "withdrawn", "x"), NoSuchChoice),
    "no note": (True, lambda desk, made: desk.do(tasks.finish, made, BEN, "saved", "  "), NoteWanted),
}


@pytest.mark.parametrize(("taken", "act", "no"), REFUSED.values(), ids=REFUSED)
async def test_what_cannot_be_done_changes_nothing(
    desk: World, made: int, taken: bool, act: Act, no: type[Refusal]
) -> None:
    if taken:
        await desk.do(tasks.take, made, BEN)
    with pytest.raises(no):
        await act(desk, made)
    assert (await task(desk)).owner == (BEN if taken else None)


NAMES = [
    (["Ben"], "Ben"),
    (["Ben", "Cat"], "Ben or Cat"),
    (["Ben", "Cat", "Dan", "Eve"], "Ben, Cat, Dan or Eve"),
    (["Ben", "Cat", "Dan", "Eve", "Fay"], "Ben, Cat, Dan or 2 others"),
]


@pytest.mark.parametrize(("names", "said"), NAMES)
def test_who_could_is_named_briefly(names: list[str], said: str) -> None:
    assert tasks._named(names) == said
