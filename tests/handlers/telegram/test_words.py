"""Telegram's entities, counted in UTF-16, as spans counted in characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import MessageEntity

from bot.desk.words import Span, Style
from bot.sandbox.telegram.entities import units
from handlers.telegram.words import words


@pytest.mark.parametrize(
    ("kind", "style"),
    [
        ("bold", Style.BOLD),
        ("italic", Style.ITALIC),
        ("underline", Style.UNDERLINE),
        ("strikethrough", Style.STRIKE),
        ("spoiler", Style.SPOILER),
        ("code", Style.CODE),
        ("pre", Style.PRE),
        ("blockquote", Style.QUOTE),
        ("expandable_blockquote", Style.QUOTE),
    ],
)
def test_each_kind_of_entity_is_a_style(kind: str, style: Style) -> None:
    assert words("👋👋 hi", [MessageEntity(kind, 5, 2)]).spans == (Span(style, 3, 5),)


def test_a_link_keeps_where_it_leads() -> None:
    link = MessageEntity("text_link", 0, 4, url="https://a.example")
    assert words("here", [link]).spans == (Span(Style.LINK, 0, 4, "https://a.example"),)


@pytest.mark.parametrize("kind", ["url", "mention", "bot_command", "hashtag", "email", "custom_emoji", "of_next_year"])
def test_what_says_itself_needs_no_span(kind: str) -> None:
    assert words("@someone", [MessageEntity(kind, 0, 8)]).spans == ()


def test_entities_may_nest() -> None:
    found = words("a👍b", [MessageEntity("bold", 0, 4), MessageEntity("italic", 1, 2)])
    assert found.spans == (Span(Style.BOLD, 0, 3), Span(Style.ITALIC, 1, 2))


@pytest.mark.parametrize(("offset", "length"), [(5, 3), (0, 0), (-4, 2), (90, 5)])
def test_an_entity_outside_of_the_text_is_left_out(offset: int, length: int) -> None:
    assert words("short", [MessageEntity("bold", offset, length)]).spans == ()


@given(st.text(alphabet="aé漢👍👩‍👩\u0301", max_size=20), st.data())
def test_a_span_covers_what_the_entity_covered(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    entity = MessageEntity("bold", units(text[:start]), units(text[start:end]))
    expected = (Span(Style.BOLD, start, end),) if start < end else ()
    assert words(text, [entity]).spans == expected
