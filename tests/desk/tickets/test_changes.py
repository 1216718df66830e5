"""Answers that are changed or deleted when the customer has them."""

from dataclasses import replace

import pytest

from bot.desk import outgoing as out
from bot.desk.files.policy import File
from bot.desk.files.tables import Attachment, Kind
from bot.desk.tickets import changes, deliveries, discarding, sending, threads
from bot.desk.tickets.tables import Message, State
from bot.desk.words import Words
from tests.desk.world import ANN, BEN, FIRST, World

LABEL = File(Kind.DOCUMENT, "F1", "label.pdf", size=9)
BOX = File(Kind.PHOTO, "F2", "box.png", "image/png", size=9)


async def delivered(desk: World) -> threads.Typed:
    """Ann's answer, which Ada has as message 70."""
    await desk.claimed_ticket()
    said = desk.typed(ANN, "On Monday")
    await sends(desk, said)
    await desk.do(deliveries.delivered, 2, 70, 70)
    await desk.heard()
    return said


async def sends(desk: World, said: threads.Typed) -> Message:
    await desk.do(threads.typed, said)
    desk.passes(seconds=5)
    await desk.fires()
    return (await desk.all(Message))[-1]


async def to_customer(desk: World) -> list[str]:
    return [row.kind for _, row in await desk.heard() if isinstance(row, out.ToCustomer)]


async def test_a_change_goes_to_the_customers_copy_and_history_keeps_what_it_was(desk: World) -> None:
    said = await delivered(desk)
    await desk.do(threads.edited, replace(said, words=Words("On Tuesday")))
    assert [row for _, row in await desk.heard() if isinstance(row, out.ToCustomer)] == [
        out.EditRelayed(chat=7, message=2, ticket=FIRST, text="On Tuesday")
    ]
    message = await desk.message(2)
    assert (message.text, message.state, message.former) == ("On Tuesday", State.DELIVERED, "On Monday")
    assert "ReplyChanged" in await desk.history()


@pytest.mark.parametrize(
    ("text", "mentions", "why"),
    [
        ("// a note", (), "cannot become a note"),
        (" ", (), "cannot become a note"),
        ("Ask @Ben", ("@Ben",), "the new ones name @Ben"),
    ],
)
async def test_a_change_that_may_not_go_out_is_answered(
    desk: World, text: str, mentions: tuple[str, ...], why: str
) -> None:
    said = await delivered(desk)
    await desk.do(threads.edited, replace(said, words=Words(text), mentions=mentions))
    [sentence] = await desk.whispers()
    assert why in sentence
    assert (await desk.message(2)).text == "On Monday"


async def test_a_change_for_somebody_who_is_blocked_is_answered(desk: World) -> None:
    said = await delivered(desk)
    await desk.do(discarding.block, FIRST, ANN)
    await desk.heard()
    await desk.do(threads.edited, replace(said, words=Words("On Tuesday")))
    assert ["is blocked" in sentence for sentence in await desk.whispers()] == [True]


async def test_a_change_by_another_is_none(desk: World) -> None:
    said = await delivered(desk)
    await desk.do(threads.edited, replace(said, words=Words("Never"), agent=BEN))
    assert await desk.heard() == []


async def test_deleting_takes_back_what_the_customer_has(desk: World) -> None:
    said = await delivered(desk)
    await desk.do(threads.deleted, said.channel, said.post)
    assert await to_customer(desk) == ["delete"]
    assert (await desk.message(2)).state is State.DELIVERED, "until it is gone"
    await desk.do(changes.taken_back, 2)
    assert (await desk.message(2)).state is State.STOPPED
    assert (await desk.history())[-2:] == ["ReplyTakenBack", "CopyRemoved"]


async def test_deleting_on_the_way_stops_it_even_if_it_is_just_being_sent(desk: World) -> None:
    await desk.sent_reply()
    message = await desk.message(2)
    await desk.do(threads.deleted, "C-SUP", message.post or "")
    assert (await desk.message(2)).state is State.STOPPED
    await desk.do(deliveries.delivered, 2, 70, 70)
    assert await to_customer(desk) == ["delete"], "which finds what was delivered in between"


async def test_an_answer_with_files_is_delivered_when_nothing_of_it_is_missing(desk: World) -> None:
    await desk.claimed_ticket()
    said = replace(desk.typed(ANN, "Print this"), files=(LABEL, BOX))
    await sends(desk, said)
    first, second = await desk.all(Attachment)
    await desk.do(deliveries.file_delivered, first.id, 70, captioned=True)
    assert (await desk.message(2)).state is State.QUEUED
    await desk.do(deliveries.file_delivered, second.id, 71, captioned=False)
    message = await desk.message(2)
    assert (message.state, message.parts, message.chat_first, message.chat_last) == (State.DELIVERED, [70], 70, 71)


async def test_a_failed_file_is_all_that_a_retry_sends(desk: World) -> None:
    await desk.claimed_ticket()
    message = await sends(desk, replace(desk.typed(ANN, "Print this"), files=(LABEL, BOX)))
    first, second = await desk.all(Attachment)
    await desk.do(deliveries.file_delivered, first.id, 70, captioned=True)
    await desk.do(deliveries.failed, message.id, "Gone")
    await desk.heard()
    await desk.do(sending.retry, message.id, ANN)
    rows = [row for _, row in await desk.heard() if isinstance(row, out.RelayFile)]
    assert [(row.attachment, row.text) for row in rows] == [(second.id, "")]


async def test_deleting_what_went_out_in_part_takes_that_part_back(desk: World) -> None:
    await desk.claimed_ticket()
    said = replace(desk.typed(ANN, "Print this"), files=(LABEL, BOX))
    message = await sends(desk, said)
    await desk.do(deliveries.file_delivered, (await desk.all(Attachment))[0].id, 70, captioned=True)
    await desk.do(deliveries.failed, message.id, "Gone")
    await desk.heard()
    await desk.do(threads.deleted, said.channel, said.post)
    assert await to_customer(desk) == ["delete"]
    assert (await desk.message(message.id)).state is State.STOPPED


async def test_a_file_removed_in_time_is_not_sent_and_later_the_agent_is_told(desk: World) -> None:
    await desk.claimed_ticket()
    said = replace(desk.typed(ANN, "Print this"), files=(LABEL, BOX))
    await desk.do(threads.typed, said)
    await desk.do(threads.edited, replace(said, files=(BOX,)))
    desk.passes(seconds=5)
    await desk.fires()
    rows = [row for _, row in await desk.heard() if isinstance(row, out.RelayFile)]
    assert [(await desk.all(Attachment))[0].id] == [row.attachment for row in rows]
    await desk.do(threads.edited, replace(said, files=()))
    assert ["still has the file" in sentence for sentence in await desk.whispers()] == [True]


async def test_a_file_alone_stays_inside_once_it_is_removed(desk: World) -> None:
    await desk.claimed_ticket()
    said = replace(desk.typed(ANN, ""), files=(LABEL,))
    await desk.do(threads.typed, said)
    await desk.do(threads.edited, replace(said, files=()))
    assert (await desk.message(2)).state is State.INTERNAL
