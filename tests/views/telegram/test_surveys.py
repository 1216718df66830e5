"""The question how it went, as it stands on the phone, in each language."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.desk.people.languages import LANGUAGES
from bot.desk.people.tables import Customer
from bot.desk.practice import Practice
from bot.desk.recovery.rules import Channel, Recovering
from bot.desk.surveys.reading import Asked
from bot.desk.surveys.stages import Stage
from bot.desk.surveys.tables import Survey
from bot.desk.tickets.tables import Ticket
from bot.views.telegram.surveys import comment_taken, question, stage_reached
from tests.desk.world import PRACTICE, START


def asked(language: str = "en", scale: str = "1-5", **changes: Any) -> Asked:
    survey = Survey(
        id=7,
        ticket_id=1042,
        customer_id=1,
        scale=scale,
        solved_at=START,
        ask_at=START,
        asked_at=START,
        expires_at=START + timedelta(days=7),
        **changes,
    )
    ticket = Ticket(
        id=1042, customer_id=1, team="support", subject="<b> & lamp", opened_at=START, customer_wrote_at=START
    )
    return Asked(survey, ticket, Customer(id=1, chat=7, name="Ada", language=language, since=START))


def test_it_says_by_when_and_how_a_comment_is_made() -> None:
    screen = question(asked(), PRACTICE)
    assert "How did we do with <b>#1042 · &lt;b&gt; &amp; lamp</b>?" in screen.html
    assert "until Mar 9. To tell us more about it, reply to this message." in screen.html
    assert [data for _, data in screen.buttons[0]] == [f"rate:7:{score}" for score in (1, 2, 3, 4, 5)]
    assert "You have not told us yet" in question(asked(), PRACTICE, reminder=True).html


SEEN_TO = replace(PRACTICE, teams=(replace(PRACTICE.teams[0], recovery=Recovering(Channel.TEAM)),))
UNASKED = replace(PRACTICE, teams=(replace(PRACTICE.teams[0], recovery=Recovering(Channel.SUPERVISORS)),))


@pytest.mark.parametrize(
    ("score", "answer"),
    [
        (1, "one of us looks at it"),
        (2, "one of us looks at it"),
        (3, "do better"),
        (4, "see it too"),
        (5, "see it too"),
    ],
)
def test_each_rating_is_answered_with_what_happens_next(score: int, answer: str) -> None:
    screen = question(asked(score=score), SEEN_TO)
    assert answer in screen.html
    assert screen.buttons[0][score - 1][0].startswith("✓ ")


@pytest.mark.parametrize("practice", [PRACTICE, UNASKED], ids=["no tasks", "tasks for supervisors, and none are set"])
def test_where_nobody_looks_at_it_nobody_is_promised(practice: Practice) -> None:
    html = question(asked(score=1), practice).html
    assert "We are sorry. Your rating goes to the people who helped you.\n" in html
    assert "one of us" not in html


def test_thumbs_are_two_buttons() -> None:
    screen = question(asked(scale="thumbs", score=1), PRACTICE)
    assert [label for label, _ in screen.buttons[0]] == ["👍", "✓ 👎"]


def test_when_it_is_over_it_says_so_and_what_was_chosen() -> None:
    screen = question(asked(score=4, over_at=START), PRACTICE)
    assert "Your choice: <b>🙂 4</b>" in screen.html
    assert "This question is closed" in screen.html
    assert screen.buttons == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_all_of_it(language: str) -> None:
    open_now, over = question(asked(language), PRACTICE), question(asked(language, over_at=START), PRACTICE)
    assert "#1042" in open_now.html
    assert "#1042" in over.html
    assert "#1042" in comment_taken("#1042", language).html
    assert len({stage_reached(stage, language) for stage in Stage}) == len(Stage)
