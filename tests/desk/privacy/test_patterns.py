"""Which patterns of an operator's are trusted."""

import pytest

from bot.desk.privacy.masking import masked
from bot.desk.privacy.patterns import MOST_WAYS, BadPattern, pattern, ways

GOOD = [
    r"\b\d{11}\b",
    r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b",
    r"(?i)password: \S{1,64}",
    r"(?>\d{1,3})-(?P<a>x)?(?(a)y|z)",
    r"(?<=PIN )\d{4}(?!\d)",
]
BAD = [
    ("(", "no regular expression: missing )"),
    ("", "matches nothing at all"),
    (r"\d*", "matches nothing at all"),
    (r"\b", "matches nothing at all"),
    (r"\d+", "busy for ever"),
    (r"(a|a)*b", "busy for ever"),
    (r"(a{1,50}){1,50}", "busy for ever"),
    (r"\d{0,64}\d{0,64}\d{0,64}x", "busy for ever"),
    (r"(?:1{1,30}){300}", "busy for ever"),
    (r"a{20000}", "busy for ever"),
    (r"x(?=a+b)", "busy for ever"),
]


@pytest.mark.parametrize("written", GOOD)
def test_a_pattern_with_bounds_is_taken(written: str) -> None:
    assert pattern("mine", written).name == "mine"
    assert ways(written) <= MOST_WAYS


@pytest.mark.parametrize(("written", "why"), BAD, ids=[written for written, _ in BAD])
def test_a_pattern_that_cannot_be_trusted_is_refused_with_its_reason(written: str, why: str) -> None:
    with pytest.raises(BadPattern, match=why.replace(")", r"\)")):
        pattern("mine", written)


def test_the_ways_are_counted() -> None:
    counted = {"abc": 1, "a?": 2, "a{1,3}": 3, "(?:a?){2}": 4, "a|bc|d?": 4, "a{2,4}?b{0,1}": 6}
    assert {written: ways(written) for written in counted} == counted


def test_the_worst_that_is_taken_is_still_quick() -> None:
    """It would take longer than anybody waits if the ways were not bounded."""
    worst = pattern("worst", r"(?:a{1,8}){1,4}b")
    assert masked("a" * 4096, [worst]) == "a" * 4096
