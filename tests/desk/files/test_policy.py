"""Which files may be passed on, and as what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.files.policy import (
    MEGABYTE,
    MOST_TO_CUSTOMERS,
    File,
    Reason,
    clean,
    ending,
    in_words,
    kind_for_customers,
    reason,
    refusal,
)
from bot.desk.files.tables import Kind
from bot.desk.practice import DANGEROUS


def document(name: str = "a.pdf", size: int | None = 1, *, elsewhere: bool = False) -> File:
    return File(Kind.DOCUMENT, "F1", name, size=size, elsewhere=elsewhere)


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        (document(), None),
        (document(size=None), None),
        (document(size=20 * MEGABYTE), None),
        (document(size=20 * MEGABYTE + 1), Reason.TOO_LARGE),
        (document("setup.exe"), Reason.DANGEROUS),
        (document("Invoice.pdf.EXE"), Reason.DANGEROUS),
        (document("run.js. "), Reason.DANGEROUS),
        (document("harmless\u202efdp.exe"), Reason.DANGEROUS),
        (document("exe"), None),
        (document("setup.exe.txt"), None),
        (document("a.pdf", elsewhere=True), Reason.ELSEWHERE),
    ],
)
def test_a_file_stays_behind_for_one_reason(file: File, wanted: Reason | None) -> None:
    assert reason(file, 20 * MEGABYTE, DANGEROUS) is wanted


def test_what_is_dangerous_is_the_operators_to_say() -> None:
    assert reason(document("setup.exe"), MEGABYTE, ()) is None
    assert reason(document("notes.txt"), MEGABYTE, {"txt"}) is Reason.DANGEROUS


@given(st.text(max_size=400))
def test_a_name_can_stand_anywhere_and_keeps_its_ending(name: str) -> None:
    cleaned = clean(f"{name}.exe")
    assert 0 < len(cleaned) <= 120
    assert cleaned.isprintable()
    assert not set("/\\") & set(cleaned)
    assert ending(cleaned) == "exe"


@pytest.mark.parametrize(
    ("mime", "size", "wanted"),
    [
        ("image/jpeg", 10 * MEGABYTE, Kind.PHOTO),
        ("image/png", None, Kind.PHOTO),
        ("image/png", 10 * MEGABYTE + 1, Kind.DOCUMENT),
        ("image/svg+xml", 1, Kind.DOCUMENT),
        ("audio/ogg", 1, Kind.VOICE),
        ("audio/mpeg", 1, Kind.AUDIO),
        ("video/mp4", 1, Kind.VIDEO),
        ("video/quicktime", 1, Kind.DOCUMENT),
        ("text/html", 1, Kind.DOCUMENT),
    ],
)
def test_a_file_is_sent_as_what_a_phone_shows_best(mime: str, size: int | None, wanted: Kind) -> None:
    assert kind_for_customers(mime, size) is wanted


@pytest.mark.parametrize(
    ("size", "said"),
    [(None, ""), (0, "0 B"), (1023, "1023 B"), (1024, "1 KB"), (MEGABYTE, "1 MB"), (MEGABYTE + 1, "2 MB")],
)
def test_a_size_is_said_in_words(size: int | None, said: str) -> None:
    assert in_words(size) == said


def test_an_agent_reads_why_and_what_to_do() -> None:
    large = refusal("too_large", "a.zip", 73 * MEGABYTE).sentence
    assert "a.zip (73 MB) was not passed on: Telegram takes at most 50 MB" in large
    assert "this desk does not pass on files of that kind" in refusal("dangerous", "a.exe", 1).sentence
    assert "kept outside Slack" in refusal("elsewhere", "a.doc", None).sentence
    assert in_words(MOST_TO_CUSTOMERS) == "50 MB"
