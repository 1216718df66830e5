"""Until the undo window is over, an agent can stop or change what they typed; and what it may not carry outside."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk import outgoing as out
from bot.desk.refusals import CustomerIsBlocked, NoLongerAsked, NotAnAgent
from bot.desk.tickets import discarding, replies, sending, threads
from bot.desk.tickets.tables import Message, State
from bot.desk.words import Span, Style, Words
from tests.desk.world import ANN, BEN, FIRST, START, World


def again(message: Message, text: str, mentions: tuple[str, ...] = (), agent: str = ANN) -> threads.Typed:
    """The same post with other words."""
    return threads.Typed("C-SUP", "card-1", str(message.post), agent, Words(text), START, mentions)


async def relayed(desk: World) -> list[str]:
    return [row.text for _, row in await desk.heard() if isinstance(row, out.RelayToCustomer)]


async def test_it_is_released_five_seconds_after_it_was_typed_and_once(desk: World) -> None:
    await desk.claimed_ticket()
    message = await desk.types(ANN, "Try the other socket")
    assert message.send_at == START + timedelta(seconds=5)
    desk.passes(seconds=4, milliseconds=999)
    assert await desk.fires() == 0
    desk.passes(milliseconds=1)
    assert await desk.fires() == 1
    await desk.do(sending.release, message.id)
    assert await relayed(desk) == ["Try the other socket"]
    assert (await desk.message(message.id)).state is State.QUEUED
    assert await desk.timers() == {}


async def test_the_window_counts_from_when_we_heard_of_it_for_an_edit_may_come_behind(desk: World) -> None:
    await desk.claimed_ticket()
    said = desk.typed(ANN, "Try the other lamp", at=START - timedelta(hours=1))
    await desk.do(threads.typed, said)
    await desk.do(threads.edited, replace(said, words=Words("Try the other socket")))
    assert [message.send_at for message in (await desk.all(Message))[1:]] == [START + timedelta(seconds=5)]
    desk.passes(seconds=5)
    await desk.fires()
    assert await relayed(desk) == ["Try the other socket"]


@pytest.mark.parametrize("slack_is_ahead", [timedelta(0), timedelta(seconds=2)])
async def test_an_answer_from_the_form_does_not_overtake_what_may_still_be_taken_back(
    desk: World, slack_is_ahead: timedelta
) -> None:
    await desk.claimed_ticket()
    await desk.do(threads.typed, desk.typed(ANN, "Try the other socket", at=START + slack_is_ahead))
    desk.passes(seconds=1)
    await desk.do(replies.reply, FIRST, ANN, Words("And the other lamp"))
    assert await relayed(desk) == []
    desk.passes(seconds=4)
    await desk.fires()
    assert await relayed(desk) == ["Try the other socket", "And the other lamp"]
    await desk.do(replies.reply, FIRST, ANN, Words("At once"))
    assert await relayed(desk) == ["At once"]


async def test_what_is_taken_back_takes_nothing_from_the_form_with_it(desk: World) -> None:
    await desk.claimed_ticket()
    typed = await desk.types(ANN, "Try the other socket")
    await desk.do(replies.reply, FIRST, ANN, Words("Try the other lamp"))
    await desk.do(threads.deleted, "C-SUP", str(typed.post))
    desk.passes(seconds=5)
    await desk.fires()
    assert await relayed(desk) == ["Try the other lamp"]


async def test_what_another_replica_hears_of_first_still_leaves_in_the_order_of_the_thread(desk: World) -> None:
    await desk.claimed_ticket()
    for text, at in (("second", START + timedelta(milliseconds=300)), ("first", START)):
        await desk.do(threads.typed, desk.typed(ANN, text, at=at))
    desk.passes(seconds=5)
    await desk.fires()
    assert await relayed(desk) == ["first", "second"]


async def test_an_edit_or_a_deletion_may_come_before_what_it_is_of(desk: World) -> None:
    await desk.claimed_ticket()
    said = desk.typed(ANN, "Yes")
    await desk.do(threads.edited, replace(said, words=Words("No")))
    await desk.do(threads.typed, said)
    gone = replace(desk.typed(ANN, "You fool"), post="p-gone")
    await desk.do(threads.deleted, gone.channel, gone.post, gone)
    await desk.do(threads.typed, gone)
    desk.passes(seconds=5)
    await desk.fires()
    assert await relayed(desk) == ["No"]


async def test_deleting_it_in_time_stops_it(desk: World) -> None:
    await desk.claimed_ticket()
    message = await desk.types(ANN, "You fool")
    for _ in range(2):
        await desk.do(threads.deleted, "C-SUP", str(message.post))
    desk.passes(seconds=5)
    assert await desk.fires() == 0
    assert (await desk.message(message.id)).state is State.STOPPED
    assert await relayed(desk) == []
    assert (await desk.history())[3:] == ["ReplyStopped"]


async def test_what_is_edited_in_time_is_what_is_sent(desk: World) -> None:
    await desk.claimed_ticket()
    message = await desk.types(ANN, "You fool")
    desk.passes(seconds=4)
    bold = Words("Dear Ada", (Span(Style.BOLD, 0, 4),))
    await desk.do(threads.edited, replace(again(message, ""), words=bold))
    desk.passes(seconds=1)
    await desk.fires()
    [row] = [row for _, row in await desk.heard() if isinstance(row, out.RelayToCustomer)]
    assert (row.text, row.spans) == ("Dear Ada", [["bold", 0, 4, ""]])


@pytest.mark.parametrize("text", ["// you fool", "  "])
async def test_edited_into_a_note_or_emptied_it_stays_inside(desk: World, text: str) -> None:
    await desk.claimed_ticket()
    message = await desk.types(ANN, "You fool")
    await desk.do(threads.edited, again(message, text))
    desk.passes(seconds=5)
    assert await desk.fires() == 0
    assert (await desk.message(message.id)).state is State.INTERNAL
    await desk.do(threads.edited, again(message, "Dear Ada"))
    assert (await desk.message(message.id)).state is State.INTERNAL


async def test_what_changes_nothing_is_not_an_edit(desk: World) -> None:
    """A platform calls it an edit when it unfurls a link, for one."""
    message = await desk.sent_reply()
    await desk.do(threads.edited, again(message, "Try the other socket"))
    await desk.do(threads.edited, again(message, "Hacked", agent=BEN))
    await desk.do(threads.edited, threads.Typed("C-SUP", "no-card", "p-unknown", ANN, Words("Hello"), START))
    await desk.do(threads.deleted, "C-SUP", "p-unknown")
    assert await desk.heard() == []


async def test_words_that_name_a_colleague_are_held_until_somebody_decides(desk: World) -> None:
    await desk.claimed_ticket()
    message = await desk.types(ANN, "Ask @Ben", mentions=("Ben",))
    assert message.state is State.HELD
    heard = await desk.heard()
    assert ("channel:C-SUP", out.PostHeld(channel="C-SUP", card=1, message=message.id, mentions=["Ben"])) in heard
    desk.passes(hours=1)
    assert await desk.fires() == 0
    with pytest.raises(NotAnAgent):
        await desk.do(sending.send_held, message.id, "U-GUEST")
    await desk.do(sending.send_held, message.id, ANN)
    assert await relayed(desk) == ["Ask @Ben"]
    for verb in (sending.send_held, sending.keep_inside):
        with pytest.raises(NoLongerAsked):
            await desk.do(verb, message.id, ANN)


async def test_held_words_can_be_kept_inside(desk: World) -> None:
    await desk.claimed_ticket()
    message = await desk.types(ANN, "Ask @Ben", mentions=("Ben",))
    await desk.heard()
    await desk.do(sending.keep_inside, message.id, BEN)
    assert (await desk.message(message.id)).state is State.INTERNAL
    assert await desk.kinds() == ["mark"]
    with pytest.raises(NoLongerAsked):
        await desk.do(sending.send_held, message.id, ANN)


async def test_a_name_can_be_edited_out_or_in(desk: World) -> None:
    await desk.claimed_ticket()
    message = await desk.types(ANN, "Ask @Ben", mentions=("Ben",))
    await desk.do(threads.edited, again(message, "Ask me"))
    assert (await desk.message(message.id)).state is State.WAITING
    await desk.do(threads.edited, again(message, "Ask @Ben!", mentions=("Ben",)))
    assert (await desk.message(message.id)).state is State.HELD
    assert await desk.timers() == {}
    await desk.do(threads.deleted, "C-SUP", str(message.post))
    assert (await desk.message(message.id)).state is State.STOPPED


async def test_held_words_do_not_go_to_a_customer_who_was_blocked_meanwhile(desk: World) -> None:
    await desk.claimed_ticket()
    message = await desk.types(ANN, "Ask @Ben", mentions=("Ben",))
    waits = await desk.types(ANN, "Hello?")
    await desk.do(discarding.block, FIRST, ANN)
    with pytest.raises(CustomerIsBlocked):
        await desk.do(sending.send_held, message.id, ANN)
    desk.passes(seconds=5)
    await desk.fires()
    assert await relayed(desk) == []
    assert (await desk.message(waits.id)).state is State.INTERNAL
