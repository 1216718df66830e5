"""What agents see of how it went, of the stage a ticket is in, and of causes."""

from dataclasses import replace
from typing import Any

import pytest

from bot.desk.practice import Cause
from bot.desk.surveys.reading import Said
from bot.desk.surveys.tables import Survey
from bot.desk.tickets.causes import Offered
from bot.desk.tickets.life import Status
from bot.views.slack import cards, causes, menu, surveys
from bot.views.slack.actions import Action
from tests.desk.world import START
from tests.views.slack.test_cards import assert_sound, assert_sound_view
from tests.views.slack.tickets import LONG, NASTY, PRACTICE, sheet

CAUSES = tuple(Cause(f"c{number}", f"Cause {number}") for number in range(25))
WITH_CAUSES = replace(PRACTICE, causes=CAUSES)


def said(comment: str = "", **changes: Any) -> Said:
    return Said(
        Survey(ticket_id=1, customer_id=1, scale="1-5", solved_at=START, ask_at=START, asked_at=START, **changes),
        comment,
    )


SHOWN = [
    ({}, None, {"Stage": "5 of 5: improvement", "Cause": "not named"}),
    ({"cause": "c1"}, said(), {"Stage": "4 of 5: satisfaction", "Cause": "Cause 1", "Rating": "asked"}),
    ({"cause": "gone"}, said(score=5), {"Stage": "5 of 5: improvement", "Cause": "gone", "Rating": "⭐ 5 of 5"}),
    (
        {},
        said(score=2, shared=True),
        {
            "Stage": "5 of 5: improvement",
            "Cause": "⚠️ wanted, for the customer was unhappy: More → Cause",
            "Rating": "🔻 2 of 5 · others replied too",
        },
    ),
    (
        {"cause": "c1"},
        said(over_at=START),
        {"Stage": "5 of 5: improvement", "Cause": "Cause 1", "Rating": "asked, and not answered"},
    ),
    ({"spam": True, "status": Status.CLOSED}, None, {}),
]


@pytest.mark.parametrize(("fields", "rated", "shown"), SHOWN)
def test_a_card_shows_how_far_it_has_come_and_how_it_went(
    fields: dict[str, Any], rated: Said | None, shown: dict[str, str]
) -> None:
    solved = sheet(**({"status": Status.SOLVED} | fields)).ticket
    assert surveys.fields(solved, WITH_CAUSES, rated) == shown


def test_a_card_that_is_full_of_it_is_one_that_slack_takes() -> None:
    full = sheet(LONG, status=Status.SOLVED, owner="UBEN", due_at=START, due="resolution", cause=NASTY)
    post = cards.card(full, WITH_CAUSES, LONG, rated=said(NASTY + LONG, score=1, shared=True))
    assert_sound(post)
    assert "🔻 1 of 5" in str(post.blocks)


@pytest.mark.parametrize(
    ("chosen", "solves", "required", "last"),
    [
        (None, True, False, "Resolve without a cause"),
        ("c3", True, False, "Resolve with the cause it has"),
        (None, True, True, None),
        ("c3", False, False, None),
    ],
)
def test_each_cause_is_one_press_and_none_only_where_none_is_required(
    chosen: str | None, solves: bool, required: bool, last: str | None
) -> None:
    view = causes.choose(Offered(1042, CAUSES, chosen, solves, required))
    assert_sound_view(view)
    labels = [each["text"]["text"] for block in view["blocks"][1:] for each in block["elements"]]
    assert labels[3] == ("✓ Cause 3" if chosen else "Cause 3")
    assert labels[25:] == ([last] if last else [])


def test_the_cause_of_what_is_over_is_behind_more() -> None:
    for status, there in ((Status.OPEN, False), (Status.SOLVED, True)):
        assert (Action.CAUSE in set(menu.offered(sheet(status=status), WITH_CAUSES, []))) is there
    assert Action.CAUSE not in set(menu.offered(sheet(status=Status.SOLVED), PRACTICE, []))
