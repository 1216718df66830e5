"""The desk's words as rich text: as they look, and never as markup."""

import json
from itertools import permutations
from typing import Any

import pytest

from bot.desk.practice import Practice, Team
from bot.desk.words import Span, Style, Words
from bot.sandbox.slack.lint import lint_blocks
from bot.views.slack.words import LONGEST, LONGEST_TEXT, block, escaped, fallback
from handlers.slack.words import heard

Json = dict[str, Any]

PRACTICE = Practice(name="Acme", teams=(Team("billing", "C1"),))


def parts(words: Words) -> list[Json]:
    elements: list[Json] = block(words)["elements"]
    return elements


def inline(words: Words) -> list[Json]:
    [section] = parts(words)
    assert section["type"] == "rich_text_section"
    elements: list[Json] = section["elements"]
    return elements


@pytest.mark.parametrize("said", ["<!channel> come", "<@U123> hi", "<a href='x'>y</a>", "*a* _b_ `c` :x:", "&amp; & <"])
def test_whatever_a_customer_writes_stays_the_text_it_is(said: str) -> None:
    assert inline(Words(said)) == [{"type": "text", "text": said}]


def test_spans_within_each_other_become_runs_with_all_their_styles() -> None:
    words = Words("abcdef", (Span(Style.BOLD, 0, 4), Span(Style.ITALIC, 2, 6), Span(Style.CODE, 3, 4)))
    assert inline(words) == [
        {"type": "text", "text": "ab", "style": {"bold": True}},
        {"type": "text", "text": "c", "style": {"bold": True, "italic": True}},
        {"type": "text", "text": "d", "style": {"bold": True, "italic": True, "code": True}},
        {"type": "text", "text": "ef", "style": {"italic": True}},
    ]


def test_a_link_leads_where_it_says_and_only_to_the_web_or_a_person() -> None:
    good = Words("here", (Span(Style.LINK, 0, 4, "https://a.example"), Span(Style.BOLD, 0, 4)))
    assert inline(good) == [{"type": "link", "url": "https://a.example", "text": "here", "style": {"bold": True}}]
    for target in ("javascript:alert(1)", "slack://channel?id=C1", "https://" + "a" * 3000):
        assert inline(Words("here", (Span(Style.LINK, 0, 4, target),))) == [{"type": "text", "text": "here"}]


def test_code_and_quotes_stand_by_themselves_without_empty_lines() -> None:
    words = Words("Run\nls <x>\nok\nyou said", (Span(Style.PRE, 4, 10), Span(Style.QUOTE, 14, 22)))
    assert [part["type"].removeprefix("rich_text_") for part in parts(words)] == [
        "section",
        "preformatted",
        "section",
        "quote",
    ]
    assert [part["elements"][0]["text"] for part in parts(words)] == ["Run", "ls <x>", "ok", "you said"]


@pytest.mark.parametrize(
    "words", [Words(""), Words("\n", (Span(Style.PRE, 0, 1),)), Words("a", (Span(Style.BOLD, 0, 9),))]
)
def test_nothing_much_is_still_a_block_that_slack_takes(words: Words) -> None:
    assert lint_blocks("message", [block(words), block(words, "Ada")]) == []


@pytest.mark.parametrize("styles", list(permutations(Style, 2)))
def test_any_two_styles_across_each_other_make_a_block_that_slack_takes(styles: tuple[Style, Style]) -> None:
    first, second = styles
    words = Words("one\ntwo\nthree", (Span(first, 0, 8, "https://a.example"), Span(second, 4, 13, "https://b.example")))
    assert lint_blocks("message", [block(words, "Ada")]) == []
    said = "".join(element["text"] for part in parts(words) for element in part["elements"])
    assert said.replace("\n", "") == "onetwothree"


def test_what_goes_to_slack_and_comes_back_says_the_same() -> None:
    spans = (Span(Style.BOLD, 0, 3), Span(Style.LINK, 4, 8, "https://a.example"), Span(Style.ITALIC, 9, 13))
    words = Words("one here <!x> & 👋", spans)
    assert heard([block(words)], "", {}, PRACTICE).words == words


def test_a_very_long_text_is_cut_and_says_so() -> None:
    shown = block(Words("x" * (LONGEST + 1)))["elements"][0]["elements"]
    assert "".join(element["text"] for element in shown) == "x" * LONGEST + "…"


def test_a_posts_plain_text_is_cut_before_it_is_escaped() -> None:
    said = fallback("<" * (LONGEST_TEXT + 5))
    assert said.replace("&lt;", "") == "…"
    assert "<" not in escaped(json.dumps({"a": "<!channel>"}))
