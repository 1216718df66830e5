"""What scores come to: published examples, and what holds for any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.relationship.rules import Group, group
from bot.desk.surveys.scores import ces, nps

OF_A_HUNDRED = [10] * 30 + [9] * 20 + [8] * 20 + [7] * 10 + [6] * 10 + [0] * 10


def test_half_promoters_and_a_fifth_detractors_of_a_hundred_are_plus_thirty() -> None:
    found = nps(OF_A_HUNDRED)
    assert found is not None
    assert found[:2] == pytest.approx((30, 15.3), abs=0.05)
    assert (found.promoters, found.passives, found.detractors) == (50, 30, 20)


@pytest.mark.parametrize(
    ("scores", "score", "margin"),
    [([10], 100, 0), ([0, 0], -100, 0), ([8, 7], 0, 0), ([9, 6], 0, 138.6)],
    ids=["all for us", "all against", "all between", "half and half"],
)
def test_the_ends_and_the_middle(scores: list[int], score: float, margin: float) -> None:
    found = nps(scores)
    assert found is not None
    assert found[:2] == pytest.approx((score, margin), abs=0.05)


def test_five_ratings_of_ease_are_a_mean_and_a_share() -> None:
    assert ces([7, 6, 5, 4, 2]) == pytest.approx((4.8, 0.6, 5))


def test_of_nobody_nothing_is_said() -> None:
    assert nps([]) is None
    assert ces([]) is None


@given(st.lists(st.integers(0, 10), min_size=1))
def test_the_score_is_between_its_ends_and_everybody_is_in_one_group(scores: list[int]) -> None:
    found = nps(scores)
    assert found is not None
    assert -100 <= found.score <= 100
    assert found.margin >= 0
    assert found.answers == len(scores)
    assert found.promoters == [group(score) for score in scores].count(Group.PROMOTER)
    assert found.detractors == [group(score) for score in scores].count(Group.DETRACTOR)
