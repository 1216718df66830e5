"""Customers who write faster than anybody reads."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.desk import outgoing as out
from bot.desk.desk import Desk
from bot.desk.outgoing import Notice
from bot.desk.tickets import conversation, discarding, moving, reading, rewriting, wishes
from bot.desk.tickets.floods import EVERY, MINUTE, MOST_FILES, MOST_TOGETHER
from bot.desk.tickets.tables import Entry, Message, Ticket
from bot.desk.words import Words
from tests.desk.world import ADA, ANN, BO, FIRST, World

MOST = 5


@pytest.fixture
async def desk(desk: World) -> World:
    await desk.works_as(flood=MOST)
    return desk


async def pours(desk: World, count: int) -> list[str]:
    """Ada writes so much within the same minute."""
    before = len(await desk.all(Message))
    said = [f"number {before + number}" for number in range(count)]
    for text in said:
        await desk.says(text)
    return said


async def shown(desk: World) -> list[str]:
    """What goes into threads; everything else that waits is dropped."""
    return [row.text for _, row in await desk.heard() if isinstance(row, out.PostWords)]


async def passes(desk: World, span: timedelta) -> None:
    desk.now += span
    await desk.fires()


async def test_up_to_the_limit_everything_is_shown_at_once_and_nothing_is_said(desk: World) -> None:
    for _ in range(3):
        said = await pours(desk, MOST)
        heard = await desk.heard()
        assert [row.text for _, row in heard if isinstance(row, out.PostWords)] == said
        assert Notice.SLOW_DOWN not in [row.notice for _, row in heard if isinstance(row, out.TellCustomer)]
        await passes(desk, MINUTE)


async def test_beyond_it_they_are_told_once_and_all_is_shown_in_order_in_batches(desk: World) -> None:
    said = await pours(desk, MOST + 2 * MOST_TOGETHER + 1)
    heard = await desk.heard()
    assert [row.notice for _, row in heard if isinstance(row, out.TellCustomer)].count(Notice.SLOW_DOWN) == 1
    seen = [[row.text for _, row in heard if isinstance(row, out.PostWords)]]
    for _ in range(4):
        await passes(desk, EVERY)
        seen.append(await shown(desk))
    assert [len(batch) for batch in seen] == [MOST, MOST_TOGETHER, MOST_TOGETHER, 1, 0]
    assert [text for batch in seen for text in batch] == said
    assert (await desk.history()).count("CustomerFloods") == 1


async def test_it_is_over_after_a_calm_minute_and_not_before(desk: World) -> None:
    await pours(desk, MOST + 1)
    await passes(desk, EVERY)
    await desk.heard()
    desk.now += MINUTE / 2
    [late] = await pours(desk, 1)
    assert await shown(desk) == []
    await passes(desk, EVERY)
    assert await shown(desk) == [late]
    await passes(desk, MINUTE)
    assert (await desk.customer()).flooding_since is None
    assert await desk.timers() == {}
    assert await shown(desk) == []
    [calm] = await pours(desk, 1)
    assert await shown(desk) == [calm]


async def test_what_one_customer_pours_out_does_not_stand_before_anothers_message(desk: World) -> None:
    await pours(desk, 100)
    await desk.says("Hello?", BO)
    waiting = await shown(desk)
    assert (len(waiting), waiting[-1]) == (MOST + 1, "Hello?")


async def test_further_tickets_do_not_make_it_less(desk: World) -> None:
    for number in range(MOST + 1):
        await desk.do(wishes.asks_new, ADA, desk.letter(f"question {number}"))
    told = await desk.told()
    assert told.count(Notice.SLOW_DOWN) == 1
    assert len(await desk.all(Ticket)) == MOST + 1


async def test_what_was_written_through_an_outage_is_no_flood_though_it_comes_at_once(desk: World) -> None:
    for number in range(3 * MOST):
        await desk.says(f"number {number}", at=desk.now - timedelta(minutes=number))
    assert Notice.SLOW_DOWN not in await desk.told()


async def test_nobody_is_slowed_down_where_the_desk_does_not_ask_for_it(desk: World) -> None:
    await desk.works_as(flood=0)
    assert len(await pours(desk, 100)) == len(await shown(desk))


async def test_files_go_a_few_at_a_time_as_each_is_a_post(desk: World) -> None:
    await pours(desk, MOST + 1 + 2 * MOST_FILES)
    await desk.do(with_files)
    await desk.heard()
    for expected in (MOST_FILES, MOST_FILES, 1):
        await passes(desk, EVERY)
        assert len(await shown(desk)) == expected


def with_files(desk: Desk) -> None:
    """As if a file had come with each that is held back."""
    for message in desk.session.exec(select(Message).where(col(Message.held_back).is_(True))).all():
        message.files = 1


async def test_an_edit_of_what_is_held_back_is_what_is_shown(desk: World) -> None:
    await pours(desk, MOST)
    number = await desk.says("It brakes")
    await desk.heard()
    letter = conversation.Letter(number, Words("It breaks"), desk.now)
    await desk.do(rewriting.rewrote, ADA, letter)
    assert [row.kind for _, row in await desk.heard() if row.kind != "draw"] == []
    await passes(desk, EVERY)
    assert await shown(desk) == ["It breaks"]


async def test_what_is_held_back_when_the_ticket_moves_is_shown_in_the_thread_it_moved_to(desk: World) -> None:
    [*_, last] = await pours(desk, MOST + 1)
    await desk.do(lambda verb: moving.change_team(verb, verb.ticket(FIRST), "billing", ANN))
    await desk.heard()
    recalled = await desk.ask(reading.conversation, FIRST)
    assert last not in [message.text for message, _ in recalled]
    await passes(desk, EVERY)
    rows = [row for _, row in await desk.heard() if isinstance(row, out.PostWords)]
    assert [(row.channel, row.text) for row in rows] == [("C-BIL", last)]


async def test_who_is_blocked_for_it_is_no_longer_shown_and_all_is_kept(desk: World) -> None:
    await pours(desk, MOST + 3)
    await desk.do(discarding.block, FIRST, ANN)
    await desk.heard()
    await passes(desk, MINUTE)
    assert await desk.heard() == []
    assert len(await desk.all(Message)) == MOST + 3
    assert [each.detail for each in await desk.all(Entry) if each.what == "CustomerBlocked"] == [{"unshown": 3}]
    await desk.do(discarding.unblock, FIRST, ANN)
    await desk.heard()
    desk.now += MINUTE
    [text] = await pours(desk, 1)
    assert await shown(desk) == [text]


async def test_what_is_forwarded_together_counts_once_and_is_shown_together(desk: World) -> None:
    for _ in range(3 * MOST):
        await desk.do(conversation.wrote, ADA, replace(desk.letter("forwarded"), forwarded=True))
    assert Notice.SLOW_DOWN not in await desk.told()


async def test_a_burst_that_is_held_back_is_not_drawn_before_it_is_shown(desk: World) -> None:
    await pours(desk, MOST + 1)
    await desk.heard()
    for _ in range(3):
        await desk.do(conversation.wrote, ADA, replace(desk.letter("forwarded"), forwarded=True))
    assert [row.kind for _, row in await desk.heard() if row.kind in ("words", "draw_words")] == []
    await passes(desk, EVERY)
    assert (await shown(desk))[-1] == "forwarded"
