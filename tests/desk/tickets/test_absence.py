"""Customers who cannot be reached: what is kept for them, and offered when they are back."""

import pytest

from bot.desk import outgoing as out
from bot.desk.people.tables import Absence
from bot.desk.refusals import CustomerIsBlocked, NoLongerAsked, NotAnAgent
from bot.desk.tickets import absence, deliveries, discarding, handling, offering, sending, threads, wishes
from bot.desk.tickets.tables import Entry, Message, Offer, State
from tests.desk.world import ADA, ANN, BEN, FIRST, START, World


async def fails(desk: World, text: str) -> Message:
    """Ann's answer, which cannot reach Ada."""
    message = await desk.types(ANN, text)
    desk.passes(seconds=5)
    await desk.fires()
    await desk.do(deliveries.failed, message.id, "Ada blocked the bot", unreached=True)
    return message


async def away(desk: World) -> list[Message]:
    """Ada has a ticket and blocked the bot, and two answers of Ann's are kept."""
    await desk.claimed_ticket()
    await desk.do(absence.blocked_us, ADA)
    kept = [await fails(desk, "Try the other socket"), await fails(desk, "Or another lamp")]
    await desk.heard()
    return kept


async def offered(desk: World) -> tuple[int, list[Message]]:
    """She is back, and the thread is asked about both: the offer's number, and the answers."""
    kept = await away(desk)
    await desk.do(absence.came_back, ADA)
    [row] = [row for _, row in await desk.heard() if isinstance(row, out.PostOffer)]
    await desk.do(offering.asked, row.offer, "C-SUP", "post-9")
    return row.offer, kept


async def sent(desk: World) -> list[str]:
    """What is on its way to her; all that waits is then gone."""
    return [row.text for _, row in await desk.heard() if isinstance(row, out.RelayToCustomer)]


async def lines(desk: World, what: str) -> int:
    return (await desk.history()).count(what)


