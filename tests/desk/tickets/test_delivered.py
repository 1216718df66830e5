"""How an answer fares once it is on its way."""

import pytest

from bot.desk import outgoing as out
from bot.desk.refusals import CustomerIsBlocked, NothingToRetry
from bot.desk.tickets import deliveries, discarding, handling, replies, sending, threads
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Message, State
from bot.desk.words import Words
from tests.desk.world import ANN, BEN, FIRST, START, World


async def fails(desk: World) -> Message:
    message = await desk.sent_reply()
    await desk.do(deliveries.failed, message.id, "Ada blocked the bot")
    return message


async def test_a_delivered_answer_makes_the_ticket_wait_for_the_customer(desk: World) -> None:
    message = await desk.sent_reply()
    delivered = desk.passes(seconds=2)
    await desk.do(deliveries.delivered, message.id, 70, 71)
    ticket, said = await desk.ticket(), await desk.message(message.id)
    assert (ticket.status, ticket.waiting_since, ticket.first_reply_at) == (Status.PENDING, None, delivered)
    assert (said.state, said.delivered_at, said.chat_first, said.chat_last) == (State.DELIVERED, delivered, 70, 71)
    assert (await desk.history())[3:] == ["ReplyDelivered"]
    assert [row.kind for _, row in await desk.heard()] == ["draw", "home", "mark"]
    desk.passes(minutes=1)
    await desk.says("That did it")
    assert (await desk.ticket()).status is Status.OPEN


async def test_only_the_first_answer_is_the_first_one(desk: World) -> None:
    message = await desk.sent_reply()
    await desk.do(deliveries.delivered, message.id, 70, 70)
    first = desk.now
    desk.passes(minutes=5)
    await desk.do(replies.reply, FIRST, ANN, Words("Did it help?"))
    await desk.do(deliveries.delivered, 3, 71, 71)
    assert (await desk.ticket()).first_reply_at == first


async def test_what_the_customer_wrote_after_it_was_typed_still_waits(desk: World) -> None:
    message = await desk.sent_reply()
    unanswered = desk.passes(seconds=1)
    await desk.says("It smells of smoke")
    desk.passes(seconds=1)
    await desk.says("Hello?")
    await desk.do(deliveries.delivered, message.id, 70, 70)
    ticket = await desk.ticket()
    assert (ticket.status, ticket.waiting_since) == (Status.OPEN, unanswered)
    assert ticket.first_reply_at == desk.now


async def test_on_hold_an_answer_does_not_change_what_is_waited_for(desk: World) -> None:
    message = await desk.sent_reply()
    await desk.do(handling.put_on_hold, FIRST, ANN)
    await desk.do(deliveries.delivered, message.id, 70, 70)
    assert (await desk.ticket()).status is Status.ON_HOLD


async def test_an_answer_that_fails_says_why_and_can_be_sent_again(desk: World) -> None:
    message = await fails(desk)
    assert (await desk.message(message.id)).why == "Ada blocked the bot"
    assert (await desk.history())[3:] == ["ReplyFailed"]
    heard = await desk.heard()
    assert (
        "channel:C-SUP",
        out.PostFailed(channel="C-SUP", card=1, message=message.id, why="Ada blocked the bot"),
    ) in heard
    await desk.do(sending.retry, message.id, BEN)
    said = await desk.message(message.id)
    assert (said.state, said.why) == (State.QUEUED, None)
    assert [row.kind for key, row in await desk.heard() if key == "chat:7"] == ["relay"]
    with pytest.raises(NothingToRetry):
        await desk.do(sending.retry, message.id, BEN)


async def test_what_failed_is_sent_again_as_it_reads_now(desk: World) -> None:
    message = await fails(desk)
    await desk.heard()
    changed = threads.Typed("C-SUP", "card-1", str(message.post), ANN, Words("Try another lamp"), START)
    await desk.do(threads.edited, changed)
    await desk.do(sending.retry, message.id, ANN)
    assert [row.text for _, row in await desk.heard() if isinstance(row, out.RelayToCustomer)] == ["Try another lamp"]


async def test_what_failed_and_was_deleted_is_not_sent_again(desk: World) -> None:
    message = await fails(desk)
    await desk.do(threads.deleted, "C-SUP", str(message.post))
    with pytest.raises(NothingToRetry, match="stopped"):
        await desk.do(sending.retry, message.id, ANN)


async def test_nothing_is_sent_again_to_a_blocked_customer(desk: World) -> None:
    message = await fails(desk)
    await desk.do(discarding.block, FIRST, ANN)
    with pytest.raises(CustomerIsBlocked):
        await desk.do(sending.retry, message.id, ANN)


async def test_a_notice_about_no_ticket_is_not_kept_and_one_about_a_ticket_is(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.do(deliveries.told, 1, None, "Welcome", 4, 4)
    await desk.do(deliveries.told, 1, FIRST, "We have it: #1001", 5, 5)
    assert [(message.text, message.state) for message in (await desk.all(Message))[1:]] == [
        ("We have it: #1001", State.DELIVERED)
    ]


async def test_where_things_stand_is_remembered(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.do(deliveries.card_posted, 1, "card-1")
    await desk.do(deliveries.shown, [1], "C-SUP", "post-1")
    await desk.do(deliveries.marked, 1, "eyes")
    [card], said = await desk.cards(), await desk.message(1)
    assert (card.post, said.channel, said.post, said.mark) == ("card-1", "C-SUP", "post-1", "eyes")
