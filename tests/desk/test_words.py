from hypothesis import given
from hypothesis import strategies as st

from bot.desk.words import Span, Style, Words, spans_from, straight

BOLD = Style.BOLD


def test_a_part_keeps_the_spans_that_reach_into_it() -> None:
    words = Words("one two three", (Span(BOLD, 0, 7), Span(Style.LINK, 4, 7, "https://example.org"), Span(BOLD, 8, 13)))
    assert words.part(4, 8) == Words("two ", (Span(BOLD, 0, 3), Span(Style.LINK, 0, 3, "https://example.org")))


@given(st.text(alphabet=" \n\tab", max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_trimming_moves_the_spans_with_their_text(text: str, start: int, end: int) -> None:
    words = Words(text, (Span(BOLD, start, end),))
    trimmed = words.trimmed()
    assert trimmed.text == text.strip()
    bold = "".join(trimmed.text[span.start : span.end] for span in trimmed.spans)
    assert bold.strip() == text[start:end].strip()


@given(st.text(), st.integers(2, 40))
def test_the_first_words_fit_on_one_line(text: str, most: int) -> None:
    first = Words(text).first(most)
    assert len(first) <= most
    assert first.split() == first.split("\n")[0].split()
    whole = " ".join(straight(text).split())
    assert first == whole if len(whole) <= most else first.endswith("…") and whole.startswith(first[:-1])


def test_the_first_words_turn_nothing_around() -> None:
    assert Words("\u202eevil\u2066 words").first(40) == "evil words"


def test_the_first_words_end_at_a_words_end_where_one_is_near() -> None:
    assert Words("The lamp is broken").first(14) == "The lamp is…"
    assert Words("a Donaudampfschifffahrt").first(12) == "a Donaudamp…"


def test_spans_are_read_as_json_keeps_them() -> None:
    assert spans_from([["bold", 0, 4, ""]]) == (Span(BOLD, 0, 4),)
    assert Words(" \n").blank
    assert not Words(" x ").blank
