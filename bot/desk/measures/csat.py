"""How satisfied customers were: the measure CSAT, from how often each rating was given. Pure.

What it means in words, for whoever reads the number, is beside the other words (`views/measures`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

from bot.desk.surveys.rules import HIGH, LOW

SCORES = (1, 2, 3, 4, 5)
ENOUGH = 5
"""Ratings below which nothing is compared."""
Z = 1.959963984540054
"""How many standard deviations on both sides hold 95 % of a normal distribution."""


class Interval(NamedTuple):
    low: float
    high: float


def wilson(good: int, of: int) -> Interval:
    """Where a share lies with 95 % certainty, seen `good` times among `of`, which is at least 1.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), 209-212.
    """
    share, shrink = good / of, 1 + Z**2 / of
    middle = (share + Z**2 / (2 * of)) / shrink
    reach = Z / shrink * sqrt(share * (1 - share) / of + Z**2 / (4 * of**2))
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach))


@dataclass(frozen=True)
class Csat:
    """`counts`: how often each rating was given, from 1 to 5; `shared`: how many of them others had helped to earn.

    `comments` were written meanwhile, also by whoever gave no rating. Of the questions that were sent meanwhile,
    `delivered` reached their customers, and `answered` of those have a rating by now.
    """

    counts: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    shared: int = 0
    comments: int = 0
    delivered: int = 0
    answered: int = 0

    def __add__(self, other: "Csat") -> "Csat":
        a, b, c, d, e = (mine + theirs for mine, theirs in zip(self.counts, other.counts, strict=True))
        return Csat(
            counts=(a, b, c, d, e),
            shared=self.shared + other.shared,
            comments=self.comments + other.comments,
            delivered=self.delivered + other.delivered,
            answered=self.answered + other.answered,
        )

    @property
    def n(self) -> int:
        return sum(self.counts)

    @property
    def good(self) -> int:
        return sum(self.counts[HIGH - 1 :])

    @property
    def low(self) -> int:
        return sum(self.counts[:LOW])

    @property
    def score(self) -> float | None:
        return self.good / self.n if self.n else None

    @property
    def interval(self) -> Interval | None:
        return wilson(self.good, self.n) if self.n else None

    @property
    def mean(self) -> float | None:
        total = sum(score * count for score, count in zip(SCORES, self.counts, strict=True))
        return total / self.n if self.n else None

    @property
    def response(self) -> float | None:
        return self.answered / self.delivered if self.delivered else None

    @property
    def without_neutral(self) -> float | None:
        """As where a 3 counts for nobody."""
        decided = self.good + self.low
        return self.good / decided if decided else None

    @property
    def mean_as_share(self) -> float | None:
        """As where the score is how far the mean is from 1 to 5."""
        return None if self.mean is None else (self.mean - 1) / 4

    @property
    def is_empty(self) -> bool:
        return not (self.n or self.delivered or self.comments)


def separate(better: Csat, worse: Csat) -> bool:
    """Whether that difference is hardly chance: both have enough ratings, and their intervals do not meet."""
    if min(better.n, worse.n) < ENOUGH or not (better.interval and worse.interval):
        return False
    return better.interval.low > worse.interval.high


def apart(lines: Mapping[str, Csat]) -> list[tuple[str, str]]:
    """Who is rated higher than whom; nobody where intervals meet."""
    return [(one, other) for one in lines for other in lines if separate(lines[one], lines[other])]
