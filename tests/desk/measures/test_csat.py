"""The arithmetic of CSAT, against values that others have published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.measures.csat import Csat, apart, separate, wilson

PUBLISHED = [
    (5, 5, 56.6, 100.0),
    (4, 5, 37.6, 96.4),
    (9, 10, 59.6, 98.2),
    (46, 50, 81.2, 96.8),
    (42, 50, 71.5, 91.7),
    (3, 5, 23.1, 88.2),
    (0, 10, 0.0, 27.8),
]


@pytest.mark.parametrize(("good", "of", "low", "high"), PUBLISHED)
def test_the_interval_is_wilsons(good: int, of: int, low: float, high: float) -> None:
    assert [round(edge * 100, 1) for edge in wilson(good, of)] == [low, high]


@given(st.integers(1, 10**6), st.data())
def test_the_score_is_always_within_its_interval(of: int, data: st.DataObject) -> None:
    good = data.draw(st.integers(0, of))
    low, high = wilson(good, of)
    assert 0 <= low <= good / of + 1e-12
    assert good / of - 1e-12 <= high <= 1


def rated(good: int, bad: int) -> Csat:
    return Csat(counts=(bad, 0, 0, 0, good))


def test_nobody_is_higher_than_somebody_whose_interval_meets_theirs() -> None:
    agents = {"A": rated(46, 4), "B": rated(42, 8), "C": rated(10, 40), "D": rated(4, 0), "E": rated(0, 4)}
    assert apart(agents) == [("A", "C"), ("B", "C")]
    assert not separate(rated(4, 0), rated(0, 100))
    assert separate(rated(5, 0), rated(0, 5))


def test_what_was_never_rated_has_no_score_and_not_zero() -> None:
    asked = Csat(delivered=3)
    values = (asked.score, asked.interval, asked.mean, asked.without_neutral, asked.mean_as_share, Csat().response)
    assert values == (None,) * 6
    assert asked.response == 0
    assert Csat().is_empty
    assert not asked.is_empty


def test_parts_add_up() -> None:
    whole = Csat((1, 0, 1, 1, 2), shared=1, comments=2, delivered=8, answered=5)
    assert Csat((1, 0, 0, 0, 2), comments=2, delivered=3) + Csat((0, 0, 1, 1, 0), 1, 0, 5, 5) == whole
    assert (whole.n, whole.good, whole.low, whole.mean) == (5, 3, 1, 3.6)
