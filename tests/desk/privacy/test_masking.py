"""What is hidden, what is not, and that nothing else about a text changes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from bot.desk.privacy.masking import SIGN, WIDE_SIGN, Pattern, masked, masked_words
from bot.desk.words import Span, Style, Words

IBAN = Pattern("IBAN", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b"))
SECRET = Pattern("secret", re.compile(r"secret \S{1,20}"))

CARDS = [
    ("4242424242424242", "••••••••••••4242"),
    ("4242 4242 4242 4242", "•••• •••• •••• 4242"),
    ("4242-4242-4242-4242", "••••-••••-••••-4242"),
    ("4242 - 4242 - 4242 - 4242", "•••• - •••• - •••• - 4242"),
    ("4242\u00a04242\u00a04242\u00a04242", "••••\u00a0••••\u00a0••••\u00a04242"),
    ("4242\u200b42424242\u00ad4242", "••••\u200b••••••••\u00ad4242"),
    ("４２４２４２４２４２４２４２４２", "••••••••••••４２４２"),
    ("4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2", "• • • • • • • • • • • • 4 2 4 2"),
    ("3782 822463 10005", "•••• •••••• •0005"),
    ("30569309025904", "••••••••••5904"),
    ("6200 0000 0000 0000 000", "•••• •••• •••• •••0 000"),
    ("4222222222222", "•••••••••2222"),
    ("Karta4242424242424242, dziękuję", "Karta••••••••••••4242, dziękuję"),
    ("卡号4242424242424242。", "卡号••••••••••••4242。"),
    ("4242 4242 4242 4242 12/27 123", "•••• •••• •••• 4242 12/27 123"),
    ("4242 4242 4242 4242 1227 123", "•••• •••• •••• 4242 1227 123"),
    ("Order 12345 4242 4242 4242 4242", "Order 12345 •••• •••• •••• 4242"),
    ("+48 600 100 200 4242 4242 4242 4242", "+48 600 100 200 •••• •••• •••• 4242"),
    ("5555555555554444 and 378282246310005", "••••••••••••4444 and •••••••••••0005"),
    ("5555 5555 5555 4444 4242 4242 4242 4242", "•••• •••• •••• 4444 •••• •••• •••• 4242"),
    ("https://shop.example/pay?card=4242424242424242", "https://shop.example/pay?card=••••••••••••4242"),
    ("4242424242424242.pdf", "••••••••••••4242.pdf"),
]

NO_CARDS = [
    "Order 4242 4242 4242 4243",  # the check digit is wrong
    "Order 1234567812345670",  # nobody issues such numbers
    "4242 4242",
    "+49 1511 2345678",
    "+4915112345674",
    "00491511234567",
    "491 511 234 567 4",  # in threes
    "52.22967561234567, 21.0122287",
    "2026-03-02 09:12:33.123456",
    "1700000000.123456",
    "42424242424242424242424242",
    "parcel 00340434161094042557",
]


@pytest.mark.parametrize(("text", "kept"), CARDS, ids=[text for text, _ in CARDS])
def test_a_card_keeps_its_last_four_digits(text: str, kept: str) -> None:
    assert masked(text) == kept


@pytest.mark.parametrize("text", NO_CARDS)
def test_what_only_looks_like_a_card_stays(text: str) -> None:
    assert masked(text) == text


def test_a_pattern_hides_all_that_it_matches_but_white_space() -> None:
    assert masked("Pay PL61 1090 1014 0000 0712 1981 2874!", [IBAN]) == "Pay •••• •••• •••• •••• •••• •••• ••••!"
    assert masked("my secret ab𝟜c, really", [SECRET]) == f"my •••••• ••{WIDE_SIGN}•• really"


def test_a_link_hides_it_too_and_its_span_stays_where_it_was() -> None:
    words = Words("pay here 4242424242424242", (Span(Style.LINK, 4, 8, "https://pay.example/4242424242424242"),))
    hidden = masked_words(words)
    assert hidden.text == "pay here ••••••••••••4242"
    assert hidden.spans == (Span(Style.LINK, 4, 8, "https://pay.example/••••••••••••4242"),)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


digits = st.text("0123456789", min_size=1, max_size=24)
separators = st.sampled_from(["", " ", "-", "  ", ".", "\u00a0", " - "])
confusing = st.lists(st.one_of(digits, separators, st.sampled_from(["+", "4242", "•", "a", "😀", "４２"]))).map("".join)


@given(st.one_of(st.text(), confusing))
def test_what_was_hidden_once_stays_as_it_is_and_no_offset_moves(text: str) -> None:
    once = masked(text, [IBAN, SECRET])
    assert masked(once, [IBAN, SECRET]) == once
    assert (len(once), units(once)) == (len(text), units(text))
    assert all(new in (old, SIGN, WIDE_SIGN) for old, new in zip(text, once, strict=True))


@st.composite
def cards(draw: st.DrawFn) -> str:
    prefix, length = draw(
        st.sampled_from([("4", 16), ("51", 16), ("2221", 16), ("37", 15), ("36", 14), ("6011", 16), ("62", 19)])
    )
    rest = draw(st.text("0123456789", min_size=length - len(prefix) - 1, max_size=length - len(prefix) - 1))
    return f"{prefix}{rest}{luhn.calc_check_digit(prefix + rest)}"


@given(
    cards(), separators, st.sampled_from(["", "my card: ", "karta nr ", "😀 "]), st.sampled_from(["", " ok", "!", "😀"])
)
def test_every_card_is_hidden_however_it_is_written(card: str, separator: str, before: str, after: str) -> None:
    groups = [card[start : start + 4] for start in range(0, len(card), 4)]
    hidden = masked(f"{before}{separator.join(groups)}{after}")
    assert [sign for sign in hidden if sign.isdecimal()] == list(card[-4:])
    assert hidden.startswith(before)
    assert hidden.endswith(after)
