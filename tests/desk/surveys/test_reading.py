"""What a customer reads of tickets that are over."""

from datetime import timedelta

import pytest

from bot.desk.surveys import reading
from bot.desk.surveys.stages import Stage, stage
from bot.desk.tickets import handling
from bot.desk.tickets.tables import Ticket
from tests.desk.surveys.world import DAY, asked, rates, solved
from tests.desk.world import ANN, FIRST, World


async def stages(desk: World) -> list[tuple[int, Stage | None]]:
    over = await desk.ask(reading.over_lately, (await desk.ticket()).customer_id, desk.now)
    return [(each.ticket.id, stage(*each)) for each in over]


async def test_a_solved_ticket_is_in_satisfaction_until_it_is_rated_and_gone_after_two_weeks(desk: World) -> None:
    assert await asked(desk)
    assert await stages(desk) == [(FIRST, Stage.SATISFACTION)]
    await rates(desk, 2)
    assert await stages(desk) == [(FIRST, Stage.IMPROVEMENT)]
    desk.now += 14 * DAY - timedelta(hours=2)
    assert await stages(desk) == [(FIRST, Stage.IMPROVEMENT)]
    desk.now += timedelta(hours=2)
    assert await stages(desk) == []


@pytest.mark.parametrize("field", ["spam", "merged_into", "erased_at"])
async def test_what_counts_no_more_is_left_out(desk: World, field: str) -> None:
    await solved(desk)
    values = {"spam": True, "merged_into": FIRST, "erased_at": desk.now}
    await desk.do(lambda on: setattr(on.session.get_one(Ticket, FIRST), field, values[field]))
    assert await stages(desk) == []


async def test_what_is_open_again_is_not_over(desk: World) -> None:
    await solved(desk)
    await desk.do(handling.reopen, FIRST, ANN)
    assert await stages(desk) == []
