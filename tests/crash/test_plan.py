"""A seed is a whole run; and what goes wrong in one is seen, by name."""

import pytest

from bot.desk.words import Words
from bot.views.telegram.relays import pieces
from tests.crash.outcome import Outcome, in_slack, in_telegram
from tests.crash.plan import CALLS_OF_AN_EXCHANGE, plan

SAID = ("a", "b", "c")


def test_a_seed_plays_the_same_run_again_and_another_one_another() -> None:
    assert plan(7, kills=20, customers=40, replicas=2) == plan(7, kills=20, customers=40, replicas=2)
    assert plan(7, kills=20, customers=40).kills != plan(8, kills=20, customers=40).kills


@pytest.mark.parametrize(("kills", "customers"), [(4, 8), (20, 40), (100, 40), (200, 4)])
def test_people_have_more_to_say_than_the_kills_take(kills: int, customers: int) -> None:
    planned = plan(7, kills=kills, customers=customers)
    calls = sum(len(talk.answered) for talk in planned.talks) * CALLS_OF_AN_EXCHANGE
    assert calls > sum(kill.calls for kill in planned.kills)
    assert len({text for talk in planned.talks for text in (*talk.asked, *talk.answered)}) == sum(
        len(talk.asked) + len(talk.answered) for talk in planned.talks
    )


def test_everybody_sends_a_file_and_corrects_themselves_and_some_are_answered_at_length() -> None:
    talks = plan(7, kills=20, customers=40).talks
    assert {len([*filter(None, talk.files)]) for talk in talks} == {1}
    assert {len([*filter(None, talk.corrections)]) for talk in talks} == {1}
    lengths = [pieces(Words(text)) for talk in talks for text in talk.answered]
    assert (lengths.count(2), set(lengths)) == (10, {1, 2})


def test_two_desks_both_die_at_times() -> None:
    assert {kill.desk for kill in plan(7, kills=20, customers=40, replicas=2).kills} == {0, 1}


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (in_slack(SAID, ["a", "b", "c"]), []),
        (in_slack(SAID, ["a", "c"]), ["lost: b"]),
        (in_slack(SAID, ["a", "b", "b", "c"]), ["doubled in Slack: b"]),
        (in_slack(SAID, ["b", "a", "c"]), ["out of order: a"]),
        (in_telegram(SAID, ["a", "b", "c"], set(), set()), []),
        (in_telegram(SAID, ["a", "c"], set(), set()), ["lost: b"]),
        (in_telegram(SAID, ["a", "c", "b"], set(), set()), ["out of order: b"]),
        (in_telegram(SAID, ["a", "c", "b"], set(), {"b"}), []),
        (in_telegram(SAID, ["a", "b", "a", "c"], {"a"}, set()), ["out of order: a"]),
        (in_telegram(SAID, ["a", "a", "b", "c"], {"a"}, set()), []),
        (in_telegram(SAID, ["a", "a", "b", "c"], set(), set()), ["repeated without a mark: 1"]),
        (
            in_telegram(SAID, ["a", "a", "a", "b", "b", "c"], {"a", "b"}, set()),
            ["repeated 3 times, for 2 sends cut short"],
        ),
        (in_telegram(SAID, ["a", "b", "b2", "c"], set(), set(), {"b2": "b"}), []),
        (in_telegram(SAID, ["a", "b", "c"], set(), set(), {"b2": "b"}), ["lost: b2"]),
        (in_telegram(SAID, ["a", "b2", "b", "c"], set(), set(), {"b2": "b"}), ["out of order: b2"]),
        (in_telegram(SAID, ["a", "b", "c", "b2"], set(), set(), {"b2": "b"}), ["out of order: b"]),
        (in_telegram(SAID, ["a", "b", "b", "b2", "c"], {"b"}, set(), {"b2": "b"}), []),
        (
            in_telegram(SAID, ["a", "b", "b2", "b", "b2", "c"], set(), set(), {"b2": "b"}),
            ["repeated without a mark: 1"],
        ),
    ],
)
def test_what_is_wrong_is_named_and_counts(outcome: Outcome, told: list[str]) -> None:
    whole = outcome + Outcome(may_repeat=2)
    assert whole.faults == told
    assert whole.sound is not bool(told)


def test_the_last_line_counts_all_of_it() -> None:
    both = in_slack(SAID, ["a", "c"]) + in_telegram(SAID, ["a", "a", "b", "c"], {"a"}, set())
    assert str(both) == "lost 1, doubled in Slack 0, repeated in Telegram 1 of which marked 1, out of order 0"
