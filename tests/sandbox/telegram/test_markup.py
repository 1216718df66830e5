import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.telegram.entities import as_html, checked, noticed, trimmed, units
from bot.sandbox.telegram.markup import parsed
from bot.sandbox.telegram.refusals import Refusal

Short = tuple[str, int, int]


def short(source: str) -> tuple[str, list[Short]]:
    text, entities = parsed(source)
    return text, [(entity["type"], entity["offset"], entity["length"]) for entity in entities]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>Hi</b> Ada", "Hi Ada", [("bold", 0, 2)]),
        ("<strong>a</strong><em>b</em><ins>c</ins><del>d</del>", "abcd", [
            ("bold", 0, 1), ("italic", 1, 1), ("underline", 2, 1), ("strikethrough", 3, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<B>a</>", "a", [("bold", 0, 1)]),
        ("😀<b>b</b>", "😀b", [("bold", 2, 1)]),
        ("👩‍👩‍👧<b>👍🏽</b>", "👩‍👩‍👧👍🏽", [("bold", 8, 4)]),
        ("שלום <b>עולם</b>", "שלום עולם", [("bold", 5, 4)]),
        ("<tg-spoiler>x</tg-spoiler><span class='tg-spoiler'>y</span>", "xy", [
            ("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("<b></b>x", "x", []),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2 &quot;ok&quot; &#65;&#x1F600;", '1 < 2 && 3 > 2 "ok" A😀', []),
        ("AT&T &nbsp; &#0; & fine", "AT&T &nbsp; &#0; & fine", []),
        ("a > b", "a > b", []),
        ("<a href='nowhere'>words stay</a>", "words stay", []),
    ],
)  # fmt: skip
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[Short]) -> None:
    assert short(source) == (text, entities)


def test_links_carry_their_address() -> None:
    _, entities = parsed('<a href="https://x.test/?a=1&amp;b=2">x</a> <a>y.test</a> <a href="tg://user?id=7">z</a>')
    assert entities[0]["url"] == "https://x.test/?a=1&b=2"
    assert entities[1]["url"] == "http://y.test"
    assert (entities[2]["type"], entities[2]["user"]) == ("text_mention", {"id": 7})


def test_a_language_belongs_to_the_whole_block() -> None:
    _, entities = parsed('<pre><code class="language-python">x</code></pre>')
    assert entities == [{"type": "pre", "offset": 0, "length": 1, "language": "python"}]
    _, entities = parsed('<code class="language-python">x</code>')
    assert entities == [{"type": "code", "offset": 0, "length": 1}]


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("é<h1>a</h1>", 'Unsupported start tag "h1" at byte offset 2'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<script>", 'Unsupported start tag "script" at byte offset 0'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b x>a</b>", 'Expected equal sign in declaration of an attribute of the tag "b" at byte offset 0'),
        ('<b ="x">a</b>', 'Empty attribute name in the tag "b" at byte offset 0'),
        ("<a href=x/y>a</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
    ],
)
def test_what_the_server_cannot_parse_it_names_with_its_place(source: str, complaint: str) -> None:
    with pytest.raises(Refusal) as refused:
        parsed(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {complaint}"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_escaping_whole(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parsed(f"<b>{escaped}</b>")[0] == text


@given(st.text(alphabet="<>/ab =\"'&;ié😀 "))
def test_parsing_ends_in_a_text_or_in_a_refusal(source: str) -> None:
    text, entities = parsed("")
    with contextlib.suppress(Refusal):
        text, entities = parsed(source)
    assert all(0 <= one["offset"] < one["offset"] + one["length"] <= units(text) for one in entities)


def test_white_space_at_the_ends_goes_and_entities_follow() -> None:
    text, entities = trimmed("  😀 hi \n", [{"type": "bold", "offset": 0, "length": 8}])
    assert text == "😀 hi"
    assert entities == [{"type": "bold", "offset": 0, "length": 5}]


def test_commands_links_and_mentions_are_noticed_but_not_in_code() -> None:
    text = "/start@desk_bot see https://x.test/a. or @ada_l, mail a@b.test"
    found = noticed(text, [])
    words = [(one["type"], text[one["offset"] : one["offset"] + one["length"]]) for one in found]
    assert words == [
        ("bot_command", "/start@desk_bot"),
        ("url", "https://x.test/a"),
        ("mention", "@ada_l"),
        ("email", "a@b.test"),
    ]
    code = [{"type": "code", "offset": 0, "length": len(text)}]
    assert noticed(text, code) == code


@pytest.mark.parametrize("text", ["and/or", "1/2", "a//b", "</b>"])
def test_a_slash_inside_a_word_is_no_command(text: str) -> None:
    assert noticed(text, []) == []


@pytest.mark.parametrize(
    ("entity", "complaint"),
    [
        ({"type": "bold", "offset": 0, "length": 9}, "ends after the end of the text"),
        ({"type": "bold", "offset": 1, "length": 2}, "in a middle of a UTF-16 symbol"),
        ({"type": "shiny", "offset": 0, "length": 2}, "unsupported type"),
        ({"type": "bold", "offset": 0}, "must be of type Number"),
        ({"type": "text_link", "offset": 0, "length": 2}, "url"),
    ],
)
def test_an_entity_that_does_not_fit_is_refused(entity: dict[str, object], complaint: str) -> None:
    with pytest.raises(Refusal, match=complaint):
        checked("😀ab", [entity])


def test_html_for_the_page_escapes_and_nests_even_crossing_entities() -> None:
    assert as_html("a<b", []) == "a&lt;b"
    nested = [{"type": "bold", "offset": 0, "length": 3}, {"type": "italic", "offset": 2, "length": 1}]
    assert as_html("😀x", nested) == "<b>😀<i>x</i></b>"
    crossing = [{"type": "bold", "offset": 0, "length": 2}, {"type": "italic", "offset": 1, "length": 2}]
    assert as_html("abc", crossing) == "<b>a<i>b</i></b><i>c</i>"
    link = [{"type": "text_link", "offset": 0, "length": 1, "url": 'https://x.test/"'}]
    assert as_html("x", link) == '<a href="https://x.test/&quot;">x</a>'
