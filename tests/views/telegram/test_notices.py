"""Every notice in every language, read by a parser as strict as Telegram's."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.desk.escalation.chains import Chain, Escalating, Step
from bot.desk.outgoing import Notice
from bot.desk.people.languages import LANGUAGES
from bot.desk.people.tables import Agent, Customer
from bot.desk.practice import Category, Practice, Team
from bot.desk.refusals import NoSuchTicket
from bot.desk.surveys.reading import MOST_LATELY, Over
from bot.desk.surveys.tables import Survey
from bot.desk.tickets.life import Status
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Ticket
from bot.sandbox.telegram.markup import parsed
from bot.views.telegram.buttons import read
from bot.views.telegram.catalogue import texts
from bot.views.telegram.facts import Facts
from bot.views.telegram.menus import menu
from bot.views.telegram.notices import VIEWS, notice
from bot.views.telegram.screens import OFFERED_MOST, Screen
from bot.views.telegram.words import plain, units

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LABELS = {"en": "Payments & <more>", "pl": "Płatności"}
PRACTICE = Practice("Acme & Sons", (Team("Support", "C1"),), (Category("payments", LABELS, "Support"),))
BEN = Agent(id="U1", name="Ben Okri", teams=["Support"])
IN_CHARGE = "Do you want somebody in charge to look at a ticket? Just say so, or press the button for it in /status."
NASTY = 'My <b>bill & "things"</a> 👋'
ABOUT = {
    Notice.CATEGORY_SET: "payments",
    Notice.LANGUAGE_SET: "tr",
    Notice.REFUSED: json.dumps({"why": "NoSuchTicket", "fields": {"ticket": 7}}),
    Notice.FAULT: "7K3M9QXA",
    Notice.MERGED: "1043",
    Notice.UNMERGED: "1043",
    **dict.fromkeys((Notice.STILL_FIXED, Notice.STILL_FIXED_AGAIN, Notice.CONFIRMED), "12"),
    Notice.WENT_ELSEWHERE: "1043",
    Notice.CALL_BACK: "1772456400000",
    Notice.FILE_REFUSED: json.dumps({"name": NASTY, "size": 34 << 20, "why": "too_large"}),
}


def ada(language: str = "en") -> Customer:
    return Customer(id=1, chat=5, name="Ada", language=language, since=NOON)


def ticket(
    number: int = 1042,
    *,
    status: Status = Status.NEW,
    subject: str = NASTY,
    owner: str | None = None,
    category: str | None = None,
) -> Ticket:
    return Ticket(
        id=number,
        customer_id=1,
        team="Support",
        status=status,
        subject=subject,
        owner=owner,
        category=category,
        follows=1040,
        opened_at=NOON,
        customer_wrote_at=NOON,
    )


def live(*tickets: Ticket) -> list[Sheet]:
    return [Sheet(one, ada(), BEN if one.owner else None, None) for one in tickets]


def solved(**survey: Any) -> Over:
    """A ticket that was solved, with what was asked about it."""
    over = ticket(7, status=Status.SOLVED)
    over.solved_at = NOON
    return Over(over, Survey(ticket_id=7, customer_id=1, scale="1-5", solved_at=NOON, ask_at=NOON, **survey))


def drawn(which: Notice, language: str = "en", *, about: str | None = None, open_now: int = 2) -> Screen:
    tickets = live(*(ticket(1042 + number) for number in range(open_now)))
    told = ABOUT.get(which, "") if about is None else about
    return notice(which, Facts(ada(language), PRACTICE, ticket(), tickets, told))


def text(screen: Screen) -> str:
    return parsed(screen.html)[0]


def labels(screen: Screen) -> list[str]:
    return [label for row in screen.buttons for label, _ in row]


def test_there_is_a_view_for_every_notice() -> None:
    assert set(VIEWS) == set(Notice)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", list(Notice))
def test_every_notice_is_valid_in_every_language(which: Notice, language: str) -> None:
    screen = drawn(which, language)
    assert text(screen).strip() == plain(screen.html).strip() != ""
    assert "{" not in text(screen)
    assert all(read(data) for row in screen.buttons for _, data in row)
    assert all(label.strip() for label in labels(screen))


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
@pytest.mark.parametrize("which", list(Notice))
def test_every_notice_is_translated(which: Notice, language: str) -> None:
    assert text(drawn(which, language)) != text(drawn(which, "en"))


def test_the_acknowledgement_names_the_ticket_and_asks_what_it_is_about() -> None:
    screen = drawn(Notice.OPENED)
    assert "#1042" in text(screen)
    assert labels(screen) == ["Payments & <more>"]


def test_a_category_known_already_is_not_asked_for() -> None:
    facts = Facts(ada(), PRACTICE, ticket(category="payments"))
    assert notice(Notice.OPENED, facts).buttons == ()


def test_a_follow_up_names_both_tickets() -> None:
    assert {"#1040", "#1042"} <= set(text(drawn(Notice.FOLLOW_UP)).replace(":", " ").replace(".", " ").split())


def test_a_customers_words_stand_in_a_notice_as_they_were_written() -> None:
    assert NASTY in text(drawn(Notice.PLACED))


def test_the_status_says_who_has_it_and_what_is_next() -> None:
    tickets = live(ticket(1, owner="U1", status=Status.OPEN), ticket(2), ticket(3, owner="U1", status=Status.PENDING))
    said = text(notice(Notice.STATUS, Facts(ada(), PRACTICE, live=tickets)))
    assert said.startswith("You have 3 open tickets.")
    assert "Ben is looking into it (opened Mar 2)" in said
    assert "Waiting for one of us to take it" in said
    assert "We have answered and wait for you" in said


@pytest.mark.parametrize(
    ("count", "says"),
    [
        (1, "Masz 1 otwarte zgłoszenie."),
        (3, "Masz 3 otwarte zgłoszenia."),
        (5, "Masz 5 otwartych zgłoszeń."),
        (22, "Masz 22 otwarte zgłoszenia."),
    ],
)
def test_polish_counts_as_poles_do(count: int, says: str) -> None:
    assert text(drawn(Notice.STATUS, "pl", open_now=count)).startswith(says)


def test_many_tickets_still_fit_in_one_message() -> None:
    tickets = live(*(ticket(number, subject="👋" * 80) for number in range(1, 201)))
    over = [solved()._replace(ticket=ticket(7, status=Status.SOLVED, subject="👋" * 80))] * MOST_LATELY
    screen = notice(Notice.STATUS, Facts(ada(), PRACTICE, live=tickets, over=over))
    assert units(text(screen)) <= 4096
    assert "And 190 older ones." in text(screen)
    assert len(notice(Notice.WHICH, Facts(ada(), PRACTICE, live=tickets)).buttons) == OFFERED_MOST + 1


def test_without_tickets_the_status_says_so() -> None:
    assert text(drawn(Notice.STATUS, open_now=0)) == text(drawn(Notice.NO_TICKETS))


@pytest.mark.parametrize(
    ("over", "stage"),
    [
        (solved(), "Stage 4 of 5: how did we do?"),
        (solved(asked_at=NOON), "Stage 4 of 5: how did we do?"),
        (solved(asked_at=NOON, score=2), "Stage 5 of 5: learning from it"),
        (solved(over_at=NOON), "Stage 5 of 5: learning from it"),
        (Over(solved().ticket, None), "Stage 5 of 5: learning from it"),
    ],
)
@pytest.mark.parametrize("open_now", [0, 1])
def test_what_was_solved_lately_is_in_a_stage_still(over: Over, stage: str, open_now: int) -> None:
    facts = Facts(ada(), PRACTICE, live=live(*(ticket(1042 + number) for number in range(open_now))), over=[over])
    said = text(notice(Notice.STATUS, facts))
    assert f"\n\nSolved lately:\n\n#7 · {NASTY}\nSolved: Mar 2\n{stage}" in said


def test_solved_tells_how_long_it_can_come_back() -> None:
    screen = drawn(Notice.SOLVED)
    assert "within 7 days" in text(screen)
    assert labels(screen) == ["New question"]
    day = Practice("Acme", PRACTICE.teams, reopen_within=timedelta(days=1))
    assert "within 1 day," in text(notice(Notice.SOLVED, Facts(ada(), day, ticket())))


def test_a_refusal_that_is_not_for_customers_is_told_plainly() -> None:
    about = json.dumps({"why": "TakenByAnother", "fields": {"owner": "Ben", "ticket": 1}})
    assert text(drawn(Notice.REFUSED, about=about)) == "That cannot be done."
    unknown = json.dumps({"why": "OfALaterVersion", "fields": {}})
    assert text(drawn(Notice.REFUSED, about=unknown)) == "That cannot be done."


def test_a_refusal_says_what_it_says_to_anybody() -> None:
    assert text(drawn(Notice.REFUSED)) == NoSuchTicket(ticket=7).sentence


def test_of_tickets_that_are_joined_or_parted_both_numbers_are_said() -> None:
    for which in (Notice.MERGED, Notice.UNMERGED):
        assert {"#1042", "#1043"} <= set(text(drawn(which)).replace(".", " ").replace(",", " ").split())


def test_of_a_duplicate_only_a_number_of_their_own_is_said() -> None:
    own, elsewhere = drawn(Notice.DUPLICATE, about="1001"), drawn(Notice.DUPLICATE, about="")
    assert "so we closed it and go on with #1001." in text(own)
    assert "take care of it in one place" in text(elsewhere)
    assert "within 7 days" in text(elsewhere)
    assert "#1042" in text(elsewhere)
    assert text(elsewhere).count("#") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_says_how_to_ask_for_somebody_in_charge_where_that_is_heard(language: str) -> None:
    heard = replace(PRACTICE, chains=(Chain("late", (Step("team"),)),), escalating=Escalating(asked="late"))
    said = text(notice(Notice.HELP, Facts(ada(language), heard, None, [], "")))
    assert set(said.splitlines()) - set(text(drawn(Notice.HELP, language)).splitlines()) == {
        texts(language).gettext(IN_CHARGE)
    }


def test_languages_are_offered_by_their_own_names() -> None:
    assert labels(drawn(Notice.LANGUAGES, "zh_Hans")) == list(LANGUAGES.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_is_what_telegram_takes(language: str) -> None:
    commands = menu(language)
    assert [command for command, _ in commands] == ["new", "status", "close", "language", "quiet", "privacy", "help"]
    assert all(1 <= len(purpose) <= 256 for _, purpose in commands)


@pytest.mark.parametrize(
    ("why", "said"),
    [("too_large", "it is too large, we can take 20 MB at most."), ("dangerous", "we do not take files of this kind.")],
)
def test_a_customer_reads_why_a_file_stays_behind(why: str, said: str) -> None:
    about = json.dumps({"name": "a<b>.exe", "size": 1, "why": why})
    assert f"We could not pass on a<b>.exe: {said}" in text(drawn(Notice.FILE_REFUSED, about=about))
