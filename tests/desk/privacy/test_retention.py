"""What is too old is erased, a little at a time, at night; what is held or still open is not."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk import outgoing as out
from bot.desk.people.customers import Person
from bot.desk.people.tables import Customer
from bot.desk.practice import Team
from bot.desk.privacy import holds, retention
from bot.desk.privacy.retention import AT_ONCE, next_night
from bot.desk.tickets import discarding, handling
from tests.desk.privacy.stored import everything
from tests.desk.world import ADA, ANN, BO, FIRST, START, World

TEAMS = (Team("support", "C-SUP", keep=timedelta(days=30)), Team("billing", "C-BIL"))


@pytest.fixture
async def desk(desk: World) -> World:
    """Support keeps words for thirty days, billing for ever."""
    await desk.works_as(teams=TEAMS)
    return desk


async def a_closed_ticket(desk: World, person: Person = ADA, number: int = FIRST) -> None:
    await desk.says("The lamp is broken", person)
    await desk.do(discarding.mark_spam, number, ANN)


async def nights(desk: World, days: int) -> None:
    """The slot fires as often as it falls due."""
    for _ in range(days):
        desk.passes(days=1)
        await desk.fires()


async def test_words_are_erased_when_their_time_is_over_and_so_is_who_wrote_them(desk: World) -> None:
    await a_closed_ticket(desk)
    await desk.do(retention.begins)
    await nights(desk, 29)
    assert "lamp" in await everything(desk)
    await nights(desk, 2)
    assert "lamp" not in (kept := await everything(desk))
    assert "Ada" not in kept
    assert (await desk.ticket()).erased_at
    assert "clear" in await desk.kinds()


async def test_who_has_another_ticket_keeps_their_name(desk: World) -> None:
    await a_closed_ticket(desk)
    await desk.says("Hello again")
    await desk.do(retention.begins)
    await nights(desk, 31)
    assert [customer.name for customer in await desk.all(Customer)] == ["Ada"]
    assert (await desk.ticket(FIRST)).erased_at
    assert (await desk.ticket(FIRST + 1)).erased_at is None


async def test_what_is_held_is_erased_only_when_the_hold_is_lifted(desk: World) -> None:
    await a_closed_ticket(desk)
    await desk.do(holds.place, FIRST, ANN, "A court asks")
    await desk.do(retention.begins)
    await nights(desk, 40)
    assert (await desk.message(1)).text == "The lamp is broken"
    await desk.do(holds.lift, FIRST, ANN)
    await nights(desk, 2)
    assert (await desk.message(1)).text == ""


async def test_a_team_that_says_nothing_keeps_words_for_ever(desk: World) -> None:
    await desk.says("The lamp is broken")
    await desk.do(handling.hand_over, FIRST, ANN, "billing")
    await desk.do(discarding.mark_spam, FIRST, ANN)
    await desk.do(retention.begins)
    await nights(desk, 60)
    assert (await desk.message(1)).text == "The lamp is broken"


async def test_a_ticket_of_a_team_that_is_no_more_goes_with_the_first(desk: World) -> None:
    await a_closed_ticket(desk)
    await desk.works_as(teams=(Team("help", "C-SUP", keep=timedelta(days=30)), *TEAMS[1:]))
    await desk.do(retention.begins)
    await nights(desk, 31)
    assert (await desk.message(1)).text == ""


async def test_many_are_erased_a_few_at_a_time(desk: World) -> None:
    for number in range(AT_ONCE + 1):
        await a_closed_ticket(desk, Person(100 + number, "Ada"), FIRST + number)
    desk.passes(days=31)
    await desk.do(retention.sweep)
    left = [number for number in range(AT_ONCE + 1) if not (await desk.ticket(FIRST + number)).erased_at]
    assert len(left) == 1
    desk.passes(minutes=1)
    await desk.fires()
    assert (await desk.ticket(FIRST + left[0])).erased_at


async def test_where_nobody_keeps_words_for_a_time_there_is_no_slot(desk: World) -> None:
    await desk.works_as()
    await desk.do(retention.begins)
    assert " retention" not in await desk.timers()
    await desk.do(retention.sweep)
    assert " retention" not in await desk.timers()


async def test_a_desk_that_starts_again_keeps_the_slot_it_has(desk: World) -> None:
    await desk.do(retention.begins)
    await desk.fires()
    due = (await desk.timers())[" retention"]
    desk.passes(hours=1)
    await desk.do(retention.begins)
    assert (await desk.timers())[" retention"] == due


async def test_agents_are_not_told_in_each_thread_of_what_was_only_too_old(desk: World) -> None:
    await a_closed_ticket(desk, BO)
    await desk.do(retention.begins)
    await nights(desk, 31)
    assert not [row for _, row in await desk.heard() if isinstance(row, out.Whisper)]


@pytest.mark.parametrize(
    ("moment", "timezone", "night"),
    [
        (START, "UTC", datetime(2026, 3, 3, 3, tzinfo=UTC)),
        (START, "America/New_York", datetime(2026, 3, 3, 8, tzinfo=UTC)),
        (datetime(2026, 3, 3, 2, 59, tzinfo=UTC), "UTC", datetime(2026, 3, 3, 3, tzinfo=UTC)),
        (datetime(2026, 3, 3, 3, tzinfo=UTC), "UTC", datetime(2026, 3, 4, 3, tzinfo=UTC)),
        (datetime(2026, 3, 28, 12, tzinfo=UTC), "Europe/Warsaw", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ],
)
def test_the_next_night_is_the_desks_own(moment: datetime, timezone: str, night: datetime) -> None:
    assert next_night(moment, timezone) == night
