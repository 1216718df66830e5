"""The small checks a Block Kit shape is made of. A check names what is wrong with a value, and where."""

from collections.abc import Callable, Iterator
from typing import Any

Check = Callable[[Any, str], Iterator[str]]
"""(value, its JSON pointer) -> problems, worded as Slack words them."""


def problem(says: str, pointer: str) -> str:
    return f"[ERROR] {says} [json-pointer:{pointer or '/'}]"


def string(most: int, least: int = 1) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield problem("must be a string", at)
        elif len(value) < least:
            yield problem(f"must be more than {least - 1} characters", at)
        elif len(value) > most:
            yield problem(f"must be less than {most + 1} characters", at)

    return check


def number(low: int, high: int) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield problem("must be an integer", at)
        elif not low <= value <= high:
            yield problem(f"must be between {low} and {high}", at)

    return check


def boolean(value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield problem("must be a boolean", at)


def anything(value: Any, at: str) -> Iterator[str]:
    yield from ()


def one_of(*names: str) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        if value not in names:
            yield problem(f"must be one of {', '.join(names)}", at)

    return check


def many(check: Check, most: int, least: int = 1) -> Check:
    def check_all(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield problem("must be an array", at)
        elif len(value) < least:
            yield problem(f"no fewer than {least} items required", at)
        elif len(value) > most:
            yield problem(f"no more than {most} items allowed", at)
        else:
            for index, item in enumerate(value):
                yield from check(item, f"{at}/{index}")

    return check_all


def shape(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    """An object with these keys and no others: Slack refuses a whole message for one unknown key."""
    known = required | (optional or {})

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must be an object", at)
            return
        for key in required.keys() - value.keys():
            yield problem(f"missing required field: {key}", at)
        for key, item in value.items():
            if key in known:
                yield from known[key](item, f"{at}/{key}")
            elif key != "type":
                yield problem(f"invalid additional property: {key}", at)

    return check


def text(most: int, *kinds: str, least: int = 1) -> Check:
    """A text object. Without `kinds` it may be plain or mrkdwn."""
    inside = {"plain_text": shape({"text": string(most, least)}, {"emoji": boolean})}
    inside["mrkdwn"] = shape({"text": string(most, least)}, {"verbatim": boolean})
    return typed(inside, *(kinds or ("plain_text", "mrkdwn")))


def typed(shapes: dict[str, Check], *names: str) -> Check:
    """An object whose `type` is one of the names (or any of the table), checked as the table says."""

    def check(value: Any, at: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in shapes or (names and kind not in names):
            yield problem(f"unsupported type: {kind}", f"{at}/type")
        else:
            yield from shapes[kind](value, at)

    return check


def all_of(*checks: Check) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        for one in checks:
            yield from one(value, at)

    return check


def exactly_one(*keys: str) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        if sum(key in value for key in keys) != 1:
            yield problem(f"must define exactly one of {', '.join(keys)}", at)

    return check
