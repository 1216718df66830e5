import json
from typing import Any

import pytest

from bot.intake.storable import DEEPEST, storable


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("plain", "plain"),
        ("a\0b", "a\ufffdb"),
        ("\ud83d", "\ufffd"),
        ("\ude00 first", "\ufffd first"),
        ("\ud83d\ud83d", "\ufffd\ufffd"),
        ("😀\0", "😀\ufffd"),
        ("\\u0000 is written", "\\u0000 is written"),
        ("\\\0", "\\\ufffd"),
        ('"\n\t\x01', '"\n\t\x01'),
    ],
)
def test_only_what_no_database_holds_is_replaced(said: str, kept: str) -> None:
    raw, text = storable({said: [said]})
    assert raw == json.loads(text) == {kept: [kept]}
    assert len(kept) == len(said)


def test_what_can_be_stored_is_left_alone() -> None:
    raw = {"a": ["😀", 1, None]}
    assert storable(raw)[0] is raw


def test_what_is_nested_without_end_is_kept_as_far_as_anybody_reads() -> None:
    deep: dict[str, Any] = {}
    for _ in range(5000):
        deep = {"a": deep}
    raw, text = storable({"update_id": 7, "b": deep})
    assert raw["update_id"] == 7
    assert text.count('"a"') == DEEPEST - 1
