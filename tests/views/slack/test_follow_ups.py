"""Reminders and return visits, as agents read them."""

from datetime import timedelta

import pytest

from bot.desk.followups.tables import FollowUp, Outcome
from bot.views.slack import follow_ups, menu
from bot.views.slack.actions import Action
from tests.views.slack.test_cards import assert_sound_view
from tests.views.slack.tickets import BEN, LONG, NASTY, PRACTICE, SHEETS, START, sheet

PLANNED = FollowUp(id=3, ticket_id=1042, customer_id=1, note=NASTY, made_at=START, due_at=START)
ASKED = FollowUp(id=3, ticket_id=1042, customer_id=1, note=LONG, made_at=START, due_at=START, asked_at=START)


@pytest.mark.parametrize("visit", [None, PLANNED, ASKED], ids=["none", "planned", "asked"])
def test_the_form_and_the_menu_are_ones_that_slack_takes(visit: FollowUp | None) -> None:
    for shown in SHEETS:
        assert_sound_view(menu.menu(shown, PRACTICE, [BEN], follow_up=visit))
    if visit is not ASKED:
        assert_sound_view(follow_ups.form(sheet(), visit))


@pytest.mark.parametrize(
    ("visit", "there"),
    [
        (None, {Action.FOLLOW_UP}),
        (PLANNED, {Action.FOLLOW_UP, Action.CANCEL_FOLLOW_UP}),
        (ASKED, {Action.CANCEL_FOLLOW_UP}),
    ],
)
def test_the_menu_offers_what_can_be_done_about_it(visit: FollowUp | None, there: set[Action]) -> None:
    offered = set(menu.offered(sheet(), PRACTICE, [BEN], follow_up=visit))
    assert offered & {Action.FOLLOW_UP, Action.CANCEL_FOLLOW_UP} == there
    blocked = set(menu.offered(sheet(blocked=True), PRACTICE, [BEN], follow_up=None))
    assert Action.FOLLOW_UP not in blocked


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_is_a_line(outcome: Outcome) -> None:
    assert len(follow_ups.ended("Ben", {"outcome": outcome})) > 20


@pytest.mark.parametrize("passed", ["quiet", "away", "blocked"])
def test_who_is_not_reminded_is_told_of_with_the_reason(passed: str) -> None:
    assert ", but " in follow_ups.nudged({"number": 1, "passed": passed})
    assert follow_ups.nudged({"number": 2, "passed": ""}).endswith("for their answer again")


def test_a_note_that_was_erased_is_not_missed() -> None:
    at = int((START + timedelta(days=1)).timestamp() * 1000)
    assert follow_ups.planned("Ben", {"at_ms": at}).endswith("whether it is still fixed")
