"""The supervisors hear of gaps in the rota before they come, each once; on both databases."""

from datetime import UTC, datetime, timedelta

from bot.desk import outgoing as out
from bot.desk.moments import moment_of
from bot.desk.people.roster import roster_is
from bot.desk.rota import watching
from bot.desk.rota.duty import Rota, Shift, Span
from bot.desk.rota.tables import Gap
from bot.desk.service_levels.calendars import ALWAYS, Calendar
from bot.desk.service_levels.hours import window
from tests.desk.world import ANN, BEN, ROSTER, World

OFFICE = Calendar("office", "UTC", ((window("09:00-17:00"),),) * 7)
WEEKDAYS = Calendar("weekdays", "UTC", ((window("09:00-17:00"),),) * 5 + ((), ()))
FRIDAY = datetime(2026, 3, 6, 7, tzinfo=UTC)


def office(day: int) -> Span:
    return Span(datetime(2026, 3, day, 9, tzinfo=UTC), datetime(2026, 3, day, 17, tzinfo=UTC))


async def looks(desk: World, rota: Rota) -> None:
    await desk.works_as(rota=rota, supervisors="C-SHIFT")
    await desk.do(watching.begins)
    await desk.fires()


async def told(desk: World) -> list[Span]:
    posts = [row for _, row in await desk.heard() if isinstance(row, out.PostGaps)]
    return [Span(moment_of(start), moment_of(end)) for post in posts for start, end in post.gaps]


async def test_case_76_a_gap_that_comes_is_told_once_and_one_that_is_past_never(desk: World) -> None:
    desk.now = FRIDAY
    await looks(desk, Rota((Shift((ANN,), WEEKDAYS),), covers=OFFICE))
    assert await told(desk) == [office(7), office(8)]
    for _ in range(4):
        desk.passes(days=1)
        await desk.fires()
    assert await told(desk) == []
    assert await desk.all(Gap) == []


async def test_case_76_who_leaves_leaves_a_gap_that_was_none_before(desk: World) -> None:
    desk.now = FRIDAY
    rota = Rota((Shift((ANN,), WEEKDAYS), Shift((BEN,), OFFICE)), covers=OFFICE)
    await looks(desk, rota)
    assert await told(desk) == []
    await desk.do(roster_is, [member for member in ROSTER if member.id != BEN])
    desk.now = FRIDAY + timedelta(hours=1)
    await desk.fires()
    assert await told(desk) == [office(7), office(8)]


async def test_where_nothing_has_to_be_covered_nobody_looks(desk: World) -> None:
    await looks(desk, Rota((Shift((ANN,), ALWAYS),)))
    assert await desk.timers() == {}
    await desk.do(watching.look)
    assert await told(desk) == []
