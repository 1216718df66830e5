"""Whether an owner is still on it, what nobody has taken, and what is put aside."""

from datetime import timedelta
from typing import Any

import pytest

from bot.desk import events
from bot.desk.claims.tables import Reminder, Upshot
from bot.desk.claims.unclaimed import MOST, Standing
from bot.desk.service_levels.policies import Target
from bot.desk.service_levels.tables import Promise
from bot.desk.tickets.life import Status
from bot.sandbox.slack.lint import interactive_elements
from bot.views.slack import cards, claims, history, home, lists, menu
from bot.views.slack.actions import Action
from bot.views.slack.words import Post
from tests.views.slack.test_cards import WORKSPACE, assert_sound, assert_sound_view
from tests.views.slack.tickets import BEN, LONG, NASTY, PRACTICE, START, entry, sheet

SOON = START + timedelta(days=4)
SLACKS_SOON = "<!date^1772787600^"


def labels(post: Post) -> list[str]:
    return [element["text"]["text"] for part in post.blocks for element in interactive_elements(part)]


def test_an_owner_is_asked_by_a_mention_with_two_answers() -> None:
    post = claims.reminder(Reminder(id=3, ticket_id=1042, agent="UBEN", made_at=START), sheet(owner="UBEN"), NASTY)
    assert_sound(post)
    assert post.text.startswith("⏰ <@UBEN>, are you still on it: the customer waits since <!date^1772442000^")
    assert labels(post) == ["Still on it", "Hand over"]


@pytest.mark.parametrize("upshot", Upshot)
def test_a_settled_question_says_what_came_of_it_and_has_no_buttons(upshot: Upshot) -> None:
    settled = Reminder(id=3, ticket_id=1042, agent="UBEN", made_at=START, upshot=upshot)
    post = claims.reminder(settled, sheet(), NASTY)
    assert_sound(post)
    assert labels(post) == []
    assert "<@" not in post.text


def test_a_list_has_a_button_for_each_and_counts_what_it_does_not_name() -> None:
    shown = [sheet(LONG, id=number, subject=LONG, due=Target.FIRST_RESPONSE, due_at=SOON) for number in range(1, 11)]
    post = claims.callout(Standing(None, 500, SOON, shown), "Support", WORKSPACE)
    assert_sound(post)
    assert (post.text, labels(post)) == ("🙋 500 tickets in Support that nobody has taken", ["Claim"] * MOST)
    assert "… and 490 more: `/desk queue`" in str(post.blocks)
    assert f"The first answer {SLACKS_SOON}" in str(post.blocks)
    assert "unanswered message: <!date^1772442000^{ago}" in str(post.blocks)


@pytest.mark.parametrize(
    ("total", "late", "head"),
    [
        (1, 1, "🙋 1 ticket in Support that nobody has taken, and it is late"),
        (3, 1, "🙋 3 tickets in Support that nobody has taken, 1 of them late"),
        (3, 0, "🙋 3 tickets in Support that nobody has taken"),
    ],
)
def test_a_list_says_how_many_are_late(total: int, late: int, head: str) -> None:
    shown = [sheet(id=number, due=Target.FIRST_RESPONSE, due_at=SOON, late=number <= late) for number in range(1, 4)]
    post = claims.callout(Standing(None, total, SOON, shown[:total], late), "Support", WORKSPACE)
    assert_sound(post)
    assert post.text == head
    assert str(post.blocks).count("🔴 The first answer") == late


def test_an_empty_list_and_one_that_goes_on_elsewhere_say_so() -> None:
    for post in (claims.callout(Standing(None), NASTY, WORKSPACE), claims.moved_down()):
        assert_sound(post)
        assert labels(post) == []


def promise(number: int, target: Target, due_at: Any) -> Promise:
    return Promise(
        id=number, ticket_id=1042, target=target, policy="p", version="v", started_at=START, within_ms=1, due_at=due_at
    )


RUNNING = [promise(1, Target.RESOLUTION, None), promise(2, Target.FIRST_RESPONSE, SOON)]


def test_a_card_says_until_when_it_is_on_hold_what_for_and_which_clock_runs() -> None:
    held = sheet(status=Status.ON_HOLD, on_hold_until=SOON, on_hold_for=NASTY, snoozed_until=SOON)
    post = cards.card(held, PRACTICE, running=RUNNING)
    assert_sound(post)
    said = str(post.blocks)
    assert f"🧊 On hold until {SLACKS_SOON}" in said
    assert f"😴 Snoozed until {SLACKS_SOON}" in said
    assert f"the first answer due {SLACKS_SOON}" in said
    assert "the solution paused" in said
    without = str(cards.card(sheet(status=Status.ON_HOLD), PRACTICE).blocks)
    assert "🧊 On hold until somebody resumes it" in without


def test_a_pending_ticket_says_that_its_solution_is_paused_and_an_open_one_says_nothing() -> None:
    assert "the solution paused" in str(cards.card(sheet(status=Status.PENDING), PRACTICE, running=RUNNING[:1]).blocks)
    assert "paused" not in str(cards.card(sheet(status=Status.OPEN), PRACTICE, running=RUNNING[1:]).blocks)


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"status": Status.OPEN}, {Action.SNOOZE, Action.HOLD}),
        ({"status": Status.OPEN, "snoozed_until": SOON}, {Action.SNOOZE, Action.WAKE, Action.HOLD}),
        ({"status": Status.ON_HOLD}, {Action.SNOOZE, Action.HOLD}),
        ({"status": Status.SOLVED, "owner": "UBEN"}, set()),
    ],
)
def test_the_menu_offers_to_put_aside_what_is_being_worked_on_and_to_take_that_back(
    fields: dict[str, Any], wanted: set[Action]
) -> None:
    offered = set(menu.offered(sheet(**fields), PRACTICE, [BEN]))
    assert offered & {Action.SNOOZE, Action.WAKE, Action.HOLD} == wanted
    assert_sound_view(menu.menu(sheet(**fields), PRACTICE, [BEN]))


def test_what_is_snoozed_is_not_among_an_agents_tickets_but_counted_and_found() -> None:
    mine = [sheet(id=1001, owner="UBEN"), sheet(id=1002, owner="UBEN", snoozed_until=SOON)]
    view = home.home(BEN, mine, [], PRACTICE, WORKSPACE)
    assert_sound_view(view)
    assert "#1001" in str(view)
    assert "#1002" not in str(view)
    assert "😴 1 snoozed: `/desk my`" in str(view)
    assert f"😴 Snoozed until {SLACKS_SOON}" in str(lists.found("Mine", mine, PRACTICE, WORKSPACE, "", ""))


RAN_OUT = "📤 <@UBEN> was asked and did not say, so it is back in the queue:"


def test_who_is_to_hear_that_it_is_back_is_mentioned() -> None:
    for what, actor, said in (
        ("SnoozeOver", events.DESK, "⏰ <@UADA>, <!subteam^SGROUP>, it was snoozed until now"),
        ("SnoozeOver", events.CUSTOMER, "⏰ <@UADA>, <!subteam^SGROUP>, the customer wrote, so it is not snoozed"),
        ("SnoozeOver", "UBEN", "⏰ Ben woke it up"),
        ("LeaseRanOut", events.DESK, f"{RAN_OUT} <@UADA>, <!subteam^SGROUP>, who takes it?"),
        ("HoldOver", events.DESK, "⏰ <@UADA>, <!subteam^SGROUP>, it was on hold until now, and is open again"),
    ):
        post = history.line(entry(what, actor, mentions=["UADA", "SGROUP"], owner="UBEN"), "Ben", PRACTICE)
        assert post.text.startswith(said)
