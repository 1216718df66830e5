"""Why a ticket came up: named when it is solved, required where the team says so, the likely ones first."""

from dataclasses import replace

import pytest

from bot.desk.practice import Cause
from bot.desk.refusals import CauseWanted, NoSuchChoice, NotAnAgent
from bot.desk.tickets import causes, handling
from bot.desk.tickets.life import Status
from tests.desk.world import ANN, BEN, BO, FIRST, PRACTICE, World

CAUSES = (Cause("defect", "Broken"), Cause("unclear", "Unclear"), Cause("wish", "A wish"))
STRICT = (replace(PRACTICE.teams[0], cause_required=True), *PRACTICE.teams[1:])


async def test_one_press_names_the_cause_and_solves(desk: World) -> None:
    await desk.works_as(causes=CAUSES)
    await desk.claimed_ticket()
    await desk.do(causes.solve_because, FIRST, ANN, "defect")
    ticket = await desk.ticket()
    assert (ticket.cause, ticket.status) == ("defect", Status.SOLVED)
    assert (await desk.history())[-2:] == ["CauseSet", "TicketSolved"]


async def test_afterwards_another_one_can_be_named_and_the_same_is_nothing(desk: World) -> None:
    await desk.works_as(causes=CAUSES)
    await desk.solved_ticket()
    for cause in ("wish", "wish", "defect"):
        await desk.do(causes.name, FIRST, BEN, cause)
    assert (await desk.ticket()).cause == "defect"
    assert (await desk.history()).count("CauseSet") == 2


async def test_what_is_not_on_the_list_or_from_no_agent_is_refused(desk: World) -> None:
    await desk.works_as(causes=CAUSES)
    await desk.claimed_ticket()
    with pytest.raises(NoSuchChoice):
        await desk.do(causes.solve_because, FIRST, ANN, "gone")
    with pytest.raises(NotAnAgent):
        await desk.do(causes.name, FIRST, "U-NOBODY", "wish")
    assert (await desk.ticket()).status is Status.OPEN


async def test_where_one_is_required_nothing_is_solved_without(desk: World) -> None:
    await desk.works_as(causes=CAUSES, teams=STRICT)
    await desk.claimed_ticket()
    with pytest.raises(CauseWanted):
        await desk.do(causes.solve, FIRST, ANN)
    assert (await desk.do(causes.offered, FIRST, ANN)).required
    await desk.do(causes.name, FIRST, ANN, "wish")
    await desk.do(causes.solve, FIRST, ANN)
    assert (await desk.ticket()).status is Status.SOLVED


async def test_the_likely_ones_come_first_by_what_its_category_had_lately(desk: World) -> None:
    await desk.works_as(causes=CAUSES)
    for number, (category, cause) in enumerate(
        [("fault", "wish"), ("fault", "unclear"), ("fault", "unclear"), ("invoice", "defect")]
    ):
        await desk.says(f"Question {number}", BO._replace(chat=100 + number))
        await desk.do(handling.set_category, FIRST + number, ANN, category)
        await desk.do(causes.solve_because, FIRST + number, ANN, cause)
    await desk.says("The lamp is broken")
    here = FIRST + 4
    await desk.do(handling.set_category, here, ANN, "fault")
    assert [cause.name for cause in (await desk.do(causes.offered, here, ANN)).causes] == ["unclear", "wish", "defect"]
    desk.passes(days=29)
    assert (await desk.do(causes.offered, here, ANN)).causes == list(CAUSES)
