"""The supervisors' week through a Slack that breaks on demand, and with nothing that could draw."""

import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.delivery.verdicts import Attempt, Sent, Uncertain
from bot.desk.measures import weekly
from bot.desk.measures.periods import Weekly, slot_by
from bot.desk.outgoing import PostSatisfaction
from bot.desk.surveys.rules import Scale, Surveying
from bot.desk.surveys.tables import Survey
from bot.engine.database import Database
from tests.databases import Fresh
from tests.handlers.slack.bench import FIRST, Bench


@pytest.fixture
def database_url(fresh_sqlite: Fresh) -> str:
    """On one kind: what is tried here is between us and Slack."""
    return fresh_sqlite()


@pytest.fixture
async def bench(database: Database) -> AsyncIterator[Bench]:
    async with Bench(database) as bench:
        asking = {"surveys": Surveying(Scale.FIVE), "supervisors": bench.ops.id}
        bench.door.practice = replace(bench.door.practice, **asking)  # type: ignore[arg-type]
        yield bench


async def rated(bench: Bench, score: int) -> None:
    """A week before the slot that has come last."""
    await bench.says("The lamp is broken")
    moment = bench.clock.now() - timedelta(days=2)

    def keep(desk: Any) -> None:
        times: dict[str, Any] = dict.fromkeys(
            ("solved_at", "ask_at", "asked_at", "delivered_at", "answered_at"), moment
        )
        ticket = desk.ticket(FIRST)
        survey = Survey(ticket_id=FIRST, customer_id=ticket.customer_id, scale="1-5", score=score, **times)
        survey.agent = bench.ben.id
        desk.session.add(survey)

    await bench.door.do(keep)


async def told(bench: Bench) -> list[dict[str, Any]]:
    await bench.door.do(weekly.tell)
    await bench.settled()
    bench.blameless()
    return [post.body for post in bench.ops.messages.values()]


async def test_a_chart_is_there_once_although_its_answer_was_lost(bench: Bench) -> None:
    """Sent as the courier would, which on this bench would have lost its lease long before a chart is drawn."""
    await rated(bench, 5)
    bench.faults.next("files.completeUploadExternal", "drop_after", 1)
    last = slot_by(bench.clock.now(), Weekly(), "UTC").date() - timedelta(days=1)
    row = PostSatisfaction(channel=bench.ops.id, last=last.isoformat())
    outcomes = [type(await bench.sender(row, Attempt("1", number))) for number in (1, 2)]
    assert outcomes == [Uncertain, Sent]
    [post] = bench.ops.messages.values()
    assert "100.0 % of 1 rating was good" in post.body["text"]
    assert len(post.body["files"]) == 1
    bench.blameless()


async def test_where_nothing_can_be_drawn_the_numbers_go_without(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    await rated(bench, 5)
    for nothing in ("/bin/false", "/nowhere/python"):
        monkeypatch.setattr(sys, "executable", nothing)
        post = (await told(bench))[-1]
        assert "100.0 % of 1 rating was good" in post["text"]
        assert "files" not in post


async def test_of_a_week_without_any_a_sentence_is_told(bench: Bench) -> None:
    [post] = await told(bench)
    assert post["text"].endswith("Nobody was asked how it went in that time, and nobody answered.")
    assert "files" not in post
