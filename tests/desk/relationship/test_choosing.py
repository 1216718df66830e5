"""Whom it is asked: a few of those who were served by a person, when nothing else of theirs is going on."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select

from bot.desk.desk import Desk
from bot.desk.followups import answers, contacting
from bot.desk.followups.rules import Courtesy
from bot.desk.outgoing import AskNps
from bot.desk.people.customers import Person, customer
from bot.desk.people.tables import Customer
from bot.desk.privacy.erasing import erase_customer
from bot.desk.relationship import choosing
from bot.desk.relationship.tables import Nps, Passed
from bot.desk.service_levels.calendars import Window
from bot.desk.surveys.tables import Survey
from bot.desk.tickets import absence, discarding, wishes
from bot.door import Door
from bot.wakeups import firing
from tests.desk.relationship.world import DAY, TURN, asked, last, practice, served, turn
from tests.desk.world import ADA, ANN, BO, FIRST, World

Act = Callable[[World], Awaitable[object]]


async def test_who_was_served_two_weeks_ago_is_asked_once_at_ten(desk: World) -> None:
    ticket = await served(desk)
    assert await turn(desk, TURN - timedelta(seconds=1)) == []
    [row] = await turn(desk)
    assert row == AskNps(chat=ADA.chat, customer=row.customer, nps=row.nps, cause=row.cause)
    nps = await last(desk)
    assert (nps.asked_at, nps.ticket_id, nps.expires_at) == (TURN, ticket, TURN + 14 * DAY)
    assert await turn(desk, TURN + DAY) == []
    assert len(await desk.ask(contacting.moments, row.customer)) == 1


async def has_no_answer_of_a_person(desk: World) -> None:
    await desk.solved_ticket()


async def writes_again(desk: World) -> None:
    await served(desk)
    await desk.do(wishes.asks_new, ADA)
    await desk.says("And where is my invoice?")


async def is_spam(desk: World) -> None:
    await desk.do(discarding.mark_spam, await served(desk), ANN)


async def left(desk: World) -> None:
    await served(desk)
    await desk.do(absence.blocked_us, ADA)


async def wants_quiet(desk: World) -> None:
    await served(desk)
    await desk.do(answers.wants_quiet, ADA)


async def is_forgotten(desk: World) -> None:
    await served(desk)
    await desk.do(lambda on: erase_customer(on, customer(on, ADA), "customer"))


async def was_surveyed(desk: World) -> None:
    ticket = await desk.ticket(await served(desk))
    about: dict[str, Any] = {"ticket_id": ticket.id, "customer_id": ticket.customer_id, "solved_at": ticket.solved_at}
    survey = Survey(**about, scale="1-5", ask_at=TURN, asked_at=TURN - 5 * DAY)
    await desk.do(lambda on: on.keep(survey))


async def is_a_newcomer(desk: World) -> None:
    desk.door.practice = practice(known_for=30 * DAY)
    await served(desk)


async def had_one_ticket(desk: World) -> None:
    desk.door.practice = practice(solved_tickets=2)
    await served(desk)


NOT_CHOSEN: list[Act] = [
    has_no_answer_of_a_person,
    writes_again,
    is_spam,
    left,
    wants_quiet,
    is_forgotten,
    was_surveyed,
    is_a_newcomer,
    had_one_ticket,
]


@pytest.mark.parametrize("act", NOT_CHOSEN, ids=lambda act: str(act.__name__))
async def test_nobody_is_chosen_who(desk: World, act: Act) -> None:
    await act(desk)
    assert await turn(desk) == []
    assert await desk.all(Nps) == []


async def test_who_had_two_tickets_and_is_known_long_enough_is_chosen(desk: World) -> None:
    desk.door.practice = practice(solved_tickets=2, known_for=14 * DAY)
    await served(desk)
    await desk.do(wishes.asks_new, ADA)
    second = await served(desk)
    assert len(await turn(desk)) == 1
    assert (await last(desk)).ticket_id == second


async def test_of_many_only_so_many_are_asked_in_a_day(desk: World) -> None:
    desk.door.practice = practice(most_a_day=2)
    people = [Person(chat=chat, name=f"P{chat}", language="en") for chat in range(50, 55)]
    for person in people:
        await served(desk, person)
    chosen = await turn(desk)
    assert len({row.chat for row in chosen}) == 2
    assert await turn(desk, TURN + DAY) == []


async def test_a_turn_that_is_late_is_the_only_one_of_its_day(desk: World) -> None:
    desk.door.practice = practice(most_a_day=1)
    await served(desk)
    await served(desk, BO)
    await desk.do(choosing.begins)
    for hour in (3, 10):
        desk.now = TURN.replace(hour=hour)
        await desk.fires()
    assert len(await desk.all(Nps)) == 1


async def comes_back(desk: World) -> None:
    await desk.says("It is dark again")


BETWEEN: dict[Passed, Act] = {
    Passed.TICKET_OPEN: comes_back,
    Passed.CANNOT_BE_REACHED: lambda desk: desk.do(absence.blocked_us, ADA),
    Passed.WANTS_QUIET: lambda desk: desk.do(answers.wants_quiet, ADA),
    Passed.ERASED: lambda desk: desk.do(lambda on: erase_customer(on, customer(on, ADA), "customer")),
}


@pytest.mark.parametrize(("why", "act"), BETWEEN.items(), ids=BETWEEN)
async def test_what_happens_before_they_are_asked_counts(desk: World, why: Passed, act: Act) -> None:
    """The turn falls into quiet hours, so they are asked two hours later."""
    await served(desk)
    desk.door.practice = replace(desk.door.practice, courtesy=Courtesy(quiet=Window(9 * 3600, 12 * 3600)))
    assert await turn(desk) == []
    await act(desk)
    desk.now = datetime(2026, 3, 16, 12, tzinfo=UTC)
    await desk.fires()
    assert [row for _, row in await desk.heard() if isinstance(row, AskNps)] == []
    nps = await last(desk)
    assert (nps.passed, nps.asked_at, nps.over_at) == (why, None, desk.now)
    assert [owner for owner in await desk.timers() if owner.startswith("nps:")] == []


async def test_whoever_heard_from_us_too_often_is_asked_when_a_week_is_over(desk: World) -> None:
    await served(desk)
    desk.now = TURN - 4 * DAY
    for _ in range(3):
        await desk.do(lambda on: contacting.note(on, customer(on, ADA)))
    assert await turn(desk) == []
    desk.now = TURN + 3 * DAY
    await desk.fires()
    assert (await last(desk)).asked_at == desk.now


async def test_nobody_is_asked_again_within_a_quarter_whether_they_answered_or_not(desk: World) -> None:
    await asked(desk)
    for days, times in ((60, 1), (91, 2)):
        desk.now = TURN.replace(hour=9) + (days - 14) * DAY
        await desk.do(wishes.asks_new, ADA)
        await served(desk)
        await turn(desk, TURN + days * DAY)
        assert len(await desk.all(Nps)) == times


async def test_two_replicas_have_one_turn_a_day(desk: World) -> None:
    await served(desk)
    await served(desk, BO)
    await desk.do(choosing.begins)
    desk.now = TURN
    other = Door(desk.door.database, lambda: desk.now, desk.door.practice, machine=desk.door.machine)
    await asyncio.gather(firing.fire(desk.door), firing.fire(other))
    rows = [row.chat for _, row in await desk.heard() if isinstance(row, AskNps)]
    assert sorted(rows) == [ADA.chat, BO.chat]


async def test_a_desk_that_asks_nobody_has_no_turn(desk: World) -> None:
    desk.door.practice = practice(most_a_day=0)
    await served(desk)
    assert await turn(desk) == []
    assert [owner for owner in await desk.timers() if owner.startswith("nps")] == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the other plans by how much there is
async def test_the_day_is_found_by_its_index(desk: World) -> None:
    def plan(on: Desk) -> list[str]:
        connection, asked = on.session.connection(), list[tuple[str, Any]]()

        def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
            asked.append((statement, values))

        event.listen(connection, "before_cursor_execute", note)
        choosing.candidates(on)
        statement, values = asked[-1]
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]

    assert (await desk.do(plan))[0].startswith("SEARCH ticket USING INDEX ticket_solved")


async def test_what_was_solved_is_looked_at_on_one_day_only(desk: World) -> None:
    await served(desk)
    first = await desk.ask(lambda session: session.exec(select(Customer.id)).one())
    desk.now = TURN
    assert await desk.do(choosing.candidates) == [(first, FIRST)]
    desk.now = TURN + DAY
    assert await desk.do(choosing.candidates) == []
