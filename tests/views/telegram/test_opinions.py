"""Whether they would recommend us, and how easy it was, as they stand on the phone; in each language."""

from datetime import timedelta
from typing import Any

import pytest

from bot.desk.people.languages import LANGUAGES
from bot.desk.people.tables import Customer
from bot.desk.relationship.reading import Asked
from bot.desk.relationship.tables import Nps
from bot.views.telegram import surveys
from bot.views.telegram.nps import comment_taken, question
from tests.desk.world import PRACTICE, START
from tests.views.telegram.test_surveys import asked as surveyed


def asked(language: str = "en", **changes: Any) -> Asked:
    at = {"ask_at": START, "asked_at": START, "expires_at": START + timedelta(days=14)}
    nps = Nps(id=7, customer_id=1, ticket_id=1042, **(at | changes))
    return Asked(nps, Customer(id=1, chat=7, name="Ada", language=language, since=START))


def test_eleven_numbers_stand_in_two_rows_over_a_way_out() -> None:
    screen = question(asked(), PRACTICE)
    assert "recommend <b>Acme</b> to somebody you know?" in screen.html
    assert "until Mar 16. To tell us more about it, reply to this message." in screen.html
    six, five, (way_out,) = screen.buttons
    assert [data for _, data in (*six, *five)] == [f"nps:7:{score}" for score in range(11)]
    assert way_out == ("Please do not ask me such things", "quiet:0")


@pytest.mark.parametrize(
    ("score", "answer"),
    [
        (0, "What should we do better?"),
        (6, "What should we do better?"),
        (7, "What would make it a 10?"),
        (8, "What would make it a 10?"),
        (9, "What do you like most?"),
        (10, "What do you like most?"),
    ],
)
def test_each_group_is_thanked_in_its_own_way(score: int, answer: str) -> None:
    screen = question(asked(score=score), PRACTICE)
    assert answer in screen.html
    assert "You can change your choice until Mar 16." in screen.html
    marked = [label for row in screen.buttons for label, _ in row if label.startswith("✓ ")]
    assert marked == [f"✓ {score}"]


def test_when_it_is_over_it_says_so_and_what_was_chosen() -> None:
    screen = question(asked(score=0, over_at=START), PRACTICE)
    assert "Your choice: <b>0</b>" in screen.html
    assert "This question is closed" in screen.html
    assert screen.buttons == ()


def test_how_easy_it_was_stands_under_the_rating() -> None:
    before = surveys.question(surveyed(asks_effort=True), PRACTICE)
    assert "It was easy" not in before.html
    screen = surveys.question(surveyed(asks_effort=True, score=4, effort=6), PRACTICE)
    assert "It was easy to get my problem solved" in screen.html
    assert [data for _, data in screen.buttons[1]] == [f"effort:7:{score}" for score in range(1, 8)]
    assert screen.buttons[1][5][0] == "✓ 6"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_all_of_it(language: str) -> None:
    texts = {question(asked(language, score=score), PRACTICE).html for score in (None, 0, 7, 10)}
    assert len(texts) == 4
    assert all("<b>Acme</b>" in text for text in texts)
    assert "\n\n" in comment_taken(language).html
