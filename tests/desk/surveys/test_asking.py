"""Who is asked how it went, when, and who has the credit."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.followups import answers, contacting
from bot.desk.followups.rules import Courtesy, Steps
from bot.desk.outgoing import AskSurvey, DrawSurvey
from bot.desk.people.customers import customer
from bot.desk.practice import Relay
from bot.desk.surveys import asking
from bot.desk.surveys.rules import Scale
from bot.desk.surveys.tables import Passed, Survey
from bot.desk.tickets import absence, deliveries, discarding, handling, linking, wishes
from bot.desk.tickets.life import Status
from bot.door import Door
from bot.wakeups import firing
from tests.desk.surveys.world import DAY, HOUR, asked, last, later, practice, rates, replied, solved
from tests.desk.world import ADA, ANN, BEN, FIRST, PRACTICE, World

Act = Callable[[World], Awaitable[object]]
ANYONE = (replace(PRACTICE.teams[0], relay=Relay.ANYONE), *PRACTICE.teams[1:])


async def test_each_solve_is_asked_about_once_after_an_hour(desk: World) -> None:
    await solved(desk)
    assert await later(desk, HOUR - timedelta(seconds=1)) == []
    [row] = await later(desk, timedelta(seconds=1))
    assert (row.chat, row.ticket, row.reminder) == (ADA.chat, FIRST, False)
    survey = await last(desk)
    assert (survey.agent, survey.shared, survey.asked_at) == (ANN, False, desk.now)
    assert await later(desk, HOUR) == []
    assert (await desk.history())[-1] == "SurveyAsked"


async def test_two_replicas_that_see_it_due_at_once_ask_once(desk: World) -> None:
    await solved(desk)
    desk.now += HOUR
    other = Door(desk.door.database, lambda: desk.now, desk.door.practice, machine=desk.door.machine)
    await asyncio.gather(firing.fire(desk.door), firing.fire(other))
    assert len([row for _, row in await desk.heard() if isinstance(row, AskSurvey)]) == 1


async def test_solving_it_twice_asks_once(desk: World) -> None:
    await solved(desk)
    await desk.do(handling.solve, FIRST, BEN)
    assert len(await desk.all(Survey)) == 1


async def reopens(desk: World) -> None:
    await desk.says("It is dark again")


async def is_off(desk: World) -> None:
    desk.door.practice = practice(scale=Scale.OFF)


PASSED: dict[Passed, Act] = {
    Passed.REOPENED: reopens,
    Passed.NOT_ONE_OF_OURS: lambda desk: desk.do(discarding.mark_spam, FIRST, ANN),
    Passed.CANNOT_BE_REACHED: lambda desk: desk.do(absence.blocked_us, ADA),
    Passed.WANTS_QUIET: lambda desk: desk.do(answers.wants_quiet, ADA),
    Passed.OFF: is_off,
}


@pytest.mark.parametrize(("why", "act"), PASSED.items(), ids=PASSED)
async def test_who_need_not_be_asked_is_not(desk: World, why: Passed, act: Act) -> None:
    await solved(desk)
    await act(desk)
    assert await later(desk, HOUR) == []
    survey = await last(desk)
    assert (survey.passed, survey.asked_at, survey.over_at) == (why, None, desk.now)
    assert [owner for owner in await desk.timers() if owner.startswith("survey")] == []


async def test_where_nobody_replied_nobody_is_asked(desk: World) -> None:
    await desk.solved_ticket()
    assert await later(desk, HOUR) == []
    assert (await last(desk)).passed == Passed.NOBODY_REPLIED


async def test_a_duplicate_is_no_solve_to_ask_about(desk: World) -> None:
    await desk.claimed_ticket()
    await replied(desk)
    await desk.do(wishes.asks_new, ADA)
    await desk.says("Another lamp")
    await desk.do(linking.close_as_duplicate, FIRST, ANN, FIRST + 1)
    assert await desk.all(Survey) == []


async def test_who_never_said_anything_more_is_not_asked_how_it_went(desk: World) -> None:
    support = replace(PRACTICE.teams[0], silence=Steps(solve_after=DAY))
    desk.door.practice = replace(practice(), teams=(support, *PRACTICE.teams[1:]))
    await desk.claimed_ticket()
    await replied(desk)
    await desk.do(handling.set_pending, FIRST, ANN)
    assert await later(desk, DAY) == []
    assert (await desk.ticket()).status is Status.SOLVED
    assert await desk.all(Survey) == []


async def test_reopened_and_solved_again_it_is_asked_about_the_last_time(desk: World) -> None:
    await solved(desk)
    await reopens(desk)
    desk.passes(minutes=30)
    await desk.do(handling.solve, FIRST, ANN)
    await desk.heard()
    assert await later(desk, timedelta(minutes=30)) == []
    [row] = await later(desk, timedelta(minutes=30))
    first, second = await desk.all(Survey)
    assert (first.passed, second.id) == (Passed.REOPENED, row.survey)


async def test_nobody_is_asked_twice_within_a_week_and_again_after_it(desk: World) -> None:
    await asked(desk)
    await reopens(desk)
    await desk.do(handling.solve, FIRST, ANN)
    assert await later(desk, HOUR) == []
    assert (await last(desk)).passed == Passed.ASKED_LATELY
    await reopens(desk)
    await later(desk, 7 * DAY)
    await desk.do(handling.solve, FIRST, ANN)
    assert len(await later(desk, HOUR)) == 1


async def test_whoever_replied_last_before_the_solve_has_the_credit(desk: World) -> None:
    desk.door.practice = replace(practice(), teams=ANYONE)
    await desk.claimed_ticket()
    await replied(desk, BEN, "Which lamp?")
    await replied(desk, ANN, "I see")
    await desk.do(handling.solve, FIRST, BEN)
    desk.passes(seconds=1)
    await replied(desk, BEN, "And a nice day")
    await later(desk, HOUR)
    survey = await last(desk)
    assert (survey.agent, survey.shared) == (ANN, True)


async def test_an_answer_that_was_on_its_way_at_the_solve_counts(desk: World) -> None:
    await desk.claimed_ticket()
    message = await desk.types(ANN, "Try the other socket")
    await desk.do(handling.solve, FIRST, ANN)
    desk.passes(seconds=5)
    await desk.fires()
    await desk.do(deliveries.delivered, message.id, 900, 900)
    assert len(await later(desk, HOUR)) == 1


async def test_a_desk_that_was_down_until_the_night_asks_in_the_morning(desk: World) -> None:
    await solved(desk)
    assert await later(desk, timedelta(hours=13)) == []
    assert (await last(desk)).ask_at == datetime(2026, 3, 3, 9, tzinfo=UTC)
    desk.now = datetime(2026, 3, 3, 9, tzinfo=UTC)
    assert len(await later(desk, timedelta())) == 1


async def test_the_night_is_that_of_where_the_customers_of_a_language_live(desk: World) -> None:
    desk.now = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)
    desk.door.practice = replace(practice(), timezones={"en": "Asia/Taipei", "tr": "Europe/Istanbul"})
    await solved(desk)
    assert await later(desk, HOUR) == []
    assert (await last(desk)).ask_at == datetime(2026, 3, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(("begins", "morning"), [("2026-03-28T20:30+01:00", "2026-03-29T09:00+02:00"),
                                                 ("2026-10-24T20:30+02:00", "2026-10-25T09:00+01:00")])  # fmt: skip
async def test_in_a_night_in_which_clocks_are_set_it_is_asked_once_and_at_nine(
    desk: World, begins: str, morning: str
) -> None:
    desk.now = datetime.fromisoformat(begins).astimezone(UTC)
    desk.door.practice = replace(practice(), timezone="Europe/Warsaw")
    await solved(desk)
    nine = datetime.fromisoformat(morning).astimezone(UTC)
    asked_for = []
    while desk.now < nine + DAY:
        asked_for += [desk.now for _ in await later(desk, timedelta(minutes=30))]
    assert [abs(at - nine) < timedelta(minutes=30) and at >= nine for at in asked_for] == [True]


async def test_who_says_nothing_is_reminded_once_and_then_it_is_over(desk: World) -> None:
    await asked(desk)
    [row] = await later(desk, 2 * DAY)
    assert row.reminder
    assert await later(desk, DAY) == []
    desk.now += 4 * DAY
    await desk.fires()
    rows = [row for _, row in await desk.heard()]
    assert [row for row in rows if isinstance(row, DrawSurvey)]
    survey = await last(desk)
    assert (survey.over_at, survey.score) == (desk.now, None)
    assert [owner for owner in await desk.timers() if owner.startswith("survey")] == []


async def test_whoever_heard_from_us_too_often_lately_is_asked_and_reminded_when_they_have_not(desk: World) -> None:
    desk.door.practice = replace(practice(), courtesy=Courtesy(most_a_week=1))
    await desk.says("The lamp is broken")
    await desk.do(lambda on: contacting.note(on, customer(on, ADA)))
    first = desk.now
    await solved(desk)
    assert await later(desk, HOUR) == []
    [row] = await later(desk, first + 7 * DAY - desk.now)
    assert not row.reminder
    assert await later(desk, 2 * DAY) == []
    assert (await last(desk)).remind_at is None  # when they may hear from us again, it is over


async def test_who_has_answered_or_came_back_is_not_reminded(desk: World) -> None:
    await asked(desk)
    await rates(desk, 4)
    assert await later(desk, 2 * DAY) == []


async def test_who_blocked_the_bot_after_the_question_is_not_reminded(desk: World) -> None:
    await asked(desk)
    await desk.do(absence.blocked_us, ADA)
    assert await later(desk, 2 * DAY) == []
    assert (await last(desk)).remind_at is None


async def test_a_team_may_ask_in_its_own_way_or_not_at_all(desk: World) -> None:
    for scale in (Scale.THUMBS, Scale.OFF):
        support = replace(PRACTICE.teams[0], survey=scale)
        assert asking.scale_of(replace(practice(), teams=(support,)), "support") is scale
    assert asking.scale_of(practice(), "support") is Scale.FIVE
