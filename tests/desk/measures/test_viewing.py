"""Who sees whose figures; and that somebody read comments is written down, without the comments."""

from dataclasses import replace
from datetime import date

import pytest

from bot.desk.measures import viewing
from bot.desk.measures.periods import Period
from bot.desk.measures.satisfaction import Comment, Satisfaction
from bot.desk.measures.scope import EVERYTHING, Scope
from bot.desk.measures.viewing import Wanted
from bot.desk.privacy.tables import Audit
from bot.desk.refusals import NotAnAgent, NoTeamAndNoDays, OtherTeams
from tests.desk.world import ANN, BEN, CAT, PRACTICE, World

TODAY = date(2026, 3, 2)
MONTH = Period(date(2026, 2, 1), TODAY)
WEEK = Period(date(2026, 2, 23), date(2026, 3, 1))


async def wanted(desk: World, agent: str, said: str = "", channel: str = "C-SUP") -> Wanted:
    return await desk.do(viewing.wanted, agent, said, channel)


async def test_agents_see_their_own_teams_and_themselves(desk: World) -> None:
    own = Scope(frozenset({"support", "billing"}))
    assert await wanted(desk, BEN) == Wanted(MONTH, own, BEN, TODAY)
    assert await wanted(desk, BEN, "last week BILLING") == Wanted(WEEK, Scope(frozenset({"billing"})), BEN, TODAY)
    with pytest.raises(OtherTeams) as no:
        await wanted(desk, ANN, "billing")
    assert "your own teams: support." in no.value.sentence


async def test_in_the_supervisors_channel_everything_is_seen(desk: World) -> None:
    await desk.works_as(supervisors="C-SHIFT")
    assert await wanted(desk, CAT, "last week", "C-SHIFT") == Wanted(WEEK, EVERYTHING, None, TODAY)
    support = Scope(frozenset({"support"}))
    assert await wanted(desk, CAT, "last week support", "C-SHIFT") == Wanted(WEEK, support, None, TODAY)
    assert (await wanted(desk, CAT, "last week", "C-BIL")).person == CAT


async def test_a_channel_that_is_a_teams_too_makes_nobody_a_supervisor(desk: World) -> None:
    await desk.works_as(supervisors="C-SUP")
    assert (await wanted(desk, ANN, "", "C-SUP")).person == ANN


async def test_a_team_that_is_none_is_told_with_those_that_are(desk: World) -> None:
    with pytest.raises(NoTeamAndNoDays) as no:
        await wanted(desk, ANN, "march")
    assert "(support, billing, legal, night)" in no.value.sentence
    assert no.value.sentence.endswith("as in: last week support")
    with pytest.raises(NotAnAgent):
        await wanted(desk, "U-NOBODY")


async def test_today_is_by_the_desks_clock(desk: World) -> None:
    desk.door.practice = replace(PRACTICE, timezone="Pacific/Auckland")
    desk.passes(hours=3)
    assert (await wanted(desk, ANN)).today == date(2026, 3, 3)


async def test_that_comments_were_read_is_in_the_trail_without_their_words(desk: World) -> None:
    shown = Satisfaction(WEEK, comments=(Comment(1001, "My name is Ada", 5, "1-5"),))
    await desk.do(viewing.read, ANN, Satisfaction(WEEK))
    await desk.do(viewing.read, ANN, shown)
    [line] = await desk.all(Audit)
    assert (line.who, line.what, line.detail) == (ANN, "comments_read", {"tickets": [1001]})
