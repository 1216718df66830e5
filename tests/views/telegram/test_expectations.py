"""When an answer may be expected, in words, in every language; and the line that says how a ticket stands."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.outgoing import Notice
from bot.desk.people.languages import LANGUAGES
from bot.desk.service_levels.expectations import DueBy, Expectation, Overdue, Usually, WhenOpen
from bot.desk.service_levels.nearness import near
from bot.desk.tickets.life import Status
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Ticket
from bot.sandbox.telegram.markup import parsed
from bot.views.telegram.expectations import expected
from bot.views.telegram.facts import Facts
from bot.views.telegram.notices import notice
from bot.views.telegram.status_line import ended, status_line
from tests.views.telegram.test_notices import BEN, PRACTICE, ada, labels, text, ticket

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)  # a Monday; ten o'clock in Warsaw
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def by(hours: float) -> DueBy:
    return DueBy(near(NOW + hours * HOUR, NOW, "Europe/Warsaw"))


def closed(opens: float, due: float) -> WhenOpen:
    return WhenOpen(*(near(NOW + hours * HOUR, NOW, "Europe/Warsaw") for hours in (opens, due)))


def usually(half: timedelta, most: timedelta) -> Usually:
    return Usually(half, most, NOW)


ALL: dict[str, Expectation] = {
    "We answer by 14:10 today.": by(4 + 1 / 6),
    "We answer by 09:30 tomorrow.": by(23.5),
    "We answer by 10:00 on Thursday.": by(72),
    "We answer by 10:00 on Mon, Nov 30.": by(14 * 24),
    "We are closed now and open again today at 11:00. We answer by 12:00 then.": closed(1, 2),
    "We are closed now and open again tomorrow at 09:00. We answer by 10:00 then.": closed(23, 24),
    "We are closed now and open again on Wednesday at 09:00. We answer by 10:00 on Thursday.": closed(47, 72),
    "We are closed now and open again on Mon, Nov 30 at 09:00. We answer by 10:00 then.": closed(335, 336),
    "Half of such questions have an answer within 15 minutes, and most within 2 hours.": usually(
        11 * MINUTE, 61 * MINUTE
    ),
    "Such questions usually have an answer within 1 day.": usually(23.5 * HOUR, 24 * HOUR),
    "This takes longer than it should. We are sorry, and have not forgotten you.": Overdue(),
}


@pytest.mark.parametrize(("words", "expectation"), ALL.items())
def test_it_reads_as_a_person_would_say_it(words: str, expectation: Expectation) -> None:
    assert parsed(expected(expectation, "en"))[0] == words


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
@pytest.mark.parametrize("expectation", ALL.values())
def test_it_is_translated_with_the_same_hours(expectation: Expectation, language: str) -> None:
    said, entities = parsed(expected(expectation, language))
    english, others = parsed(expected(expectation, "en"))
    assert said != english
    assert not {"{", "}"} & set(said)
    assert [each["unix_time"] for each in entities] == [each["unix_time"] for each in others]


def test_a_time_carries_the_moment_so_that_a_phone_elsewhere_can_show_its_own() -> None:
    said, [entity] = parsed(expected(by(4), "en"))
    assert said[entity["offset"] :][: entity["length"]] == "14:00"
    assert entity["unix_time"] == (NOW + 4 * HOUR).timestamp()


def test_where_nothing_is_known_nothing_is_said() -> None:
    assert expected(None, "en") == ""


@pytest.mark.parametrize(
    "which",
    [Notice.OPENED, Notice.FOLLOW_UP, Notice.REOPENED, Notice.CATEGORY_SET, Notice.PERSON_COMING, Notice.STATUS],
)
def test_what_acknowledges_a_question_says_when_it_is_answered(which: Notice) -> None:
    held = ticket()
    live = [Sheet(held, ada(), None, None)]
    told = notice(which, Facts(ada(), PRACTICE, held, live, "payments", {held.id: by(4)}))
    assert "We answer by 14:00 today." in text(told)


def sheet(status: Status = Status.OPEN, **changed: object) -> Sheet:
    held: Ticket = ticket(status=status, owner="U1", subject="My bill")
    for name, value in changed.items():
        setattr(held, name, value)
    return Sheet(held, ada(), BEN, None)


@pytest.mark.parametrize(
    ("shown", "expectation", "words"),
    [
        (sheet(), by(4), "#1042 · My bill\nBen is looking into it\nWe answer by 14:00 today."),
        (sheet(), None, "#1042 · My bill\nBen is looking into it"),
        (sheet(category="payments"), None, "#1042 · My bill\nPayments & <more>\nBen is looking into it"),
        (sheet(Status.PENDING), None, "#1042 · My bill\nWe have answered and wait for you · Ben"),
        (
            sheet(Status.ON_HOLD, on_hold_until=NOW + 48 * HOUR, snoozed_until=NOW + 72 * HOUR),
            None,
            "#1042 · My bill\nWe wait for somebody else's answer · Ben\n"
            "We look at it again on Wed, Nov 18 at the latest.",
        ),
        (
            sheet(snoozed_until=NOW + 14 * HOUR),  # after midnight in Warsaw
            Overdue(),
            "#1042 · My bill\nBen is looking into it\nWe look at it again on Tue, Nov 17 at the latest.\nThis takes",
        ),
        (
            sheet(snoozed_until=NOW + 48 * HOUR),
            by(4),
            "#1042 · My bill\nBen is looking into it\nWe answer by 14:00 today.",
        ),
        (sheet(on_hold_until=NOW + HOUR), None, "#1042 · My bill\nBen is looking into it"),
        (sheet(Status.SOLVED), None, "#1042 · My bill is closed."),
        (
            sheet(Status.CLOSED, merged_into=1040),
            None,
            "From now on we look at #1042 and #1040 together, under the number #1040.",
        ),
    ],
)
def test_the_line_says_in_short_how_the_ticket_stands(
    shown: Sheet, expectation: Expectation | None, words: str
) -> None:
    assert text(status_line(shown, expectation, replace(PRACTICE, timezone="Europe/Warsaw"))).startswith(words)


def test_the_line_goes_on_asking_what_it_is_about_until_somebody_says_so_or_it_is_over() -> None:
    assert labels(status_line(sheet(), None, PRACTICE)) == ["Payments & <more>"]
    for over in (sheet(category="payments"), sheet(Status.SOLVED)):
        assert labels(status_line(over, None, PRACTICE)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_status_and_the_line_say_when_what_is_put_aside_comes_back(language: str) -> None:
    asking = ada(language)
    held = sheet(Status.ON_HOLD, on_hold_until=NOW + 48 * HOUR)._replace(customer=asking)
    line = text(status_line(held, None, PRACTICE)).splitlines()
    assert "18" in line[2]
    assert line[2] in text(notice(Notice.STATUS, Facts(asking, PRACTICE, live=[held])))


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_an_erased_ticket_only_its_number_is_said(language: str) -> None:
    assert "#1042" in text(ended(1042, language))