async def test_who_blocks_the_bot_is_away_until_they_are_back(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(absence.blocked_us, ADA)
    gone = await desk.customer()
    assert (gone.unreachable_since, gone.unreachable_why) == (START, Absence.BLOCKED)
    assert await desk.kinds() == ["draw", "entry"]
    await desk.do(absence.came_back, ADA)
    back = await desk.customer()
    assert (back.unreachable_since, back.unreachable_why) == (None, None)
    assert await desk.kinds() == ["draw", "entry", "status_line"]
    assert (await desk.history())[-2:] == ["CustomerLeft", "CustomerReturned"]


async def test_an_absence_is_said_once_however_often_it_is_met(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(absence.blocked_us, ADA)
    desk.passes(hours=1)
    await desk.do(absence.left, 1, Absence.BLOCKED)
    await desk.do(absence.left, 1, Absence.DELETED)
    assert await lines(desk, "CustomerLeft") == 1
    gone = await desk.customer()
    assert (gone.unreachable_since, gone.unreachable_why) == (START, Absence.DELETED)


async def test_somebody_without_tickets_comes_and_goes_unsaid(desk: World) -> None:
    await desk.do(absence.blocked_us, ADA)
    await desk.do(absence.came_back, ADA)
    assert await desk.heard() == []


@pytest.mark.parametrize("how", ["writes", "starts", "unblocks", "is reached"])
async def test_whatever_brings_them_back_what_was_kept_is_offered_once(desk: World, how: str) -> None:
    await away(desk)
    match how:
        case "writes":
            await desk.says("I am back")
        case "starts":
            await desk.do(wishes.started, ADA, "")
        case "unblocks":
            await desk.do(absence.came_back, ADA)
        case _:
            await desk.do(absence.reached, 1)
    asked = [row.kind for key, row in await desk.heard() if key == "channel:C-SUP"]
    assert asked[0] == "offer"
    await desk.says("And another thing")
    assert "offer" not in await desk.kinds()


async def test_the_offer_names_what_is_kept_in_the_order_it_was_typed(desk: World) -> None:
    number, _ = await offered(desk)
    standing = await desk.ask(offering.standing, number)
    assert (standing.customer, standing.open) == ("Ada", True)
    assert standing.kept == [offering.Kept("Ann", "Try the other socket"), offering.Kept("Ann", "Or another lamp")]


async def test_send_them_now_sends_all_in_order_and_a_second_press_nothing(desk: World) -> None:
    number, kept = await offered(desk)
    await desk.do(offering.send_kept, number, BEN)
    heard = await desk.heard()
    assert [row.message for _, row in heard if isinstance(row, out.RelayToCustomer)] == [each.id for each in kept]
    assert (f"offer:{number}", out.DrawOffer(offer=number)) in heard
    for press in (offering.send_kept, offering.leave_kept):
        with pytest.raises(NoLongerAsked):
            await desk.do(press, number, BEN)
    [settled] = await desk.all(Offer)
    assert (settled.settled_by, settled.sent) == (BEN, 2)
    assert await desk.heard() == []


async def test_leave_them_sends_nothing_and_they_are_not_offered_again(desk: World) -> None:
    number, [first, _] = await offered(desk)
    await desk.do(offering.leave_kept, number, ANN)
    assert await desk.kinds() == ["draw_offer"]
    await desk.do(absence.blocked_us, ADA)
    await desk.do(absence.came_back, ADA)
    assert "offer" not in await desk.kinds()
    await desk.do(sending.retry, first.id, ANN)
    assert await sent(desk) == ["Try the other socket"]


async def test_what_was_sent_or_deleted_by_itself_is_not_sent_again_with_the_rest(desk: World) -> None:
    number, [first, second] = await offered(desk)
    await desk.do(sending.retry, first.id, ANN)
    assert out.DrawOffer(offer=number) in [row for _, row in await desk.heard()]
    await desk.do(offering.send_kept, number, ANN)
    assert await sent(desk) == ["Or another lamp"]
    assert (await desk.message(second.id)).state is State.QUEUED


async def test_an_offer_of_which_nothing_is_left_is_settled_by_itself(desk: World) -> None:
    number, kept = await offered(desk)
    for each in kept:
        await desk.do(threads.deleted, "C-SUP", str(each.post))
    assert not (await desk.ask(offering.standing, number)).open
    with pytest.raises(NoLongerAsked):
        await desk.do(offering.send_kept, number, ANN)


async def test_who_leaves_again_takes_the_offer_along_and_gets_a_new_one(desk: World) -> None:
    number, _ = await offered(desk)
    await desk.do(absence.blocked_us, ADA)
    assert "draw_offer" in await desk.kinds()
    with pytest.raises(NoLongerAsked):
        await desk.do(offering.send_kept, number, ANN)
    await desk.do(absence.came_back, ADA)
    assert [row.offer for _, row in await desk.heard() if isinstance(row, out.PostOffer)] == [number + 1]


async def test_an_offer_that_was_settled_while_it_was_posted_is_drawn_again(desk: World) -> None:
    await away(desk)
    await desk.do(absence.came_back, ADA)
    await desk.do(absence.blocked_us, ADA)
    await desk.heard()
    await desk.do(offering.asked, 1, "C-SUP", "post-9")
    assert await desk.kinds() == ["draw_offer"]


async def test_each_thread_is_asked_about_its_own_answers_even_where_it_is_solved(desk: World) -> None:
    await away(desk)
    await desk.do(handling.solve, FIRST, ANN)
    await desk.do(wishes.asks_new, ADA)
    await desk.do(absence.left, 1, Absence.BLOCKED)
    await desk.heard()
    await desk.says("Where is my invoice?")
    kinds = [(row.kind, row.card) for _, row in await desk.heard() if isinstance(row, out.PostOffer | out.PostWords)]
    assert kinds == [("offer", 1), ("words", 2)]


async def test_what_failed_for_another_reason_is_not_offered(desk: World) -> None:
    await desk.claimed_ticket()
    message = await desk.types(ANN, "Try the other socket")
    await desk.do(deliveries.failed, message.id, "Telegram refuses this message")
    await desk.do(absence.left, 1, Absence.BLOCKED)
    await desk.do(absence.came_back, ADA)
    assert "offer" not in await desk.kinds()


async def test_an_answer_of_several_parts_fails_once(desk: World) -> None:
    message = await desk.sent_reply()
    await desk.do(deliveries.failed, message.id, "Ada blocked the bot", unreached=True)
    await desk.do(deliveries.failed, message.id, "The file is gone")
    assert (await desk.message(message.id)).unreached
    assert await lines(desk, "ReplyFailed") == 1


async def test_of_somebody_we_blocked_nobody_is_asked_and_nothing_is_sent(desk: World) -> None:
    number, _ = await offered(desk)
    await desk.do(discarding.block, FIRST, ANN)
    with pytest.raises(CustomerIsBlocked):
        await desk.do(offering.send_kept, number, ANN)
    await desk.do(absence.blocked_us, ADA)
    await desk.heard()
    await desk.do(absence.came_back, ADA)
    assert await desk.heard() == []
    assert (await desk.customer()).unreachable_since is None


async def test_only_an_agent_decides_about_what_is_kept(desk: World) -> None:
    number, _ = await offered(desk)
    for press in (offering.send_kept, offering.leave_kept):
        with pytest.raises(NotAnAgent):
            await desk.do(press, number, "U-ELSE")


async def test_whoever_unblocks_a_customer_reads_how_much_was_dropped_since(desk: World) -> None:
    await desk.claimed_ticket()
    for dropped in (2, 0):
        await desk.do(discarding.block, FIRST, ANN)
        for number in range(dropped):
            await desk.says(f"number {number}")
        assert (await desk.customer()).dropped == dropped
        await desk.do(discarding.unblock, FIRST, ANN)
    unblocked = [entry.detail for entry in await desk.all(Entry) if entry.what == "CustomerUnblocked"]
    assert unblocked == [{"dropped": 2}, {"dropped": 0}]
