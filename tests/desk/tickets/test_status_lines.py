"""A ticket's line in its customer's chat: when it is to be drawn again, and what becomes of it. On both databases."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.desk import outgoing as out
from bot.desk.people import customers
from bot.desk.privacy import requests
from bot.desk.service_levels.calendars import ALWAYS
from bot.desk.service_levels.policies import Policy
from bot.desk.tickets import absence, discarding, handling, merging, pauses, status_lines
from bot.desk.tickets.status_lines import Drawn
from bot.desk.tickets.tables import Priority, StatusLine
from bot.engine.database import Database
from tests.desk.world import ADA, ANN, FIRST, World

Act = Callable[[World], Awaitable[object]]


@pytest.fixture
async def desk(database: Database) -> World:
    return await World(database).opens()


async def with_line(desk: World, ticket: int = FIRST, number: int = 50, *, pinned: bool = True) -> None:
    """What the customer was told of the ticket is its line, drawn and pinned."""
    await desk.do(status_lines.said, ticket, number, Drawn("as it began"))
    line = (await desk.all(StatusLine))[-1]
    await desk.do(status_lines.drawn, line.id, Drawn("as it began"), pinned=pinned)
    await desk.heard()


async def drawn(desk: World) -> list[int]:
    """The tickets whose lines are to be drawn again."""
    return [row.ticket for _, row in await desk.heard() if isinstance(row, out.DrawStatusLine)]


async def test_what_first_tells_of_a_ticket_is_its_line_and_nothing_later(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.heard()
    await desk.do(status_lines.said, FIRST, 50, Drawn("one"))
    assert await drawn(desk) == [FIRST], "it is to be pinned"
    await desk.do(status_lines.said, FIRST, 60, Drawn("two"))
    [line] = await desk.all(StatusLine)
    assert (line.number, line.shown, (await desk.ticket()).line_id) == (50, "one", line.id)
    assert await drawn(desk) == []


async def test_what_is_said_in_its_place_is_what_it_shows(desk: World) -> None:
    await desk.says("The lamp is broken")
    await with_line(desk)
    await desk.do(status_lines.said, FIRST, 50, Drawn("its category is known"))
    assert [line.shown for line in await desk.all(StatusLine)] == ["its category is known"]
    assert await drawn(desk) == []


CHANGES: list[Act] = [
    lambda desk: desk.do(handling.claim, FIRST, ANN),
    lambda desk: desk.do(handling.set_priority, FIRST, ANN, Priority.URGENT),
    lambda desk: desk.do(handling.solve, FIRST, ANN),
    lambda desk: desk.do(handling.put_on_hold, FIRST, ANN, "", desk.now + timedelta(days=2)),
    lambda desk: desk.do(pauses.snooze, FIRST, ANN, desk.now + timedelta(days=2)),
    lambda desk: desk.do(discarding.mark_spam, FIRST, ANN),
    lambda desk: desk.do(discarding.block, FIRST, ANN),
    lambda desk: desk.do(customers.choose_language, ADA, "tr"),
]


@pytest.mark.parametrize("change", CHANGES)
async def test_what_may_read_differently_is_drawn_again_once(desk: World, change: Act) -> None:
    await desk.says("The lamp is broken")
    await with_line(desk)
    await change(desk)
    assert await drawn(desk) == [FIRST]


async def test_what_changes_nothing_about_it_draws_nothing(desk: World) -> None:
    await desk.says("The lamp is broken")
    await with_line(desk)
    await desk.says("It is the red one")
    assert await drawn(desk) == []


async def test_a_ticket_without_a_line_has_none_drawn(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.heard()
    await desk.do(handling.claim, FIRST, ANN)
    assert await drawn(desk) == []


async def test_it_is_drawn_again_when_what_it_says_does_not_hold_any_more(desk: World) -> None:
    await desk.says("The lamp is broken")
    until = desk.now + timedelta(hours=3)
    await desk.do(status_lines.said, FIRST, 50, Drawn("today", until))
    await desk.heard()
    desk.passes(hours=2, minutes=59)
    assert await desk.fires() == 0
    desk.passes(minutes=1)
    assert await desk.fires() == 1
    assert await drawn(desk) == [FIRST]
    assert await desk.fires() == 0


async def test_it_is_drawn_again_when_the_answer_is_late(desk: World) -> None:
    await desk.works_as(policies=(Policy("all", ALWAYS, first_response=timedelta(hours=1)),))
    await desk.says("The lamp is broken")
    await with_line(desk)
    desk.passes(hours=1)
    await desk.fires()
    assert await drawn(desk) == [FIRST]


async def test_a_customer_who_is_back_has_it_drawn_again(desk: World) -> None:
    await desk.says("The lamp is broken")
    await with_line(desk)
    await desk.do(absence.blocked_us, ADA)
    assert await drawn(desk) == []
    await desk.do(absence.came_back, ADA)
    assert await drawn(desk) == [FIRST]


async def test_merged_tickets_draw_both_their_lines(desk: World) -> None:
    first, second = await desk.two_tickets()
    await with_line(desk, first, 50)
    await with_line(desk, second, 51)
    await desk.do(merging.merge, second, ANN, first)
    assert second in await drawn(desk)


async def test_a_line_that_is_gone_is_forgotten_and_the_next_acknowledgement_may_be_another(desk: World) -> None:
    await desk.says("The lamp is broken")
    await with_line(desk)
    [line] = await desk.all(StatusLine)
    await desk.do(status_lines.lost, line.id)
    await desk.do(status_lines.lost, line.id)
    await desk.do(handling.claim, FIRST, ANN)
    assert await drawn(desk) == []
    await desk.do(status_lines.said, FIRST, 70, Drawn("open again"))
    assert (await desk.ticket()).line_id == (await desk.all(StatusLine))[-1].id
    assert await drawn(desk) == [FIRST]


async def test_an_erased_ticket_leaves_no_pin_behind_and_nothing_in_our_tables(desk: World) -> None:
    await desk.says("The lamp is broken")
    await with_line(desk)
    asked_at = str(int(desk.now.timestamp()))
    await desk.do(requests.forget, ADA, asked_at, 9)
    rows = [row for _, row in await desk.heard()]
    ended = [row for row in rows if isinstance(row, out.EndStatusLine)]
    assert [(row.chat, row.ticket, row.number) for row in ended] == [(ADA.chat, FIRST, 50)]
    told = next(place for place, row in enumerate(rows) if isinstance(row, out.TellCustomer))
    assert rows.index(ended[0]) < told, "nothing is sent to the chat after that"
    assert await desk.all(StatusLine) == []
    assert (await desk.ticket()).line_id is None
    assert not [key for key in await desk.timers() if key.startswith("statusline")]


async def test_one_that_is_not_pinned_any_more_is_left_as_it_is(desk: World) -> None:
    await desk.says("The lamp is broken")
    await with_line(desk, pinned=False)
    await desk.do(requests.forget, ADA, str(int(desk.now.timestamp())), 9)
    assert not [row for _, row in await desk.heard() if isinstance(row, out.EndStatusLine)]
