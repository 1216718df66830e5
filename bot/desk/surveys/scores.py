"""What scores come to. Pure: numbers in, figures out; of nobody there is none.

Net Promoter Score: F. Reichheld, "The One Number You Need to Grow", Harvard Business Review 12/2003; its interval is
that of the difference of two shares of one sample. Customer Effort Score: M. Dixon, K. Freeman and N. Toman, "Stop
Trying to Delight Your Customers", Harvard Business Review 7/2010, here as agreement that it was easy (version 2.0).
"""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

MOST_AGREEMENT = 7
"""The end of the scale of effort, which begins at 1; its middle is neutral."""
EASY = 5
"""The lowest agreement of somebody who found it easy; below the middle is a high effort."""
PROMOTER, PASSIVE = 9, 7
"""The lowest scores of those who recommend us, and of those who would not mind; below are detractors. Out of 10."""
Z_95 = 1.96
"""Of a normal distribution, 95 % lies within so many standard deviations."""


class Promotion(NamedTuple):
    """`score` is from -100 to 100, right to within `margin` points in 95 of 100 samples."""

    score: float
    margin: float
    promoters: int
    passives: int
    detractors: int

    @property
    def answers(self) -> int:
        return self.promoters + self.passives + self.detractors


class Ease(NamedTuple):
    """`mean` is from 1 to 7, and `easy` how many of them found it easy, out of 1."""

    mean: float
    easy: float
    answers: int


def nps(scores: Sequence[int]) -> Promotion | None:
    """% promoters - % detractors, of all who answered: those in between count below the line."""
    if not scores:
        return None
    promoters = sum(score >= PROMOTER for score in scores)
    detractors = sum(score < PASSIVE for score in scores)
    for_us, against = promoters / len(scores), detractors / len(scores)
    spread = max(0.0, for_us + against - (for_us - against) ** 2)
    margin = Z_95 * sqrt(spread / len(scores))
    passives = len(scores) - promoters - detractors
    return Promotion(100 * (for_us - against), 100 * margin, promoters, passives, detractors)


def ces(scores: Sequence[int]) -> Ease | None:
    """The mean agreement that it was easy, and the share of those who agree at all."""
    if not scores:
        return None
    return Ease(sum(scores) / len(scores), sum(score >= EASY for score in scores) / len(scores), len(scores))
