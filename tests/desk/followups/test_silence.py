"""A customer who is to answer and does not: reminded twice, and then the ticket is solved; and what ends it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.desk.desk import Desk
from bot.desk.followups import answers as customers_answers
from bot.desk.followups import silence
from bot.desk.followups.rules import Courtesy, Steps
from bot.desk.followups.tables import Contact, Silence
from bot.desk.outgoing import Notice
from bot.desk.refusals import AlreadyOpen, NotYours, TicketIsOver
from bot.desk.service_levels.calendars import Calendar
from bot.desk.service_levels.hours import window
from bot.desk.tickets import absence, discarding, handling, wishes
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Entry
from bot.engine.database import Database
from bot.wakeups.chores import promise_anew
from tests.desk.followups.world import DAY, HOUR, TEAMS, UNCAPPED, answers, goes_by, pending, told
from tests.desk.world import ADA, ANN, BO, FIRST, PRACTICE, START, World

Act = Callable[[World], Awaitable[object]]
REMINDED, AGAIN, NO_ANSWER = Notice.REMINDED, Notice.REMINDED_AGAIN, Notice.NO_ANSWER


@pytest.fixture
async def desk(database: Database) -> World:
    world = await World(database).opens()
    await world.works_as(teams=TEAMS, courtesy=UNCAPPED)
    await pending(world)
    return world


async def test_reminded_reminded_again_and_then_solved_as_no_answer(desk: World) -> None:
    await goes_by(desk, DAY)
    assert await told(desk) == [REMINDED]
    await goes_by(desk, 2 * DAY)
    assert await told(desk) == [AGAIN]
    await goes_by(desk, 3 * DAY - HOUR)
    assert await told(desk) == []
    await goes_by(desk, HOUR)
    assert await told(desk) == [NO_ANSWER]
    ticket = await desk.ticket()
    assert (ticket.status, ticket.solved_at, ticket.owner) == (Status.SOLVED, desk.now, ANN)
    assert (await desk.history())[-3:] == ["CustomerNudged", "CustomerNudged", "TicketSolved"]
    assert (await desk.all(Entry))[-1].detail == {"duplicate_of": None, "no_answer": True}
    assert [key for key in await desk.timers() if key.startswith("silence")] == []


ENDS: dict[str, Act] = {
    "the customer writes": lambda desk: desk.says("The one in the hall"),
    "resumed": lambda desk: desk.do(handling.resume, FIRST, ANN),
    "on hold": lambda desk: desk.do(handling.put_on_hold, FIRST, ANN),
    "solved": lambda desk: desk.do(handling.solve, FIRST, ANN),
    "closed by the customer": lambda desk: desk.do(wishes.closes, ADA, FIRST),
    "spam": lambda desk: desk.do(discarding.mark_spam, FIRST, ANN),
    "settings without it": lambda desk: desk.works_as(),
}


@pytest.mark.parametrize("act", ENDS.values(), ids=ENDS)
async def test_what_ends_it_ends_it(desk: World, act: Act) -> None:
    await goes_by(desk, DAY)
    await act(desk)
    before = (await desk.ticket()).status
    await desk.heard()
    await goes_by(desk, 7 * DAY - 2 * HOUR)
    assert (await told(desk), (await desk.ticket()).status) == ([], before)


async def test_an_answer_meanwhile_begins_it_anew(desk: World) -> None:
    await goes_by(desk, 2 * DAY)
    await answers(desk)
    await desk.heard()
    await goes_by(desk, DAY - HOUR)
    assert await told(desk) == []
    await goes_by(desk, HOUR)
    assert await told(desk) == [REMINDED]


async def test_pending_again_is_counted_anew(desk: World) -> None:
    await goes_by(desk, DAY)
    await desk.says("The one in the hall")
    await answers(desk)
    await desk.heard()
    await goes_by(desk, DAY)
    assert await told(desk) == [REMINDED]


async def test_the_time_is_the_teams_working_time_and_never_in_quiet_hours(desk: World) -> None:
    office = Calendar("office", "UTC", ((window("09:00-23:00"),),) * 5 + ((), ()))
    steps = Steps(remind_after=13 * HOUR)
    await desk.works_as(teams=(replace(TEAMS[0], calendar=office, silence=steps), *TEAMS[1:]))
    await promise_anew(desk.door)
    [row] = await desk.all(Silence)
    assert row.next_at == START + DAY  # at 22:00 would have been asleep


async def test_nobody_is_reminded_at_night_after_an_outage(desk: World) -> None:
    desk.now = START + DAY + timedelta(hours=13)
    await desk.fires()
    assert await told(desk) == []
    await goes_by(desk, 11 * HOUR)
    assert await told(desk) == [REMINDED]


async def test_two_replicas_that_fire_at_once_remind_once(desk: World) -> None:
    await goes_by(desk, DAY)
    await desk.do(silence.act, 1)
    assert await told(desk) == [REMINDED]


async def test_what_is_too_much_for_a_week_is_put_off(desk: World) -> None:
    await desk.works_as(teams=TEAMS, courtesy=Courtesy(most_a_week=1))
    await goes_by(desk, 7 * DAY)
    assert await told(desk) == [REMINDED]
    await goes_by(desk, DAY)
    assert await told(desk) == [AGAIN]
    assert len(await desk.all(Contact)) == 1  # a week later the first is forgotten


async def test_who_wants_no_reminders_gets_none_and_has_the_same_time(desk: World) -> None:
    await desk.do(customers_answers.wants_quiet, ADA)
    await desk.heard()
    await goes_by(desk, 6 * DAY - HOUR)
    assert await told(desk) == []
    nudges = [entry.detail for entry in await desk.all(Entry) if entry.what == "CustomerNudged"]
    assert nudges == [{"number": 1, "passed": "quiet"}, {"number": 2, "passed": "quiet"}]
    await goes_by(desk, HOUR)
    assert await told(desk) == [NO_ANSWER]
    assert await desk.all(Contact) == []


async def test_who_blocked_the_bot_is_not_written_to(desk: World) -> None:
    await desk.do(absence.blocked_us, ADA)
    await goes_by(desk, 3 * DAY)
    assert await told(desk) == []


async def test_a_team_without_steps_is_left_alone(desk: World) -> None:
    await desk.do(handling.hand_over, FIRST, ANN, "billing")
    await goes_by(desk, 7 * DAY)
    assert await told(desk) == []


async def test_answers_of_a_team_without_steps_write_nothing_down(desk: World) -> None:
    await desk.do(handling.hand_over, FIRST, ANN, "billing")
    [row] = await desk.all(Silence)
    await goes_by(desk, DAY)
    await answers(desk)
    assert (row.since, await desk.all(Silence)) == (None, [row])


def keeps_it_as_an_older_version(desk: Desk) -> None:
    desk.session.exec(select(Silence)).one().since = desk.moment


@pytest.mark.parametrize("older", [False, True])
async def test_what_comes_to_a_team_with_steps_counts_from_then(desk: World, older: bool) -> None:
    await desk.do(handling.hand_over, FIRST, ANN, "billing")
    if older:
        await desk.do(keeps_it_as_an_older_version)
    await goes_by(desk, 3 * DAY)
    await desk.do(handling.hand_over, FIRST, ANN, "support")
    await desk.do(handling.set_pending, FIRST, ANN)
    [row] = await desk.all(Silence)
    assert (row.since, row.next_at) == (desk.now, desk.now + DAY)


async def test_what_was_pending_when_the_settings_changed_begins_then(database: Database) -> None:
    desk = await World(database).opens()
    await pending(desk)
    await goes_by(desk, 10 * HOUR)
    await desk.works_as(teams=TEAMS)
    await promise_anew(desk.door)
    [row] = await desk.all(Silence)
    assert (row.since, row.next_at) == (desk.now, desk.now + DAY)


async def test_a_press_brings_it_back_with_its_history(desk: World) -> None:
    await goes_by(desk, 6 * DAY)
    await desk.heard()
    desk.passes(days=1)
    await desk.do(customers_answers.brings_back, ADA, FIRST, 50)
    ticket = await desk.ticket()
    assert (ticket.status, ticket.solved_at, ticket.waiting_since, ticket.owner) == (Status.OPEN, None, desk.now, ANN)
    assert await told(desk) == [Notice.REOPENED]
    assert (await desk.history())[-1] == "TicketReopened"
    with pytest.raises(AlreadyOpen, match="open already"):
        await desk.do(customers_answers.brings_back, ADA, FIRST, 50)


async def test_an_old_or_forged_button_brings_nothing_back(desk: World) -> None:
    await goes_by(desk, 6 * DAY)
    with pytest.raises(NotYours):
        await desk.do(customers_answers.brings_back, BO, FIRST, 50)
    await goes_by(desk, PRACTICE.reopen_within)
    with pytest.raises(TicketIsOver):
        await desk.do(customers_answers.brings_back, ADA, FIRST, 50)
    assert (await desk.ticket()).status is Status.CLOSED
