"""Whether an operator's pattern can be trusted with whatever a customer may write."""

import re
from collections.abc import Callable
from typing import Any

from bot.desk.privacy.masking import Pattern

MOST_WAYS = 5_000
"""Ways to try a pattern at one place of a text. A message has 4096 places: the worst takes a fraction of a second."""


TOO_MANY = MOST_WAYS + 1


class BadPattern(ValueError):
    """The argument says what is wrong with it, for the operator."""


def pattern(name: str, written: str) -> Pattern:
    """Raises `BadPattern`."""
    try:
        compiled = re.compile(written)
    except re.error as error:
        raise BadPattern(f"this is no regular expression: {error}") from error
    if compiled.match("") or _shortest(written) == 0:
        raise BadPattern("it matches nothing at all, and so everywhere")
    if ways(written) > MOST_WAYS:
        raise BadPattern(
            "a text could keep it busy for ever: say how often at most, as in \\d{4,12} instead of \\d+, "
            "and do not repeat what repeats"
        )
    return Pattern(name, compiled)


def ways(written: str) -> int:
    """In how many ways it can be tried at one place, at most; `TOO_MANY` for all that are more than `MOST_WAYS`."""
    return _of_all(_parsed(written))


def _shortest(written: str) -> int:
    return int(_parsed(written).getwidth()[0])


def _parsed(written: str) -> Any:
    """As the library itself reads it; nothing public says as much."""
    return re._parser.parse(written)


def _of_all(items: Any) -> int:
    """One after another: each way of the first with each of the next."""
    total = 1
    for operation, argument in items:
        total = min(total * _of_one(str(operation), argument), TOO_MANY)
    return total


def _of_one(operation: str, argument: Any) -> int:
    inner = _INSIDE.get(operation)
    return inner(argument) if inner else 1


def _repeated(argument: Any) -> int:
    """As often as it may be, each time in each of its own ways."""
    least, most, body = argument
    once, so_often, total = _of_all(body), 1, 0
    if most > MOST_WAYS:
        return TOO_MANY
    for times in range(most + 1):
        total += so_often if times >= least else 0
        so_often = min(so_often * once, TOO_MANY)
    return min(total, TOO_MANY)


_INSIDE: dict[str, Callable[[Any], int]] = {
    "MAX_REPEAT": _repeated,
    "MIN_REPEAT": _repeated,
    "POSSESSIVE_REPEAT": _repeated,
    "SUBPATTERN": lambda argument: _of_all(argument[-1]),
    "ATOMIC_GROUP": _of_all,
    "ASSERT": lambda argument: _of_all(argument[1]),
    "ASSERT_NOT": lambda argument: _of_all(argument[1]),
    "BRANCH": lambda argument: sum(_of_all(branch) for branch in argument[1]),
    "GROUPREF_EXISTS": lambda argument: _of_all(argument[1]) + _of_all(argument[2] or ()),
}
"""What holds more of the pattern; anything else is tried in one way."""
