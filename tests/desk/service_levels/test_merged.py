"""Two tickets become one: no promise begins anew, none is kept or broken by that, and the other has none."""

from bot.desk.service_levels.tables import Outcome
from bot.desk.tickets import deliveries, handling, threads, wishes
from bot.desk.tickets.merging import merge
from bot.desk.tickets.tables import Entry
from bot.desk.tickets.unmerging import unmerge
from bot.desk.words import Words
from tests.desk.service_levels.test_promises import (
    ANSWERED,
    HOUR,
    NEXT,
    SOLVED,
    answers,
    desk,
    due,
    promises,
)
from tests.desk.world import ADA, ANN, FIRST, START, World

__all__ = ["desk"]
SECOND = FIRST + 1


async def two_tickets(desk: World) -> None:
    await desk.says("The lamp is broken")
    desk.passes(minutes=10)
    await desk.do(wishes.asks_new, ADA)
    await desk.says("And where is my invoice?")
    await desk.heard()


async def test_case_49_a_merged_ticket_never_escalates(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(merge, FIRST, ANN, SECOND)
    assert await due(desk) == {ANSWERED: START + HOUR, SOLVED: START + 8 * HOUR}
    desk.passes(hours=9)
    await desk.fires()
    assert [entry.ticket_id for entry in await desk.all(Entry) if entry.what == "TargetsMissed"] == [FIRST]
    assert (await desk.ticket(SECOND)).due is None
    assert [outcome for _, outcome in await promises(desk)].count(Outcome.WITHDRAWN) == 2


async def test_a_wait_that_was_longer_in_the_other_is_not_an_answer_and_not_a_new_wait(desk: World) -> None:
    await desk.claimed_ticket()
    await answers(desk)
    await desk.do(wishes.asks_new, ADA)
    await desk.says("And where is my invoice?")
    oldest = desk.now
    desk.passes(minutes=10)
    await desk.do(wishes.adds_to, ADA, FIRST)
    await desk.says("It did not help")
    await desk.do(merge, FIRST, ANN, SECOND)
    assert (await due(desk))[NEXT] == oldest + 2 * HOUR
    await desk.do(unmerge, SECOND, ANN)
    assert (await due(desk))[NEXT] == desk.now + 2 * HOUR
    assert (NEXT, Outcome.MET) not in await promises(desk)


async def test_unmerged_both_are_due_as_before(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(handling.claim, SECOND, ANN)
    tickets = [(await desk.ticket(number)).due_at for number in (FIRST, SECOND)]
    await desk.do(merge, FIRST, ANN, SECOND)
    desk.passes(minutes=5)
    await desk.do(unmerge, SECOND, ANN)
    assert [(await desk.ticket(number)).due_at for number in (FIRST, SECOND)] == tickets
    assert Outcome.MET not in [outcome for _, outcome in await promises(desk)]


async def test_a_first_reply_that_only_the_other_had_is_not_the_kept_ones_after_all(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(wishes.adds_to, ADA, FIRST)
    await answers_second(desk)
    await desk.do(merge, FIRST, ANN, SECOND)
    assert ANSWERED not in await due(desk)
    await desk.do(unmerge, SECOND, ANN)
    assert (await due(desk))[ANSWERED] == START + HOUR
    assert (await promises(desk)).count((ANSWERED, Outcome.MET)) == 1


async def answers_second(desk: World) -> None:
    await desk.do(deliveries.card_posted, 2, "card-2")
    await desk.do(handling.claim, SECOND, ANN)
    await desk.do(threads.typed, threads.Typed("C-SUP", "card-2", "p1", ANN, Words("Attached"), desk.now))
    desk.passes(seconds=5)
    await desk.fires()
    await desk.do(deliveries.delivered, 3, 900, 900)
