"""How easy it was: asked of whoever has rated, in the same message."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.events import EffortRated
from bot.desk.measures.scope import Scope
from bot.desk.outgoing import DrawSurvey, PostEntry
from bot.desk.refusals import NoSuchChoice, NotYours, SurveyOver
from bot.desk.relationship.figures import ease
from bot.desk.surveys import effort
from bot.desk.surveys.scores import Ease
from bot.desk.tickets import discarding
from bot.desk.tickets.tables import Entry
from tests.desk.surveys.world import DAY, asked, last, practice, rates
from tests.desk.world import ADA, ANN, BO, FIRST, PRACTICE, World


@pytest.fixture
async def desk(desk: World) -> World:
    """It asks how easy it was."""
    desk.door.practice = practice(effort=True)
    return desk


async def eases(desk: World, score: int) -> None:
    await desk.do(effort.rate, ADA, (await last(desk)).id, score, 500)


async def test_it_is_drawn_under_the_rating_told_in_the_thread_and_can_be_changed(desk: World) -> None:
    await asked(desk)
    await rates(desk, 4)
    await desk.heard()
    for score in (2, 2, 6):
        await eases(desk, score)
    survey = await last(desk)
    assert (survey.score, survey.effort, survey.asks_effort) == (4, 6, True)
    rows = [row for _, row in await desk.heard()]
    assert [row.kind for row in rows if isinstance(row, PostEntry | DrawSurvey)].count("entry") == 2
    told = [entry.detail for entry in await desk.all(Entry) if entry.what == EffortRated.__name__]
    assert [(each["score"], each["former"]) for each in told] == [(2, None), (6, 2)]
    hour = timedelta(hours=1)
    assert await desk.ask(ease, desk.now - hour, desk.now + hour) == Ease(6, 1, 1)
    assert await desk.ask(ease, desk.now - hour, desk.now + hour, Scope(frozenset({"billing"}))) is None


async def test_nobody_says_so_before_they_have_rated_or_where_it_was_not_asked(desk: World) -> None:
    await asked(desk)
    with pytest.raises(NoSuchChoice):
        await eases(desk, 5)
    await rates(desk, 4)
    for score in (0, 8):
        with pytest.raises(NoSuchChoice):
            await eases(desk, score)
    with pytest.raises(NotYours):
        await desk.do(effort.rate, BO, (await last(desk)).id, 5, 500)
    assert (await last(desk)).effort is None


async def test_a_team_that_does_not_ask_it_is_told_nothing(desk: World) -> None:
    support = replace(PRACTICE.teams[0], effort=False)
    desk.door.practice = replace(practice(effort=True), teams=(support, *PRACTICE.teams[1:]))
    await asked(desk)
    await rates(desk, 4)
    with pytest.raises(NoSuchChoice):
        await eases(desk, 5)


async def test_when_the_question_is_over_it_stays_as_it_is(desk: World) -> None:
    await asked(desk)
    await rates(desk, 4)
    await eases(desk, 5)
    desk.now += 7 * DAY
    with pytest.raises(SurveyOver):
        await eases(desk, 1)
    assert (await last(desk)).effort == 5


async def test_of_somebody_who_is_blocked_nothing_is_counted(desk: World) -> None:
    await asked(desk)
    await rates(desk, 4)
    await desk.do(discarding.block, FIRST, ANN)
    await eases(desk, 1)
    assert (await last(desk)).effort is None
