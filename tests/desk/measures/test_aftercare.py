"""What is counted beside the ratings: by the worked values of the definitions, of what is really kept."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from bot.desk.followups.coverage import Coverage
from bot.desk.followups.tables import FollowUp
from bot.desk.followups.tables import Outcome as Came
from bot.desk.measures.aftercare import Aftercare
from bot.desk.measures.periods import Period
from bot.desk.measures.satisfaction import satisfaction
from bot.desk.measures.scope import EVERYTHING, Scope
from bot.desk.people.customers import customer
from bot.desk.privacy.erasing import erase_customer
from bot.desk.recovery.rules import Outcome, Saved
from bot.desk.recovery.tables import Recovery
from bot.desk.relationship.tables import Nps
from bot.desk.surveys.helpfulness import HELP, Helpfulness
from bot.desk.surveys.scores import Ease
from bot.desk.surveys.tables import Survey, Vote
from bot.desk.tickets import handling
from tests.desk.measures.test_counting import MONDAY, WEEK, ZONE, kept, survey
from tests.desk.surveys.world import asked, practice, rates
from tests.desk.world import ADA, ANN, FIRST, World

DAY = timedelta(days=1)
SUNDAY, NEXT = MONDAY + 7 * DAY - timedelta(seconds=1), MONDAY + 7 * DAY


def nps(score: int | None, at: datetime = MONDAY) -> Nps:
    answered: dict[str, Any] = {} if score is None else {"score": score, "answered_at": at}
    return Nps(customer_id=1, ticket_id=FIRST, ask_at=at, asked_at=at, delivered_at=at, **answered)


def visit(outcome: Came, asked_at: datetime | None, due: datetime = MONDAY) -> FollowUp:
    late = asked_at is not None and asked_at - due > DAY
    of = FollowUp(ticket_id=FIRST, customer_id=1, made_at=due, due_at=due, asked_at=asked_at, late=late)
    of.outcome = outcome
    return of


def task(outcome: Outcome, ended: datetime = MONDAY) -> Recovery:
    of: dict[str, Any] = {"team": "support", "channel": "C-SUP", "made_at": ended, "due_at": ended, "ended_at": ended}
    return Recovery(ticket_id=FIRST, customer_id=1, outcome=outcome, **of)


def vote(answer: str, at: datetime = MONDAY) -> Vote:
    return Vote(customer_id=1, answer=answer, helpful=True, at=at)


def recommendations() -> Iterator[Nps]:
    """50 promoters, 30 passives and 20 detractors; 50 say nothing, and one says it a week later."""
    for score, many in ((9, 30), (8, 30), (6, 20), (None, 50)):
        yield from (nps(score) for _ in range(many))
    yield from (nps(10, SUNDAY) for _ in range(20))
    yield nps(0, NEXT)


def visits() -> Iterator[FollowUp]:
    """20 that were due: 15 on time, 2 late, 2 unreachable, 1 missed; one was cancelled before, one is of next week."""
    yield from (visit(Came.CONFIRMED, MONDAY + DAY) for _ in range(15))
    yield from (visit(Came.REOPENED, MONDAY + 2 * DAY) for _ in range(2))
    yield from (visit(Came.UNREACHABLE, None) for _ in range(2))
    yield from (visit(Came.MISSED, None), visit(Came.CANCELLED, None), visit(Came.CONFIRMED, NEXT, NEXT))


def tasks() -> Iterator[Recovery]:
    """10 that were done: 6 saved, 2 not, 1 unreachable, 1 without action; one was withdrawn, one is of next week."""
    yield from (task(Outcome.SAVED) for _ in range(6))
    yield from (task(Outcome.NOT_SAVED) for _ in range(2))
    yield from (task(Outcome.UNREACHABLE), task(Outcome.NO_ACTION), task(Outcome.WITHDRAWN), task(Outcome.SAVED, NEXT))


def ratings() -> Iterator[Survey]:
    """Five said how easy it was, and a sixth only how it went."""
    for day, effort in enumerate((7, 6, 5, 4, 2, None)):
        yield survey(FIRST, MONDAY + day * DAY, score=5, answered_at=MONDAY, effort=effort)


async def played(desk: World, **ticket: Any) -> None:
    votes = (vote(HELP), vote("an answer that is gone"))
    await kept(desk, *recommendations(), *visits(), *tasks(), *ratings(), *votes, **ticket)


async def beside(desk: World, scope: Scope = EVERYTHING) -> Aftercare:
    return (await desk.ask(satisfaction, WEEK, ZONE, scope)).beside


async def test_m19_m20_m22_and_the_saved_are_what_their_definitions_say(desk: World) -> None:
    await played(desk)
    found = await beside(desk)
    assert found.recommended.asked == 150
    assert found.recommended.promotion
    assert (round(found.recommended.promotion.score, 9), round(found.recommended.promotion.margin, 1)) == (30, 15.3)
    assert found.ease == Ease(mean=4.8, easy=0.6, answers=5)
    assert found.visits == Coverage(on_time=15, late=2, unreachable=2, missed=1)
    assert (found.visits.share_on_time, found.visits.share_done) == (0.75, 0.85)
    assert found.saved == Saved(saved=6, not_saved=2, unreachable=1, no_action=1)
    assert found.saved.rate == 0.75
    assert found.helpful == {HELP: Helpfulness(1, 1)}


async def test_a_team_has_its_own_and_an_agent_only_what_is_said_of_their_tickets(desk: World) -> None:
    await played(desk)
    found = await beside(desk, Scope(frozenset({"support"})))
    assert (found.recommended.asked, found.visits.due, found.saved.judged, found.helpful) == (150, 20, 8, {})
    assert await beside(desk, Scope(frozenset({"billing"}))) == Aftercare()
    assert await beside(desk, Scope(category="invoice")) == Aftercare()
    assert await beside(desk, Scope(agent=ANN)) == Aftercare(ease=found.ease)
    assert await beside(desk, Scope(agent="U-BEN")) == Aftercare()


async def test_spam_counts_nowhere_and_where_nobody_was_asked_there_is_nothing(desk: World) -> None:
    assert await beside(desk) == Aftercare()
    await played(desk, spam=True)
    found = await beside(desk)
    assert (found.recommended.asked, found.ease, found.visits.due) == (0, None, 0)


async def test_of_whoever_was_forgotten_the_rating_stays_and_no_word(desk: World) -> None:
    desk.door.practice = practice()
    await asked(desk)
    await rates(desk, 1)
    await desk.says("My name is Ada, and it is dark", reply_to=500)
    month = Period(date(2026, 2, 1), date(2026, 3, 31))
    assert len((await desk.ask(satisfaction, month, ZONE)).comments) == 1
    await desk.do(handling.reopen, FIRST, ANN)
    await desk.do(lambda on: erase_customer(on, customer(on, ADA), "customer"))
    shown = await desk.ask(satisfaction, month, ZONE)
    assert (shown.overall.n, shown.overall.low, shown.overall.comments, shown.comments) == (1, 1, 0, ())
