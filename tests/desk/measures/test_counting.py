"""What counts when, and that it is counted over ranges of indexes however many surveys there are."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, event, text
from sqlmodel import Session, SQLModel

from bot.desk.measures.periods import Period
from bot.desk.measures.satisfaction import satisfaction
from bot.desk.measures.scope import EVERYTHING, Scope
from bot.desk.surveys.tables import Survey
from bot.desk.tickets.tables import Author, Message, State
from tests.desk.world import ANN, FIRST, World

DAY = timedelta(days=1)
WEEK = Period(date(2026, 3, 2), date(2026, 3, 8))
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
ZONE = "UTC"


def survey(ticket: int, asked: datetime, **changes: Any) -> Survey:
    times = {"solved_at": asked, "ask_at": asked, "asked_at": asked, "delivered_at": asked}
    return Survey(ticket_id=ticket, customer_id=1, scale="1-5", **{"agent": ANN} | times | changes)


async def kept(desk: World, *rows: SQLModel, **ticket: Any) -> None:
    """What is about one ticket of Ada's."""
    await desk.says("The lamp is broken")

    def keep(on: Any) -> None:
        held = on.ticket(FIRST)
        for name, value in ticket.items():
            setattr(held, name, value)
        on.session.add_all(rows)

    await desk.do(keep)


async def test_a_rating_counts_when_it_was_last_changed_and_a_response_when_it_was_asked_for(desk: World) -> None:
    before = survey(FIRST, MONDAY - DAY, score=5, answered_at=MONDAY)
    later = survey(FIRST, MONDAY, score=1, answered_at=MONDAY + 7 * DAY)
    lost = survey(FIRST, MONDAY + DAY, delivered_at=None)
    await kept(desk, before, later, lost)
    overall = (await desk.ask(satisfaction, WEEK, ZONE)).overall
    assert (overall.n, overall.good, overall.delivered, overall.answered) == (1, 1, 1, 1)


async def test_what_no_person_answered_stands_apart(desk: World) -> None:
    human = survey(FIRST, MONDAY, score=2, answered_at=MONDAY)
    bots = survey(FIRST, MONDAY + DAY, score=5, answered_at=MONDAY + DAY, agent=None)
    await kept(desk, human, bots)
    shown = await desk.ask(satisfaction, WEEK, ZONE)
    assert (shown.overall.n, shown.overall.good, shown.bot.n, shown.bot.good) == (1, 0, 1, 1)
    assert list(shown.agents) == [ANN]


async def test_spam_and_what_was_merged_away_count_nowhere(desk: World) -> None:
    await kept(desk, survey(FIRST, MONDAY, score=1, answered_at=MONDAY), spam=True)
    assert (await desk.ask(satisfaction, WEEK, ZONE)).overall.is_empty


async def test_comments_of_these_days_are_shown_newest_first_also_without_a_rating(desk: World) -> None:
    await kept(desk, survey(FIRST, MONDAY - 6 * DAY), survey(FIRST, MONDAY, score=5, answered_at=MONDAY))

    def comment(on: Any) -> None:
        for survey_id, days in ((1, 0), (2, 1)):
            said = Message(ticket_id=FIRST, customer_id=1, author=Author.CUSTOMER, state=State.DELIVERED,
                           text=f"Comment {survey_id}", source_at=MONDAY, received_at=MONDAY + days * DAY)  # fmt: skip
            on.keep(said)
            on.session.get_one(Survey, survey_id).comment_id = said.id

    await desk.do(comment)
    shown = await desk.ask(satisfaction, WEEK, ZONE)
    assert shown.overall.comments == 2
    assert [(each.text, each.score) for each in shown.comments] == [("Comment 2", 5), ("Comment 1", None)]
    assert (await desk.ask(satisfaction, WEEK, ZONE, Scope(agent="U-BEN"))).comments == ()


def _read_whole(connection: Connection, sql: str, parameters: Any) -> bool:
    """Whether any table is read from end to end."""
    if connection.dialect.name == "sqlite":
        steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters)
        return any(str(step.detail).startswith("SCAN ") for step in steps)
    connection.execute(text("SET LOCAL enable_seqscan = off"))  # what is still read whole has no index to use
    plan = json.dumps(connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {sql}", parameters).scalar_one())
    return "Seq Scan" in plan or "Index Cond" not in plan


async def test_only_ranges_of_indexes_are_read(desk: World) -> None:
    await kept(desk, *(survey(FIRST, MONDAY + number * DAY) for number in range(-200, 200)))

    def plans(connection: Connection, scope: Scope) -> list[bool]:
        sent: list[tuple[str, Any]] = []

        def note(_c: object, _cursor: object, sql: str, parameters: Any, *_: object) -> None:
            sent.append((sql, parameters))

        event.listen(connection, "before_cursor_execute", note)
        satisfaction(Session(connection), WEEK, ZONE, scope)
        event.remove(connection, "before_cursor_execute", note)
        return [_read_whole(connection, sql, parameters) for sql, parameters in sent]

    of_agent = Scope(frozenset({"support"}), ANN, "fault")
    assert await desk.door.database.do(plans, of_agent) == [False] * 5
    assert await desk.door.database.do(plans, EVERYTHING) == [False] * 10
