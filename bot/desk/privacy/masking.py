"""Payment cards and the operator's own patterns, hidden before anything is kept. Pure.

One sign stands for one sign, so that offsets into a text stay right however they are counted; and what was hidden once
stays as it is.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from stdnum import luhn

from bot.desk.words import Words

SIGN = "•"
WIDE_SIGN = "\U0001f784"
"""For a sign that takes two UTF-16 units, which Telegram counts: it takes two as well."""
SHOWN = 4
"""Digits at a card's end that stay: enough for its owner to know it, and allowed by the card schemes."""
MOST_DIGITS = 19

_BETWEEN = r"[ \t\u00a0\u00ad\u2000-\u200b\u202f\u2060\u3000._\-\u2010-\u2015]"
"""What people, and the pages they copy from, put between a card's digits."""
_NOT_WITHIN = "".join(rf"(?<![\d{SIGN}]{_BETWEEN}{{{count}}})" for count in range(4))
_RUN = re.compile(rf"(?=\d){_NOT_WITHIN}\d(?:{_BETWEEN}{{0,3}}\d){{12,}}")
"""Digits that may be a card's; those that a hidden card has left over do not begin another.

What is no digit is passed over first: to look back from every sign took six times as long."""
_GROUP = re.compile(r"\d+")

_SCHEMES: tuple[tuple[int, int, frozenset[int]], ...] = (
    (4, 4, frozenset({13, 16, 19})),  # Visa
    (51, 55, frozenset({16})),  # Mastercard
    (2221, 2720, frozenset({16})),
    (34, 34, frozenset({15})),  # American Express
    (37, 37, frozenset({15})),
    (300, 305, frozenset({14, 16})),  # Diners Club
    (3095, 3095, frozenset({14, 16})),
    (36, 36, frozenset(range(14, 20))),
    (38, 39, frozenset({14, 16})),
    (3528, 3589, frozenset(range(16, 20))),  # JCB
    (6011, 6011, frozenset(range(16, 20))),  # Discover
    (644, 659, frozenset(range(16, 20))),
    (60, 60, frozenset({16})),  # RuPay
    (81, 82, frozenset({16, 17, 18, 19})),
    (508, 508, frozenset({16})),
    (62, 62, frozenset(range(16, 20))),  # UnionPay
    (5018, 5018, frozenset(range(13, 20))),  # Maestro
    (5020, 5020, frozenset(range(13, 20))),
    (5038, 5038, frozenset(range(13, 20))),
    (5893, 5893, frozenset(range(13, 20))),
    (6304, 6304, frozenset(range(13, 20))),
    (6759, 6763, frozenset(range(13, 20))),
    (2200, 2204, frozenset(range(16, 20))),  # Mir
    (9792, 9792, frozenset({16})),  # Troy
)
"""First and last prefix of each range, and how many digits its numbers have."""


@dataclass(frozen=True)
class Pattern:
    """Something else that nobody here needs to know; `name` is what the operator calls it."""

    name: str
    expression: re.Pattern[str]


def masked(text: str, patterns: Sequence[Pattern] = ()) -> str:
    """Every card but its last four digits, and all that the patterns match, white space excepted."""
    for run in _RUN.finditer(text):
        for start, end in _cards(run):
            text = text[:start] + _without_digits(text[start:end]) + text[end:]
    for pattern in patterns:
        text = pattern.expression.sub(lambda found: "".join(map(_hidden, found[0])), text)
    return text


def masked_words(words: Words, patterns: Sequence[Pattern] = ()) -> Words:
    """A link's address may hold one as well."""
    spans = tuple(span._replace(target=masked(span.target, patterns)) if span.target else span for span in words.spans)
    return Words(masked(words.text, patterns), spans)


def _hidden(sign: str) -> str:
    if sign.isspace():
        return sign
    return WIDE_SIGN if sign > "\uffff" else SIGN


def _without_digits(card: str) -> str:
    last = [place for place, sign in enumerate(card) if sign.isdecimal()][-SHOWN]
    return "".join(_hidden(sign) if sign.isdecimal() else sign for sign in card[:last]) + card[last:]


class _Group(NamedTuple):
    """Digits that stand together, as ASCII: other scripts' and full-width ones are typed too."""

    digits: str
    start: int
    end: int


def _cards(run: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Where in a run of digits there are cards: it may go on with an expiry date, or begin with a telephone number."""
    groups = [_group(found, run.start()) for found in _GROUP.finditer(run[0])]
    at = 1 if run.string[: run.start()].rstrip().endswith("+") else 0  # an international telephone number
    while at < len(groups):
        taken = _card_at(groups, at)
        if taken:
            yield groups[at].start, groups[at + taken - 1].end
        at += taken or 1


def _group(found: re.Match[str], offset: int) -> _Group:
    digits = "".join(str(unicodedata.decimal(sign)) for sign in found[0])
    return _Group(digits, found.start() + offset, found.end() + offset)


def _card_at(groups: Sequence[_Group], at: int) -> int:
    """How many groups from there are a card; the most that can be, 0 where none is."""
    fitting = [total for total in accumulate(len(group.digits) for group in groups[at:]) if total <= MOST_DIGITS]
    counts = range(len(fitting), 0, -1)
    return next((count for count in counts if _is_card(groups[at : at + count])), 0)


def _is_card(groups: Sequence[_Group]) -> bool:
    digits = "".join(group.digits for group in groups)
    return _written_so(groups) and _issued(digits) and bool(luhn.is_valid(digits))


def _written_so(groups: Sequence[_Group]) -> bool:
    """In fours and longer, or evenly by ones and twos; telephone numbers mostly come in threes."""
    sizes = {len(group.digits) for group in groups[:-1]}
    return min(sizes, default=4) >= 4 or sizes in ({1}, {2})


def _issued(digits: str) -> bool:
    """Whether a scheme has numbers that begin so and are as long."""
    return any(
        first <= int(digits[: len(str(first))]) <= last for first, last, lengths in _SCHEMES if len(digits) in lengths
    )
