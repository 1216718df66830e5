"""Words as HTML: checked by a parser that is as strict as Telegram's."""

import pytest

from bot.desk.words import Span, Style, Words
from bot.sandbox.telegram.markup import parsed
from bot.views.telegram.words import MOST, markup, parts, plain, units

BOLD_AND_ITALIC = (Span(Style.BOLD, 0, 4), Span(Style.ITALIC, 2, 6))


@pytest.mark.parametrize(
    ("words", "html"),
    [
        (Words("a < b & c > d"), "a &lt; b &amp; c &gt; d"),
        (Words("<b>not bold</b>"), "&lt;b&gt;not bold&lt;/b&gt;"),
        (Words("bold", (Span(Style.BOLD, 0, 4),)), "<b>bold</b>"),
        (Words("👋 hi", (Span(Style.BOLD, 2, 4),)), "👋 <b>hi</b>"),
        (Words("abcdef", BOLD_AND_ITALIC), "<b>ab<i>cd</i></b><i>ef</i>"),
        (
            Words("both", (Span(Style.ITALIC, 0, 4), Span(Style.QUOTE, 0, 4))),
            "<blockquote><i>both</i></blockquote>",
        ),
        (Words("code", (Span(Style.CODE, 0, 4), Span(Style.BOLD, 1, 2))), "<code>code</code>"),
        (Words("twice", (Span(Style.BOLD, 0, 5), Span(Style.BOLD, 1, 3))), "<b>twice</b>"),
        (Words("too far", (Span(Style.STRIKE, 4, 99),)), "too <s>far</s>"),
        (Words("nothing", (Span(Style.BOLD, 3, 3), Span(Style.BOLD, 9, 12))), "nothing"),
        (Words("مرحبا بكم", (Span(Style.UNDERLINE, 0, 5),)), "<u>مرحبا</u> بكم"),
        (
            Words("here", (Span(Style.LINK, 0, 4, 'https://a.example/?q="><b>&x=1'),)),
            '<a href="https://a.example/?q=&quot;&gt;&lt;b&gt;&amp;x=1">here</a>',
        ),
        (Words("run", (Span(Style.LINK, 0, 3, "javascript:alert(1)"),)), "run"),
        (Words("user", (Span(Style.LINK, 0, 4, "tg://user?id=1"),)), "user"),
    ],
)
def test_words_become_html_that_says_the_same(words: Words, html: str) -> None:
    assert markup(words) == html
    assert parsed(html)[0] == words.text
    assert plain(html) == words.text


@pytest.mark.parametrize("style", list(Style))
def test_every_style_is_one_that_telegram_knows(style: Style) -> None:
    html = markup(Words("👍 looks", (Span(style, 2, 7, "https://a.example"),)))
    text, entities = parsed(html)
    assert text == "👍 looks"
    assert [(entity["offset"], entity["length"]) for entity in entities] == [(3, 5)]


def test_a_short_text_is_one_part() -> None:
    assert parts(Words(" hello ")) == [Words("hello")]


def test_nothing_has_no_parts() -> None:
    assert parts(Words(" \n ")) == []


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("one two\n\nthree four", 12, ["one two", "three four"]),
        ("one two\nthree four", 12, ["one two", "three four"]),
        ("One two. Three four", 13, ["One two.", "Three four"]),
        ("one two three", 10, ["one two", "three"]),
        ("x\n\nlong tail of words", 16, ["x\n\nlong tail of", "words"]),
        ("wordwithoutend", 5, ["wordw", "ithou", "tend"]),
        ("👍👍👍", 4, ["👍👍", "👍"]),
        ("👍👍👍", 5, ["👍👍", "👍"]),
        ("👍", 1, ["👍"]),
    ],
)
def test_a_long_text_is_cut_where_it_hurts_least(text: str, most: int, cut: list[str]) -> None:
    assert [part.text for part in parts(Words(text), most)] == cut


def test_formatting_goes_on_in_the_next_part() -> None:
    one, two = parts(Words("bold words", (Span(Style.BOLD, 2, 8),)), 6)
    assert (markup(one), markup(two)) == ("bo<b>ld</b>", "<b>wor</b>ds")


def test_no_part_is_longer_than_telegram_takes() -> None:
    text = ("emoji 👩‍👩‍👧‍👦 and words, " * 900).strip()
    found = parts(Words(text, (Span(Style.ITALIC, 0, len(text)),)))
    assert len(found) > 1
    assert all(units(part.text) <= MOST for part in found)
    assert "".join("".join(part.text.split()) for part in found) == "".join(text.split())
