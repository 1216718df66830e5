"""Leases on claims, the post with what nobody has taken, and tickets that are put aside, in Slack."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.people.customers import Person
from bot.desk.practice import Practice
from bot.desk.service_levels.calendars import ALWAYS
from bot.desk.service_levels.policies import Policy
from bot.desk.tickets.life import Status
from bot.engine.database import Database
from bot.sandbox.slack.workspace import Message as Post
from tests.handlers.slack.bench import ADA, FIRST, START, Bench

WITHIN, AFTER = 30, 5
"""Minutes."""
EVE = Person(chat=8, name="Eve", language="en")


class Watched(Bench):
    def practice(self) -> Practice:
        practice = super().practice()
        within, after = timedelta(minutes=WITHIN), timedelta(minutes=AFTER)
        support = replace(practice.teams[0], claim_within=within, unclaimed_after=after)
        policy = Policy("all", ALWAYS, first_response=timedelta(hours=8), resolution=timedelta(hours=16), warn_at=())
        return replace(practice, teams=(support, practice.teams[1]), policies=(policy,))


@pytest.fixture
async def bench(database: Database) -> AsyncIterator[Bench]:
    async with Watched(database) as bench:
        yield bench
        bench.blameless()


async def question(bench: Bench) -> Post:
    """The post that asks the owner."""
    await bench.passes(minutes=WITHIN)
    card = await bench.card()
    [asked] = [post for post in bench.slack.thread(card.channel, card) if "are you still on it" in post.words]
    return asked


def lists(bench: Bench) -> list[Post]:
    return [
        post
        for post in bench.support.messages.values()
        if not post.in_thread and ("that nobody has taken" in post.words or "Nobody waits" in post.words)
    ]


async def test_an_owner_says_in_the_thread_that_they_are_still_on_it(bench: Bench) -> None:
    await bench.claimed()
    asked = await question(bench)
    assert f"<@{bench.ben.id}>" in str(asked.body)
    await asyncio.gather(bench.ben.clicks("Still on it", asked), bench.ben.clicks("Still on it", asked))
    await bench.settled()
    assert asked.words == "👍 Ben is still on it."
    assert (await bench.ticket()).owner == bench.ben.id
    assert bench.whispers(bench.ben) == []


async def test_the_question_leads_to_handing_it_over(bench: Bench) -> None:
    await bench.claimed()
    asked = await question(bench)
    await bench.ben.clicks("Hand over", asked)
    await bench.ben.fills({"To": "Cat", "Summary": "wants a refund"})
    await bench.ben.submits()
    await bench.settled()
    assert (await bench.ticket()).owner == bench.cat.id
    assert asked.words == "👌 Ben was asked, and it was answered, handed over or put aside."


async def test_who_says_nothing_loses_it_to_the_queue_and_an_old_button_says_so(bench: Bench) -> None:
    card = await bench.claimed()
    asked = await question(bench)
    pressed = dict(asked.body)
    await bench.passes(minutes=WITHIN)
    assert (await bench.ticket()).owner is None
    assert asked.words == "📤 Ben was asked and did not say, so it went back to the queue."
    assert any("is back in the queue: who takes it?" in words for words in bench.in_thread(card))
    [listed] = lists(bench)
    assert f"#{FIRST}" in listed.words
    asked.body = pressed
    await bench.ben.clicks("Still on it", asked)
    await bench.settled()
    assert any("is back in the queue" in said for said in bench.whispers(bench.ben))
    assert asked.words.startswith("📤")


async def test_a_colleague_who_presses_is_told_whose_it_is(bench: Bench) -> None:
    await bench.claimed()
    asked = await question(bench)
    await bench.cat.clicks("Still on it", asked)
    await bench.settled()
    assert bench.whispers(bench.cat) == [
        f"Ben already has #{FIRST}. Ask them to hand it over, or leave a note in the thread."
    ]
    assert "are you still on it" in asked.words


async def test_what_nobody_takes_is_one_post_that_stays_true(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    await bench.says("My <!here> parcel", person=EVE)
    assert lists(bench) == []
    await bench.passes(minutes=AFTER)
    [listed] = lists(bench)
    assert "2 tickets in support that nobody has taken" in listed.words
    await bench.ben.clicks("Claim", listed, near=f"#{FIRST}")
    await bench.settled()
    assert (await bench.ticket()).owner == bench.ben.id
    assert "1 ticket in support" in listed.words
    await bench.ben.clicks("Claim", listed)
    await bench.settled()
    assert lists(bench) == [listed]
    assert listed.words == "✅ Nobody waits in support for somebody to take it."


async def test_of_two_who_claim_from_the_list_one_is_told_who_was_quicker(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    await bench.says("My parcel", person=EVE)
    await bench.passes(minutes=AFTER)
    [listed] = lists(bench)
    stale = dict(listed.body)
    await bench.ben.clicks("Claim", listed, near=f"#{FIRST}")
    await bench.settled()
    listed.body = stale
    await bench.cat.clicks("Claim", listed, near=f"#{FIRST}")
    await bench.settled()
    assert any("Ben already has" in said for said in bench.whispers(bench.cat))
    assert "1 ticket in support that nobody has taken" in listed.words


async def test_what_comes_an_hour_later_is_posted_anew_and_the_old_post_says_so(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    await bench.passes(minutes=AFTER)
    await bench.passes(minutes=61)
    await bench.says("My parcel", person=EVE)
    await bench.passes(minutes=AFTER)
    [new] = lists(bench)
    assert "2 tickets in support" in new.words
    assert [post.words for post in bench.support.messages.values() if "further down" in post.words] == [
        "⬇️ The list of what nobody has taken goes on further down."
    ]


async def test_what_becomes_late_is_posted_anew_in_the_one_list(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    await bench.passes(minutes=AFTER)
    await bench.passes(hours=8)
    [new] = lists(bench)
    assert "1 ticket in support that nobody has taken, and it is late" in new.words
    assert [post.words for post in bench.support.messages.values() if "and nobody has it" in post.words] == []
    assert len([post for post in bench.support.messages.values() if "further down" in post.words]) == 1


async def test_what_comes_when_nothing_waited_is_a_new_post(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    await bench.passes(minutes=AFTER)
    await bench.ben.clicks("Claim", lists(bench)[0])
    await bench.settled()
    await bench.says("My parcel", person=EVE)
    await bench.passes(minutes=AFTER)
    assert ["Nobody waits" in post.words for post in lists(bench)] == [True, False]


@pytest.mark.parametrize("kind", ["drop_after", "server_error"])
async def test_whatever_becomes_of_the_answers_the_list_is_posted_once(bench: Bench, kind: str) -> None:
    await bench.says("The lamp is broken")
    bench.faults.next("chat.postMessage", kind, 2)  # type: ignore[arg-type]
    await bench.passes(minutes=AFTER)
    assert len(lists(bench)) == 1


async def test_a_list_that_somebody_deleted_is_posted_anew(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    await bench.passes(minutes=AFTER)
    [listed] = lists(bench)
    del bench.support.messages[listed.ts]
    await bench.says("My parcel", person=EVE)
    await bench.passes(minutes=AFTER)
    [new] = lists(bench)
    assert "2 tickets" in new.words


async def test_on_hold_until_a_day_says_so_on_the_card_and_comes_back_in_the_thread(bench: Bench) -> None:
    card = await bench.claimed()
    until = int((START + timedelta(days=2)).timestamp())
    await bench.ben.clicks("More…", card)
    await bench.ben.clicks_in_modal("On hold")
    await bench.ben.fills({"Reason": "the supplier", "Until": until})
    await bench.ben.submits()
    await bench.settled()
    assert f"🧊 On hold until <!date^{until}^" in str(card.body)
    assert "the solution paused" in str(card.body)
    assert "the first answer due" in str(card.body)
    await bench.passes(days=2)
    assert (await bench.ticket()).status is Status.OPEN
    back = [post for post in bench.slack.thread(card.channel, card) if "it was on hold until now" in post.words]
    assert f"<@{bench.ben.id}>" in str(back[0].body)
    assert "🧊 On hold" not in str(card.body)


async def test_a_moment_that_is_over_is_refused_under_its_field_and_nothing_is_lost(bench: Bench) -> None:
    card = await bench.claimed()
    await bench.ben.clicks("More…", card)
    await bench.ben.clicks_in_modal("On hold")
    await bench.ben.fills({"Reason": "the supplier", "Until": int(START.timestamp()) - 60})
    refused = await bench.ben.submits()
    assert "That time is over: it is 2026-03-02 09:00" in str(refused)
    assert (await bench.ticket()).status is Status.OPEN
    await bench.ben.fills({"Until": None})
    await bench.ben.submits()
    await bench.settled()
    ticket = await bench.ticket()
    assert (ticket.status, ticket.on_hold_for, ticket.on_hold_until) == (Status.ON_HOLD, "the supplier", None)


async def test_snoozed_it_leaves_the_home_and_a_message_brings_it_back(bench: Bench) -> None:
    card = await bench.claimed()
    until = int((START + timedelta(days=2)).timestamp())
    await bench.ben.clicks("More…", card)
    await bench.ben.clicks_in_modal("Snooze")
    await bench.ben.fills({"Until": int(START.timestamp())})
    assert "That time is over" in str(await bench.ben.submits())
    await bench.ben.fills({"Until": until})
    await bench.ben.submits()
    await bench.settled()
    assert f"😴 Snoozed until <!date^{until}^" in str(card.body)
    assert bench.ben.home is not None
    assert "1 snoozed" in bench.ben.home.words
    await bench.says("Any news?", person=ADA)
    assert "😴 Snoozed" not in str(card.body)
    assert "1 snoozed" not in bench.ben.home.words
    assert any("the customer wrote, so it is not snoozed" in words for words in bench.in_thread(card))


async def test_waking_it_is_in_the_menu(bench: Bench) -> None:
    card = await bench.claimed()
    await bench.ben.clicks("More…", card)
    await bench.ben.clicks_in_modal("Snooze")
    await bench.ben.fills({"Until": int((START + timedelta(days=2)).timestamp())})
    await bench.ben.submits()
    await bench.settled()
    await bench.ben.clicks("More…", card)
    await bench.ben.clicks_in_modal("Wake up")
    await bench.ben.sees_modal("It is not snoozed any more")
    await bench.settled()
    assert (await bench.ticket()).snoozed_until is None
