"""Customers who were let down, as agents and supervisors read of them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.desk.practice import Cause
from bot.desk.recovery.reading import Digest, Task
from bot.desk.recovery.rules import Outcome, Saved
from bot.desk.recovery.tables import RatingDigest, Recovery
from bot.desk.recovery.tasks import Offered
from bot.desk.surveys.reading import Said
from bot.views.slack import ratings, recovery, recovery_forms
from bot.views.slack.words import Post
from tests.views.slack.test_cards import WORKSPACE, assert_sound, assert_sound_view
from tests.views.slack.test_surveys import said
from tests.views.slack.tickets import LONG, NASTY, PRACTICE, START, sheet

CAUSES = tuple(Cause(f"c{number}", NASTY) for number in range(25))
WITH_CAUSES = replace(PRACTICE, causes=CAUSES)
LATER = START + timedelta(days=1)
NAMES = {"UBEN": NASTY, "UADA": LONG}


def kept(**fields: Any) -> Recovery:
    known: dict[str, Any] = {"id": 3, "ticket_id": 1042, "customer_id": 1, "team": "support", "channel": "CSUP"}
    known |= {"handlers": ["UADA"], "score": 2, "survey_id": 1, "made_at": START, "due_at": LATER}
    return Recovery(**known | fields)


def task(rated: Said | None = None, erased: bool = False, **fields: Any) -> Task:
    shown = sheet(erased_at=START if erased else None)
    if erased:
        shown.customer.erased_at = START
    return Task(kept(**fields), shown, rated or said(score=2), NAMES)


def words(post: Post) -> str:
    assert_sound(post)
    return str(post.blocks)


TAKEN: dict[str, Any] = {"owner": "UBEN"}
DONE: dict[str, Any] = TAKEN | {"outcome": Outcome.SAVED, "note": NASTY, "ended_at": START, "ended_by": "UBEN"}
SHOWN: dict[str, tuple[Task, list[str], list[str]]] = {
    "new": (task(), ["🔻 2 of 5", "nobody yet", "'Take'", "not named yet"], ["Hand back", "Undo"]),
    "with a comment": (task(said(LONG, score=1)), ["🔻 1 of 5, 🔻 2 of 5 before", "💬"], []),
    "raised": (task(said(score=5), **TAKEN), ["⭐ 5 of 5, 🔻 2 of 5 before"], []),
    "not solved": (task(denied_at=START), ["🔻 2 of 5, and not solved after all"], []),
    "overdue": (task(overdue_at=START), ["*Due*\\n⌛"], []),
    "taken": (task(**TAKEN), ["<@UBEN>", "'Reply'", "'Call back'", "'Done'", "'Hand back'"], ["'Take'"]),
    "a call": (task(call_at=LATER, call_note=LONG, promised=True, **TAKEN), ["📞", ": the customer knows"], []),
    "done": (task(**DONE), ["💚 Saved", "'Undo'"], ["'Done'", "*Due*"]),
    "withdrawn": (task(outcome=Outcome.WITHDRAWN, ended_at=START), ["🤍 Nobody has to"], ["Undo", "'Take'"]),
    "erased": (task(erased=True, **DONE), ["#1042 · erased"], ["Undo", "@eve"]),
}


@pytest.mark.parametrize(("shown", "there", "gone"), SHOWN.values(), ids=SHOWN)
def test_a_card_says_how_it_stands_and_what_can_be_done(shown: Task, there: list[str], gone: list[str]) -> None:
    drawn = words(recovery.card(shown, WITH_CAUSES, WORKSPACE))
    assert [each for each in there if each not in drawn] == []
    assert [each for each in gone if each in drawn] == []


def test_a_reminder_mentions_who_has_it_and_nobody_else() -> None:
    for of, begins in (("call", "📞 <@UBEN>, it is time"), ("overdue", "⌛ <@UBEN>, the customer of")):
        post = recovery.reminder(task(**TAKEN), "UBEN", of, WORKSPACE)
        assert words(post)
        assert post.text.startswith(begins)


@pytest.mark.parametrize("causes", [(), CAUSES])
def test_the_forms_are_ones_that_slack_takes(causes: tuple[Cause, ...]) -> None:
    for shown in (kept(**TAKEN), kept(call_at=LATER, call_note=NASTY, note=NASTY, **TAKEN)):
        offered = Offered(shown, sheet().ticket, causes)
        assert_sound_view(recovery_forms.call_back(offered))
        form = recovery_forms.finish(offered)
        assert_sound_view(form)
        assert ("Why did it come up?" in str(form)) is bool(causes)


NONE_SAVED = Saved()


def digest(rated: list[Task], overdue: list[Task], saved: Saved = NONE_SAVED) -> Post:
    return ratings.post(Digest(RatingDigest(id=1, made_at=START), rated, overdue, saved), WITH_CAUSES, WORKSPACE)


def test_a_digest_counts_by_team_and_names_no_customer() -> None:
    thumbs_down = said(score=1)
    thumbs_down.survey.scale = "thumbs"
    billing = task(thumbs_down, team="billing", **TAKEN)
    drawn = words(digest([billing, task(), task(**DONE)], [task(overdue_at=START)], Saved(3, 1, 2, 1)))
    for part in (
        "🔻 3 low ratings since the last digest; ⌛ 1 unhappy customer waits for somebody to see to them",
        "support 2 · billing 1",
        "sees to it",
        "nobody has it yet, due <!date",
        "💚 Saved",
        "3 of 4 (75%), which is saved ÷ (saved + not saved). Apart: 2 could not be reached, 1 needed no action.",
    ):
        assert part in drawn
    assert "@eve" not in drawn


def test_one_with_many_names_the_first_and_counts_the_rest() -> None:
    drawn = words(digest([task(handlers=["UADA", "UBEN"])] * 30, [task()] * 12))
    assert "… and 20 more" in drawn
    assert "… and 2 more" in drawn
    assert "nobody was spoken with" in drawn
    assert "Apart" not in drawn


def test_what_is_only_overdue_is_no_low_rating() -> None:
    assert digest([], [task(), task()]).text == "⌛ 2 unhappy customers wait for somebody to see to them"
