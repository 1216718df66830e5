"""How long first answers took lately, and what customers may expect because of it: on both databases."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.desk.desk import Desk
from bot.desk.people import customers
from bot.desk.service_levels import figures
from bot.desk.service_levels.calendars import ALWAYS, Calendar
from bot.desk.service_levels.expectations import DueBy, Expectation, Overdue, Usually, WhenOpen
from bot.desk.service_levels.expecting import expected
from bot.desk.service_levels.hours import window
from bot.desk.service_levels.nearness import Day, Near
from bot.desk.service_levels.policies import Policy, When
from bot.desk.service_levels.tables import AnswerTime
from bot.desk.tickets import deliveries, discarding, handling
from bot.desk.tickets.tables import Ticket
from bot.engine.database import Database
from tests.desk.world import ANN, BO, START, World

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OFFICE = Calendar("office", "UTC", ((window("09:00-17:00"),),) * 5 + ((), ()))


@pytest.fixture
async def desk(database: Database) -> World:
    return await World(database).opens()


def answered(
    desk: Desk,
    minutes: int,
    days_ago: int = 1,
    team: str = "support",
    category: str | None = None,
    *,
    spam: bool = False,
) -> None:
    """A ticket of before whose first answer took so long."""
    replied = desk.moment - timedelta(days=days_ago)
    began = replied - timedelta(minutes=minutes)
    said: dict[str, Any] = {
        "subject": "x",
        "opened_at": began,
        "customer_wrote_at": began,
        "waits_from": began,
        "spam": spam,
    }
    whose = customers.customer(desk, BO).id
    desk.session.add(Ticket(customer_id=whose, team=team, category=category, first_reply_at=replied, **said))


async def measured(desk: World) -> dict[tuple[str, str], tuple[int, float, float]]:
    """How many, and their median and 75th percentile in minutes."""
    await desk.do(figures.measure)
    return {
        (one.team, one.category): (one.answers, one.half_ms / 60_000, one.most_ms / 60_000)
        for one in await desk.all(AnswerTime)
    }


async def expects(desk: World) -> Expectation | None:
    """Of the newest ticket."""
    newest = (await desk.all(Ticket))[-1]
    found = await desk.ask(expected, [newest], desk.door.practice, desk.now)
    return found.get(newest.id)


async def answers(desk: World) -> None:
    message = await desk.types(ANN, "Try the other socket")
    desk.passes(seconds=5)
    await desk.fires()
    await desk.do(deliveries.delivered, message.id, 900, 900)


async def test_the_median_and_the_75th_percentile_are_interpolated_for_each_category_and_for_all(desk: World) -> None:
    for minutes in range(1, 25):
        await desk.do(answered, minutes, category="fault")
    for minutes in range(101, 111):
        await desk.do(answered, minutes, category="invoice")
    assert await measured(desk) == {("support", "fault"): (24, 12.5, 18.25), ("support", ""): (34, 17.5, 101.75)}


async def test_too_few_old_spam_and_other_teams_answers_count_for_nothing(desk: World) -> None:
    for minutes in range(19):
        await desk.do(answered, minutes)
        await desk.do(answered, minutes, days_ago=29)
        await desk.do(answered, minutes, spam=True)
    for minutes in range(1, 21):
        await desk.do(answered, minutes, team="billing")
    assert await measured(desk) == {("billing", ""): (20, 10.5, 15.25)}


async def test_they_are_measured_every_hour_and_old_ones_go(desk: World) -> None:
    await desk.do(figures.begins)
    await desk.do(figures.begins)
    for minutes in range(20):
        await desk.do(answered, minutes, days_ago=27)
    await desk.fires()
    assert len(await desk.all(AnswerTime)) == 1
    desk.passes(days=2)
    assert await desk.fires() == 1
    assert await desk.all(AnswerTime) == []
    assert await desk.fires() == 0, "the next is an hour away"


async def test_without_a_promise_the_customer_is_told_how_long_such_questions_take(desk: World) -> None:
    for minutes in range(1, 21):
        await desk.do(answered, minutes)
    await desk.do(figures.measure)
    await desk.says("The lamp is broken")
    half, most = timedelta(minutes=10, seconds=30), timedelta(minutes=15, seconds=15)
    assert await expects(desk) == Usually(half, most, desk.now + most)
    desk.passes(minutes=16)
    assert await expects(desk) == Overdue()


async def test_where_too_little_is_known_nothing_is_said(desk: World) -> None:
    await desk.do(figures.measure)
    await desk.says("The lamp is broken")
    assert await expects(desk) is None


@pytest.mark.parametrize(
    ("calendar", "wrote", "told"),
    [
        (ALWAYS, START, DueBy(Near(START + HOUR, Day.TODAY))),
        (
            OFFICE,
            datetime(2026, 3, 6, 18, tzinfo=START.tzinfo),
            WhenOpen(
                Near(datetime(2026, 3, 9, 9, tzinfo=START.tzinfo), Day.WEEKDAY),
                Near(datetime(2026, 3, 9, 10, tzinfo=START.tzinfo), Day.WEEKDAY),
            ),
        ),
    ],
)
async def test_the_first_answer_that_is_promised_is_expected(
    desk: World, calendar: Calendar, wrote: datetime, told: Expectation
) -> None:
    await desk.works_as(policies=(Policy("all", calendar, first_response=HOUR, resolution=20 * MINUTE),))
    desk.now = wrote
    await desk.says("The lamp is broken")
    assert await expects(desk) == told


async def test_what_is_today_is_told_by_where_the_customers_of_a_language_live(desk: World) -> None:
    policy = Policy("all", ALWAYS, first_response=HOUR)
    await desk.works_as(policies=(policy,), timezones={"en": "Asia/Taipei"})
    desk.now = START.replace(hour=15, minute=30)
    await desk.says("The lamp is broken")
    assert await expects(desk) == DueBy(Near(desk.now + HOUR, Day.TOMORROW))


async def test_the_next_answer_is_expected_and_when_it_came_none_is(desk: World) -> None:
    await desk.works_as(policies=(Policy("all", ALWAYS, first_response=HOUR, next_response=2 * HOUR),))
    await desk.claimed_ticket()
    await answers(desk)
    assert await expects(desk) is None
    desk.passes(minutes=10)
    await desk.says("It did not help")
    assert await expects(desk) == DueBy(Near(desk.now + 2 * HOUR, Day.TODAY))
    desk.passes(hours=2)
    assert await expects(desk) == Overdue()


@pytest.mark.parametrize("ended", [handling.solve, discarding.mark_spam])
async def test_of_what_is_over_nothing_is_expected(desk: World, ended: object) -> None:
    await desk.works_as(policies=(Policy("all", ALWAYS, first_response=HOUR, when=When(team=frozenset({"support"}))),))
    ticket = await desk.claimed_ticket()
    await desk.do(ended, ticket, ANN)  # type: ignore[arg-type]
    assert await expects(desk) is None
