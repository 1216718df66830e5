"""Customers who were let down, in Slack: the card, its buttons, its forms."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.desk.desk import Desk
from bot.desk.events import CUSTOMER, SurveyAnswered
from bot.desk.practice import Cause, Practice
from bot.desk.recovery.rules import Channel, Recovering
from bot.desk.recovery.tables import Recovery
from bot.desk.surveys.tables import Survey
from bot.engine.database import Database
from bot.sandbox.slack.workspace import Message as Post
from tests.handlers.slack.bench import FIRST, START, Bench

LATER = int((START + timedelta(hours=2)).timestamp())


class Cared(Bench):
    def practice(self) -> Practice:
        practice = super().practice()
        teams = tuple(replace(team, recovery=Recovering(Channel.TEAM)) for team in practice.teams)
        causes = (Cause("defect", "Something was broken"), Cause("wish", "A wish"))
        return replace(practice, teams=teams, causes=causes, supervisors=self.ops.id)


@pytest.fixture
async def bench(database: Database) -> AsyncIterator[Bench]:
    async with Cared(database) as bench:
        yield bench
        bench.blameless()


def is_unhappy(desk: Desk, agent: str) -> None:
    """As when the customer pressed the button under the question."""
    ticket = desk.ticket(FIRST)
    asked: dict[str, Any] = {"scale": "1-5", "solved_at": desk.moment, "ask_at": desk.moment, "asked_at": desk.moment}
    survey = Survey(ticket_id=FIRST, customer_id=ticket.customer_id, agent=agent, score=2, **asked)
    desk.keep(survey)
    rated: dict[str, Any] = {
        "survey": survey.id,
        "score": 2,
        "scale": "1-5",
        "former": None,
        "agent": agent,
        "shared": False,
    }
    desk.happened(SurveyAnswered(ticket=FIRST, actor=CUSTOMER, **rated))


async def let_down(bench: Bench) -> Post:
    """Ben handled it; gives the card of the task."""
    await bench.claimed()
    await bench.door.do(is_unhappy, bench.ben.id)
    await bench.settled()
    [card] = [post for post in bench.support.messages.values() if "was let down" in post.words]
    return card


async def test_a_colleague_takes_it_and_of_two_presses_one_counts(bench: Bench) -> None:
    card = await let_down(bench)
    await asyncio.gather(bench.cat.clicks("Take", card), bench.cat.clicks("Take", card))
    await bench.settled()
    assert [each.owner for each in await bench.all(Recovery)] == [bench.cat.id]
    assert f"<@{bench.cat.id}>" in str(card.body)
    assert bench.whispers(bench.cat) == []
    assert [words for words in bench.in_thread(await bench.card()) if "Cat sees to the customer" in words]


async def test_who_handled_it_is_told_why_not_and_who_could(bench: Bench) -> None:
    card = await let_down(bench)
    await bench.ben.clicks("Take", card)
    await bench.settled()
    assert bench.whispers(bench.ben) == [f"You handled #{FIRST}, so somebody else is to see to its customer: Cat."]
    assert "nobody yet" in card.words


async def test_a_call_is_agreed_on_in_a_form_and_reminds_in_the_thread_of_the_card(bench: Bench) -> None:
    card = await let_down(bench)
    await bench.cat.clicks("Take", card)
    await bench.settled()
    await bench.cat.clicks("Call back", card)
    await bench.cat.fills({"When": int(START.timestamp()), "Note": "in the *evening*"})
    assert "That time is over" in str(await bench.cat.submits())
    await bench.cat.fills({"When": LATER, "Customer": ["Tell the customer that we come back to them"]})
    assert await bench.cat.submits() is None
    await bench.settled()
    assert "📞 in the *evening*" in card.words
    assert "the customer knows" in card.words
    await bench.passes(hours=2)
    [reminder] = bench.slack.thread(card.channel, card)
    assert reminder.words.startswith("📞")
    assert f"<@{bench.cat.id}>" in str(reminder.body)


async def test_it_is_done_with_an_outcome_a_line_and_a_cause_and_can_be_undone(bench: Bench) -> None:
    card = await let_down(bench)
    await bench.cat.clicks("Take", card)
    await bench.settled()
    await bench.cat.clicks("Done", card)
    await bench.cat.fills({"Outcome": "💚 Saved: the customer is content now", "What happened": "  "})
    await bench.cat.fills({"Why did it come up?": "A wish"})
    assert "Say in a line" in str(await bench.cat.submits())
    await bench.cat.fills({"What happened": "Sent a *new* lamp"})
    assert await bench.cat.submits() is None
    await bench.settled()
    assert "💚 Saved" in card.words
    assert "Sent a *new* lamp" in card.words
    assert (await bench.ticket()).cause == "wish"
    old = dict(card.body)
    await bench.cat.clicks("Undo", card)
    await bench.settled()
    assert [each.outcome for each in await bench.all(Recovery)] == [None]
    card.body = old
    await bench.ben.clicks("Undo", card)
    await bench.settled()
    assert bench.whispers(bench.ben) == [f"Cat sees to the customer of #{FIRST}, and can hand it back."]


async def test_an_old_button_says_why_nothing_happened(bench: Bench) -> None:
    card = await let_down(bench)
    await bench.cat.clicks("Take", card)
    await bench.settled()
    taken = dict(card.body)
    await bench.cat.clicks("Hand back", card)
    await bench.settled()
    card.body = taken
    await bench.cat.clicks("Done", card)
    await bench.settled()
    assert bench.whispers(bench.cat) == [f"Nobody sees to the customer of #{FIRST} yet. Press Take first."]


@pytest.mark.parametrize("kind", ["drop_after", "server_error"])
async def test_whatever_becomes_of_the_answers_card_and_digest_are_posted_once(bench: Bench, kind: str) -> None:
    await bench.claimed()
    bench.faults.next("chat.postMessage", kind, 2)  # type: ignore[arg-type]
    await bench.door.do(is_unhappy, bench.ben.id)
    await bench.settled()
    assert len([post for post in bench.support.messages.values() if "was let down" in post.words]) == 1
    bench.faults.next("chat.postMessage", kind, 2)  # type: ignore[arg-type]
    await bench.passes(hours=1)
    told = [post.words for post in bench.ops.messages.values() if "low rating" in post.words]
    assert len(told) == 1
    assert "🔻 1 low rating since the last digest" in told[0]
    assert f"#{FIRST}" in told[0]
