"""Chains and audiences as arithmetic: when a step is due, which comes next, whom it reaches."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from bot.desk.escalation.audiences import Around, Audience, Passed, Place, audience
from bot.desk.escalation.chains import (
    FIRST,
    MOST_REPEATS,
    Chain,
    Days,
    Deputy,
    Escalating,
    Step,
    Turn,
    due,
    following,
    frozen,
    thawed,
)
from bot.desk.practice import Practice, Team
from bot.desk.service_levels.calendars import Calendar
from bot.desk.service_levels.hours import window

OFFICE = Calendar("office", "UTC", ((window("09:00-17:00"),),) * 5 + ((), ()))
FRIDAY = datetime(2026, 3, 6, 16, 50, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
TODAY = date(2026, 3, 6)
ANN, BEN, GONE, GROUP = "UANN0000", "UBEN0000", "UGONE000", "SNIGHT00"


def turns(chain: Chain) -> list[Turn]:
    found, turn = [FIRST], following(chain, FIRST)
    while turn:
        found.append(turn)
        turn = following(chain, turn)
    return found


@pytest.mark.parametrize(
    ("step", "since", "wanted"),
    [
        (Step("team", 5 * MINUTE, "office"), FRIDAY, FRIDAY + 5 * MINUTE),
        (Step("team", 20 * MINUTE, "office"), FRIDAY, datetime(2026, 3, 9, 9, tzinfo=UTC)),
        (Step("team", 10 * MINUTE, "office"), FRIDAY, datetime(2026, 3, 9, 9, tzinfo=UTC)),  # it closes then
        (Step("team", 20 * MINUTE), FRIDAY, FRIDAY + 20 * MINUTE),
        (Step("team", 20 * MINUTE, "a calendar that is gone"), FRIDAY, FRIDAY + 20 * MINUTE),
    ],
)
def test_case_62_a_step_outside_its_window_waits_for_it(step: Step, since: datetime, wanted: datetime) -> None:
    assert due(step, since, [OFFICE]) == wanted


@pytest.mark.parametrize("repeats", range(MOST_REPEATS + 3))
def test_case_65_a_chain_begins_again_as_often_as_it_says_and_never_more_than_five_times(repeats: int) -> None:
    told = turns(Chain("late", (Step("owner"), Step("team"), Step("supervisors")), repeats))
    assert len(told) == 3 * (min(repeats, MOST_REPEATS) + 1)
    assert [turn.step for turn in told[:4]] == [0, 1, 2, 0][: len(told)]
    assert all(earlier < later for earlier, later in pairwise(told))


def test_case_66_a_chain_is_kept_as_it_was() -> None:
    chain = Chain("late", (Step("owner"), Step(BEN, HOUR, "office")), 2)
    assert thawed(frozen(chain)) == chain


def around(owner: str | None = None, *deputies: Deputy, supervisors: str | None = "CSHIFT") -> Around:
    team, rules = Team("support", "CSUP", (GROUP, ANN)), Escalating(deputies=deputies)
    practice = Practice("Acme", (team,), supervisors=supervisors, escalating=rules)
    return Around(practice, "support", owner, TODAY, {ANN, BEN}.__contains__)


ON_LEAVE = (Days(date(2026, 3, 1), TODAY),)
NOT_YET = (Days(date(2026, 3, 7), date(2026, 3, 9)), Days(date(2026, 2, 1), date(2026, 3, 5)))


@pytest.mark.parametrize(
    ("tell", "given", "reached"),
    [
        ("owner", around(ANN), Audience(Place.THREAD, (ANN,))),
        ("team", around(), Audience(Place.THREAD, (GROUP, ANN))),
        ("supervisors", around(), Audience(Place.SUPERVISORS)),
        (BEN, around(), Audience(Place.THREAD, (BEN,))),
        (GROUP, around(), Audience(Place.THREAD, (GROUP,))),
        (BEN, around(None, Deputy(BEN, ANN, NOT_YET)), Audience(Place.THREAD, (BEN,))),
        (BEN, around(None, Deputy(BEN, ANN, ON_LEAVE)), Audience(Place.THREAD, (ANN,), Passed.AWAY, BEN)),
    ],
)
def test_a_step_reaches_whom_it_names(tell: str, given: Around, reached: Audience) -> None:
    assert audience(tell, given) == reached


@pytest.mark.parametrize(
    ("given", "reached"),
    [
        (around(None), Audience(Place.TEAM, (), Passed.NOBODY)),
        (around(GONE), Audience(Place.TEAM, (), Passed.GONE, GONE)),
        (around(GONE, Deputy(GONE, BEN)), Audience(Place.THREAD, (BEN,), Passed.GONE, GONE)),
        (around(ANN)._replace(asked=BEN), Audience(Place.THREAD, (ANN,))),
        (around(ANN, Deputy(ANN, BEN))._replace(asked=ANN), Audience(Place.TEAM, (), Passed.ASKED, ANN)),
    ],
)
def test_case_61_what_is_its_owners_and_has_none_or_they_asked_is_the_teams(given: Around, reached: Audience) -> None:
    assert audience("owner", given) == reached


@pytest.mark.parametrize(
    ("given", "reached"),
    [
        (around(), Audience(Place.NOWHERE, (), Passed.GONE, GONE)),
        (around(None, Deputy(GONE, ANN)), Audience(Place.THREAD, (ANN,), Passed.GONE, GONE)),
        (around(None, Deputy(GONE, "UGONETOO")), Audience(Place.NOWHERE, (), Passed.GONE, GONE)),
        (
            around(None, Deputy(GONE, ANN), Deputy(ANN, GONE, ON_LEAVE)),  # whose deputy is away as well
            Audience(Place.NOWHERE, (), Passed.GONE, GONE),
        ),
    ],
)
def test_case_63_whoever_is_gone_is_passed_over_for_their_deputy_or_nobody(given: Around, reached: Audience) -> None:
    assert audience(GONE, given) == reached


def test_whoever_is_on_duty_is_told_by_deputy_where_they_are_away_and_nobody_where_nobody_is() -> None:
    given = around(None, Deputy(BEN, ANN, ON_LEAVE))
    assert audience("on duty", given._replace(on_duty=(ANN,))) == Audience(Place.THREAD, (ANN,))
    both = audience("on duty", given._replace(on_duty=(ANN, BEN, GONE)))
    assert both == Audience(Place.THREAD, (ANN,), Passed.AWAY, BEN)
    assert audience("on duty", given._replace(on_duty=(GONE,))) == Audience(Place.NOWHERE, (), Passed.OFF_DUTY)
    assert audience("on duty", given) == Audience(Place.NOWHERE, (), Passed.OFF_DUTY)


def test_of_those_on_duty_whoever_asked_is_told_only_where_nobody_else_is() -> None:
    given = around()._replace(asked=BEN)
    assert audience("on duty", given._replace(on_duty=(ANN, BEN))) == Audience(Place.THREAD, (ANN,))
    assert audience("on duty", given._replace(on_duty=(BEN,))) == Audience(Place.THREAD, (BEN,))


def test_case_64_supervisors_without_a_channel_are_passed_over() -> None:
    assert audience("supervisors", around(supervisors=None)) == Audience(Place.NOWHERE, (), Passed.NO_CHANNEL)
