import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.refusals import CannotNow
from bot.desk.tickets.life import LIFE, LIVE, Status, Step, after

# Rows are states; each step gives the state after it, or . where the desk refuses.
TABLE = """
                 new      open     pending  on_hold  solved   closed
customer_wrote   new      open     open     open     open     .
claimed          open     open     pending  on_hold  .        .
released         new      open     pending  on_hold  solved   .
agent_replied    pending  pending  pending  on_hold  solved   closed
set_pending      pending  pending  pending  pending  .        .
put_on_hold      on_hold  on_hold  on_hold  on_hold  .        .
resumed          .        open     open     open     .        .
solved           solved   solved   solved   solved   solved   .
reopened         .        open     .        .        open     .
expired          .        .        .        .        closed   .
discarded        closed   closed   closed   closed   closed   closed
restored         .        .        .        .        .        open
erased           closed   closed   closed   closed   closed   closed
merged           closed   closed   closed   closed   closed   .
"""
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [(status, row[0], cell) for row in ROWS for status, cell in zip(HEAD, row[1:], strict=True)]


def test_the_table_here_names_every_state_and_every_step() -> None:
    assert list(Status) == HEAD
    assert [row[0] for row in ROWS] == list(Step)
    assert len(LIFE) == sum(cell != "." for _, _, cell in CELLS)


@pytest.mark.parametrize(("status", "step", "following"), [cell for cell in CELLS if cell[2] != "."])
def test_a_step_leads_where_the_table_says(status: str, step: str, following: str) -> None:
    assert after(Status(status), Step(step)) is Status(following)


@pytest.mark.parametrize(("status", "step"), [cell[:2] for cell in CELLS if cell[2] == "."])
def test_a_step_that_is_not_in_the_table_is_refused_by_the_name_of_the_state(status: str, step: str) -> None:
    with pytest.raises(CannotNow, match=status.replace("_", " ")):
        after(Status(status), Step(step))


@given(st.lists(st.sampled_from(list(Step))))
def test_whatever_is_tried_a_closed_ticket_comes_back_only_when_restored(steps: list[Step]) -> None:
    status = Status.NEW
    for step in steps:
        before = status
        try:
            status = after(status, step)
        except CannotNow:
            assert (before, step) not in LIFE
        if before is Status.CLOSED and status is not Status.CLOSED:
            assert step is Step.RESTORED
        if before not in LIVE and status in LIVE:
            assert step in {Step.CUSTOMER_WROTE, Step.REOPENED, Step.RESTORED}


@given(st.sampled_from(list(Status)), st.sampled_from(list(Step)))
def test_a_step_taken_twice_is_taken_once(status: Status, step: Step) -> None:
    """Two people press the same button: the second press changes nothing, or is refused."""
    if (status, step) not in LIFE:
        return
    once = after(status, step)
    assert LIFE.get((once, step), once) is once
