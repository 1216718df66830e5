"""Two tickets of one customer become one, and two again."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.desk import outgoing as out
from bot.desk.outgoing import Notice
from bot.desk.privacy import holds
from bot.desk.refusals import (
    AnotherCustomers,
    CannotNow,
    CustomerIsBlocked,
    IsOver,
    IsSpam,
    MergedAway,
    MergedTooLongAgo,
    NoSuchTicket,
    NotMerged,
    Refusal,
    UnmergeThatFirst,
    WithItself,
)
from bot.desk.tickets import deliveries, discarding, handling, relations, sending, threads, wishes
from bot.desk.tickets.life import Status
from bot.desk.tickets.merging import merge
from bot.desk.tickets.tables import Message, Priority, State, Ticket
from bot.desk.tickets.unmerging import unmerge
from bot.desk.words import Words
from bot.engine.database import open_database
from tests.desk.world import ADA, ANN, BEN, BO, FIRST, START, World

SECOND, THIRD = FIRST + 1, FIRST + 2


async def two_tickets(desk: World) -> None:
    """Ada wrote about a lamp, and a minute later about an invoice; both cards are posted."""
    await desk.says("The lamp is broken")
    desk.passes(minutes=1)
    await desk.do(wishes.asks_new, ADA)
    await desk.says("And where is my invoice?")
    for card in (1, 2):
        await desk.do(deliveries.card_posted, card, f"card-{card}")
    await desk.heard()


async def said_in(desk: World, ticket: int) -> list[str]:
    return [message.text for message in await desk.all(Message) if message.ticket_id == ticket]


async def test_the_older_is_kept_with_all_that_was_said_in_either(desk: World) -> None:
    await two_tickets(desk)
    desk.passes(minutes=1)
    await desk.do(merge, FIRST, ANN, SECOND)
    kept, gone = await desk.ticket(FIRST), await desk.ticket(SECOND)
    assert (kept.opened_at, kept.waiting_since, kept.status) == (START, START, Status.NEW)
    assert kept.customer_wrote_at == START + timedelta(minutes=1)
    assert (gone.status, gone.merged_into, gone.merged_at, gone.closed_at) == (Status.CLOSED, FIRST, desk.now, desk.now)
    assert gone.waiting_since is None
    assert await said_in(desk, FIRST) == ["The lamp is broken", "And where is my invoice?"]
    assert [message.written_in for message in await desk.all(Message)] == [None, SECOND]


async def test_it_does_not_matter_from_which_card_it_is_done(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(merge, SECOND, ANN, FIRST)
    assert (await desk.ticket(SECOND)).merged_into == FIRST


async def test_both_threads_and_the_customer_are_told(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(merge, FIRST, ANN, SECOND)
    heard = await desk.heard()
    posts = [row for key, row in heard if key == "channel:C-SUP"]
    assert [(row.kind, getattr(row, "card", 0)) for row in posts] == [("merged", 1), ("entry", 2)]
    assert [row.messages for row in posts if isinstance(row, out.PostMerged)] == [[2]]
    told = [row for _, row in heard if isinstance(row, out.TellCustomer)]
    assert [(row.notice, row.ticket, row.about) for row in told] == [(Notice.MERGED, FIRST, str(SECOND))]
    assert [key for key, _ in heard if key.startswith("card:")] == ["card:2"]


async def test_of_a_ticket_that_was_solved_the_customer_is_not_told(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(handling.solve, SECOND, ANN)
    await desk.heard()
    await desk.do(merge, FIRST, ANN, SECOND)
    assert await desk.told() == []
    assert (await desk.ticket(FIRST)).owner == ANN


@pytest.mark.parametrize(
    ("first", "second", "owner", "status"),
    [(ANN, BEN, ANN, Status.OPEN), (None, BEN, BEN, Status.OPEN), (None, None, None, Status.NEW)],
)
async def test_its_owner_goes_on_or_else_the_others(
    desk: World, first: str | None, second: str | None, owner: str | None, status: Status
) -> None:
    await two_tickets(desk)
    for ticket, agent in ((FIRST, first), (SECOND, second)):
        if agent:
            await desk.do(handling.claim, ticket, agent)
    await desk.do(merge, FIRST, ANN, SECOND)
    kept = await desk.ticket(FIRST)
    assert (kept.owner, kept.status) == (owner, status)


async def test_whose_ticket_became_a_part_of_another_is_told(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(handling.claim, SECOND, BEN)
    await desk.heard()
    await desk.do(merge, FIRST, ANN, SECOND)
    assert await desk.whispers() == [f"Ann merged #{SECOND}, which was yours, into #{FIRST}."]


@pytest.mark.parametrize("step", [handling.set_pending, handling.put_on_hold, handling.solve])
async def test_what_waits_in_one_waits_in_both(desk: World, step: object) -> None:
    await two_tickets(desk)
    await desk.do(step, FIRST, ANN)  # type: ignore[arg-type]
    await desk.do(merge, FIRST, ANN, SECOND)
    kept = await desk.ticket(FIRST)
    assert (kept.status, kept.solved_at) == (Status.OPEN, None)
    assert kept.waiting_since == (START if step is not handling.solve else START + timedelta(minutes=1))
    assert not any(key.startswith("ticket:") for key in await desk.timers())


async def test_the_more_urgent_of_both_and_a_category_stay(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(handling.set_priority, SECOND, ANN, "high")
    await desk.do(handling.set_category, SECOND, ANN, "fault")
    await desk.do(merge, FIRST, ANN, SECOND)
    kept = await desk.ticket(FIRST)
    assert (kept.priority, kept.category) == (Priority.HIGH, "fault")


async def test_an_answer_on_its_way_still_gets_there_and_answers_the_kept_one(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(handling.claim, SECOND, ANN)
    said = threads.Typed("C-SUP", "card-2", "p1", ANN, Words("It is attached"), desk.now)
    await desk.do(threads.typed, said)
    await desk.do(merge, FIRST, ANN, SECOND)
    await desk.heard()
    desk.passes(seconds=5)
    await desk.fires()
    [relay] = [row for _, row in await desk.heard() if isinstance(row, out.RelayToCustomer)]
    assert (relay.ticket, relay.text) == (FIRST, "It is attached")
    await desk.do(deliveries.delivered, relay.message, 500, 500)
    kept = await desk.ticket(FIRST)
    assert (kept.status, kept.waiting_since, kept.first_reply_at) == (Status.PENDING, None, desk.now)


async def test_a_held_answer_can_still_be_sent(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(handling.claim, SECOND, ANN)
    said = threads.Typed("C-SUP", "card-2", "p1", ANN, Words("Ask @Ben"), desk.now, ("@Ben",))
    await desk.do(threads.typed, said)
    await desk.do(merge, FIRST, ANN, SECOND)
    await desk.do(sending.send_held, 3, ANN)
    assert [row.ticket for _, row in await desk.heard() if isinstance(row, out.RelayToCustomer)] == [FIRST]


async def test_what_is_typed_in_the_old_thread_stays_inside_and_says_where_to_answer(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(handling.claim, SECOND, ANN)
    await desk.do(merge, FIRST, ANN, SECOND)
    await desk.heard()
    await desk.do(threads.typed, threads.Typed("C-SUP", "card-2", "p1", ANN, Words("Hello"), desk.now))
    assert await desk.whispers() == [
        f"#{SECOND} was merged into #{FIRST}, so this stayed inside. Answer in the thread of #{FIRST}."
    ]
    assert (await desk.all(Message))[-1].state is State.INTERNAL


async def test_a_reply_to_an_old_message_goes_to_the_kept_ticket(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.do(wishes.asks_new, ADA)
    invoice = await desk.says("And where is my invoice?")
    await desk.do(merge, FIRST, ANN, SECOND)
    await desk.says("Number 17", reply_to=invoice)
    await desk.do(deliveries.told, 1, SECOND, "We have your question", 700, 700)
    await desk.says("The one of May", reply_to=700)
    assert (await said_in(desk, FIRST))[-2:] == ["Number 17", "The one of May"]


async def test_buttons_with_the_old_number_mean_the_kept_ticket(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(merge, FIRST, ANN, SECOND)
    await desk.heard()
    await desk.do(wishes.asks_for_person, ADA, SECOND)
    await desk.do(wishes.adds_to, ADA, SECOND)
    await desk.do(wishes.chooses_category, ADA, SECOND, "fault")
    told = [row for _, row in await desk.heard() if isinstance(row, out.TellCustomer)]
    assert [row.notice for row in told] == ["person_coming", "add_to", "category_set"]
    assert {row.ticket for row in told} == {FIRST}


async def test_to_close_a_part_is_to_be_asked_about_the_whole(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(merge, FIRST, ANN, SECOND)
    await desk.heard()
    await desk.do(wishes.closes, ADA, SECOND)
    assert (await desk.ticket(FIRST)).solved_at is None
    await desk.do(wishes.closes, ADA, FIRST)  # the button that they are asked with
    await desk.do(wishes.closes, ADA, SECOND)
    told = [(row.notice, row.ticket, row.about) for _, row in await desk.heard() if isinstance(row, out.TellCustomer)]
    assert told == [("close_whole", FIRST, str(SECOND)), ("solved_by_you", FIRST, ""), ("solved_by_you", FIRST, "")]


async def test_what_is_merged_is_in_no_list_and_is_not_taken_up_again(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(merge, FIRST, ANN, SECOND)
    await desk.do(handling.solve, FIRST, ANN)
    desk.passes(minutes=1)
    await desk.says("It went out again")
    assert (await desk.ticket(FIRST)).status is Status.OPEN
    assert len(await desk.all(Ticket)) == 2


@pytest.mark.parametrize(
    "verb",
    [
        handling.claim,
        handling.release,
        handling.solve,
        handling.reopen,
        handling.set_pending,
        discarding.mark_spam,
        discarding.not_spam,
        discarding.block,
    ],
)
async def test_an_old_button_says_where_to_go_on(desk: World, verb: object) -> None:
    await two_tickets(desk)
    await desk.do(merge, FIRST, ANN, SECOND)
    with pytest.raises(MergedAway, match=f"#{SECOND} was merged into #{FIRST}"):
        await desk.do(verb, SECOND, ANN)  # type: ignore[arg-type]


async def test_merging_again_itself_or_what_is_not_there_is_refused(desk: World) -> None:
    await two_tickets(desk)
    for other, refusal in ((FIRST, WithItself), (9999, NoSuchTicket)):
        with pytest.raises(refusal):
            await desk.do(merge, FIRST, ANN, other)
    await desk.do(merge, FIRST, ANN, SECOND)
    for ticket, other in ((FIRST, SECOND), (SECOND, FIRST)):
        with pytest.raises(MergedAway, match=f"#{SECOND} was merged into #{FIRST}"):
            await desk.do(merge, ticket, ANN, other)


async def test_tickets_of_two_customers_are_not_merged(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.says("Mine too", BO)
    with pytest.raises(AnotherCustomers, match=f"#{SECOND} is another customer's"):
        await desk.do(merge, FIRST, ANN, SECOND)


async def test_spam_and_what_is_over_for_good_are_not_merged(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(discarding.mark_spam, SECOND, ANN)
    with pytest.raises(IsSpam):
        await desk.do(merge, FIRST, ANN, SECOND)
    await desk.do(discarding.not_spam, SECOND, ANN)
    await desk.do(handling.solve, SECOND, ANN)
    desk.passes(days=8)
    await desk.fires()
    with pytest.raises(IsOver):
        await desk.do(merge, FIRST, ANN, SECOND)


async def test_of_two_who_merge_at_once_one_does_and_the_other_is_told(desk: World, database_url: str) -> None:
    await two_tickets(desk)
    rival = World(second := await open_database(database_url))
    rival.now = desk.now
    done = await asyncio.gather(
        desk.do(merge, FIRST, ANN, SECOND), rival.do(merge, SECOND, BEN, FIRST), return_exceptions=True
    )
    await second.close()
    assert sorted(type(one).__name__ for one in done) == ["MergedAway", "NoneType"]
    assert (await desk.history(FIRST)).count("TicketMerged") == 1


async def test_a_page_holds_what_slack_can_show_and_nothing_is_left_out(desk: World) -> None:
    await two_tickets(desk)
    for number in range(45):
        await desk.says(f"{number} " + "x" * 400)
    await desk.do(merge, FIRST, ANN, SECOND)
    rows = [row for _, row in await desk.heard() if isinstance(row, out.PostMerged)]
    assert [row.begins for row in rows] == [True] + [False] * (len(rows) - 1)
    assert [number for row in rows for number in row.messages] == list(range(2, 48))
    assert max(len(row.messages) for row in rows) <= relations.MOST_AT_ONCE
    assert len(rows) == 2


# And apart again


async def standing(desk: World) -> list[dict[str, Any]]:
    """But for since when somebody has them: whoever has it again is not asked for the time that they had not."""
    return [ticket.model_dump(exclude={"owner_since"}) for ticket in await desk.all(Ticket)]


async def test_unmerged_at_once_everything_is_as_it_was(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(handling.claim, SECOND, BEN)
    await desk.do(handling.set_pending, FIRST, ANN)
    before, messages = await standing(desk), await desk.all(Message)
    await desk.do(merge, FIRST, ANN, SECOND)
    await desk.do(unmerge, SECOND, BEN)
    assert await standing(desk) == before
    assert await desk.all(Message) == messages
    assert (await desk.history(SECOND))[-2:] == ["TicketMergedAway", "TicketUnmerged"]
    assert (await desk.history(FIRST))[-2:] == ["TicketMerged", "TicketParted"]


async def test_what_was_said_since_stays_where_it_was_said(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(handling.claim, FIRST, ANN)
    await desk.do(merge, FIRST, ANN, SECOND)
    desk.passes(minutes=1)
    await desk.says("And hurry")
    said = threads.Typed("C-SUP", "card-1", "p1", ANN, Words("We look"), desk.now)
    await desk.do(threads.typed, said)
    desk.passes(seconds=5)
    await desk.fires()
    await desk.do(deliveries.delivered, 4, 500, 500)
    await desk.do(unmerge, SECOND, ANN)
    kept, gone = await desk.ticket(FIRST), await desk.ticket(SECOND)
    assert await said_in(desk, FIRST) == ["The lamp is broken", "And hurry", "We look"]
    assert (kept.status, kept.waiting_since) == (Status.PENDING, None)
    assert (gone.status, gone.waiting_since, gone.first_reply_at) == (Status.NEW, START + timedelta(minutes=1), None)


async def test_a_customer_who_wrote_since_still_waits_in_the_kept_one(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(handling.solve, FIRST, ANN)
    await desk.do(merge, FIRST, ANN, SECOND)
    desk.passes(minutes=1)
    await desk.says("And hurry")
    await desk.do(unmerge, SECOND, ANN)
    kept, gone = await desk.ticket(FIRST), await desk.ticket(SECOND)
    assert (kept.status, kept.waiting_since) == (Status.OPEN, desk.now)
    assert gone.waiting_since == START + timedelta(minutes=1)


async def test_an_answer_of_its_own_that_got_there_meanwhile_has_answered_it(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(handling.claim, SECOND, ANN)
    desk.passes(seconds=1)
    await desk.do(threads.typed, threads.Typed("C-SUP", "card-2", "p1", ANN, Words("Attached"), desk.now))
    await desk.do(merge, FIRST, ANN, SECOND)
    desk.passes(seconds=5)
    await desk.fires()
    await desk.do(deliveries.delivered, 3, 500, 500)
    await desk.do(unmerge, SECOND, ANN)
    gone = await desk.ticket(SECOND)
    assert (gone.waiting_since, gone.first_reply_at) == (None, desk.now)
    assert (await desk.ticket(FIRST)).first_reply_at is None


async def test_of_three_that_became_one_each_can_be_taken_out(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(wishes.asks_new, ADA)
    await desk.says("And a third thing")
    await desk.do(merge, THIRD, ANN, SECOND)
    await desk.do(merge, SECOND, ANN, FIRST)
    assert await said_in(desk, FIRST) == ["The lamp is broken", "And where is my invoice?", "And a third thing"]
    with pytest.raises(UnmergeThatFirst, match=f"#{SECOND} was itself merged into #{FIRST}"):
        await desk.do(unmerge, THIRD, ANN)
    await desk.do(unmerge, SECOND, ANN)
    assert await said_in(desk, SECOND) == ["And where is my invoice?", "And a third thing"]
    await desk.do(unmerge, THIRD, ANN)
    assert await said_in(desk, THIRD) == ["And a third thing"]
    assert [message.written_in for message in await desk.all(Message)] == [None] * 3


async def test_the_first_of_two_parts_leaves_the_second_waiting(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(handling.solve, FIRST, ANN)
    desk.passes(minutes=1)
    await desk.do(wishes.asks_new, ADA)
    await desk.says("And a third thing")
    await desk.do(merge, FIRST, ANN, SECOND)
    await desk.do(merge, FIRST, ANN, THIRD)
    await desk.do(unmerge, SECOND, ANN)
    kept = await desk.ticket(FIRST)
    assert (kept.status, kept.waiting_since) == (Status.OPEN, START + timedelta(minutes=2))


async def test_the_customer_is_told_that_there_are_two_again_and_asked_which(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(merge, FIRST, ANN, SECOND)
    await desk.heard()
    await desk.do(unmerge, SECOND, ANN)
    told = [row for _, row in await desk.heard() if isinstance(row, out.TellCustomer)]
    assert [(row.notice, row.ticket, row.about) for row in told] == [(Notice.UNMERGED, SECOND, str(FIRST))]
    await desk.says("Any news?")
    assert await desk.told() == [Notice.WHICH]


async def test_a_solved_one_is_solved_again_and_expires_in_its_time(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(handling.solve, SECOND, ANN)
    await desk.do(merge, FIRST, ANN, SECOND)
    await desk.heard()
    desk.passes(days=2)
    await desk.do(unmerge, SECOND, ANN)
    assert (await desk.ticket(SECOND)).status is Status.SOLVED
    assert await desk.told() == []
    desk.passes(days=5, seconds=1)
    await desk.fires()
    assert (await desk.ticket(SECOND)).status is Status.CLOSED


async def test_unmerging_has_its_time_and_is_done_once(desk: World) -> None:
    await two_tickets(desk)
    with pytest.raises(NotMerged):
        await desk.do(unmerge, SECOND, ANN)
    with pytest.raises(NoSuchTicket):
        await desk.do(unmerge, 9999, ANN)
    await desk.do(merge, FIRST, ANN, SECOND)
    desk.passes(days=7, seconds=1)
    with pytest.raises(MergedTooLongAgo, match="more than 7 days ago"):
        await desk.do(unmerge, SECOND, ANN)


async def test_nothing_of_a_blocked_customer_comes_back_to_life(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(merge, FIRST, ANN, SECOND)
    await desk.do(discarding.block, FIRST, ANN)
    with pytest.raises(CustomerIsBlocked):
        await desk.do(unmerge, SECOND, ANN)


async def test_only_agents_merge_and_unmerge(desk: World) -> None:
    await two_tickets(desk)
    for verb, arguments in ((merge, (FIRST, "U-EVE", SECOND)), (unmerge, (FIRST, "U-EVE"))):
        with pytest.raises(Refusal, match="Only agents"):
            await desk.do(verb, *arguments)
    with pytest.raises(CannotNow):
        await desk.do(handling.reopen, FIRST, ANN)


async def test_a_legal_hold_goes_along(desk: World) -> None:
    await two_tickets(desk)
    await desk.do(holds.place, SECOND, ANN, "A court asks")
    await desk.do(merge, FIRST, ANN, SECOND)
    kept = await desk.ticket()
    assert kept.hold_since
    assert (kept.hold_by, kept.hold_why) == (ANN, "A court asks")
