"""Taking words back from Slack, and handing out a transcript, through a Slack that breaks on demand."""

from collections.abc import AsyncIterator

import pytest

from bot.delivery.slack_clearing import AT_ONCE
from bot.desk.people.tables import Customer
from bot.desk.privacy import requests, transcripts
from bot.desk.tickets import replies
from bot.desk.words import Words
from bot.engine.database import Database
from bot.sandbox.faults import Kind
from bot.sandbox.slack.workspace import Message as Post
from tests.databases import Fresh
from tests.handlers.slack.bench import FIRST, Bench


@pytest.fixture
def database_url(fresh_sqlite: Fresh) -> str:
    """On one kind: what is tried here is between us and Slack."""
    return fresh_sqlite()


@pytest.fixture
async def bench(database: Database) -> AsyncIterator[Bench]:
    async with Bench(database) as bench:
        yield bench


async def noted(bench: Bench, count: int) -> Post:
    """A ticket of Ben's with so many notes from the form, each a post of ours; gives its card."""
    card = await bench.claimed()
    for number in range(count):
        await bench.door.do(replies.note, FIRST, bench.ben.id, Words(f"Note {number}"))
    await bench.settled()
    return card


async def forgets(bench: Bench) -> None:
    [customer] = await bench.all(Customer)
    await bench.door.do(requests.forget_for_operator, customer.id, "operator")
    await bench.settled()


async def test_a_long_thread_is_cleared_a_little_at_a_time(bench: Bench) -> None:
    card = await noted(bench, AT_ONCE * 2 + 3)
    await bench.ben.says("support", "// he was kind", card.ts)
    await forgets(bench)
    typed, said = bench.in_thread(card)
    assert typed == "// he was kind"
    assert "cannot delete 1 message that was typed here by people" in said
    assert len(bench.slack.called("conversations.replies")) == 3
    bench.blameless()


@pytest.mark.parametrize("kind", ["drop_after", "drop_before", "server_error", "rate_limited"])
async def test_whatever_becomes_of_the_answers_nothing_stays_behind(bench: Bench, kind: Kind) -> None:
    card = await noted(bench, 3)
    bench.faults.next("chat.delete", kind, 2)
    await forgets(bench)
    [said] = bench.in_thread(card)
    assert said == "🧹 What was said is erased, here and in the desk's records."


async def test_what_was_posted_while_it_was_erased_is_cleared_as_well(bench: Bench) -> None:
    card = await noted(bench, 1)
    bench.faults.next("chat.postMessage", "server_error", 2)
    await bench.door.do(replies.note, FIRST, bench.ben.id, Words("Too late"))
    await forgets(bench)
    assert "Too late" not in "\n".join(bench.in_thread(card))


@pytest.mark.parametrize("kind", ["drop_after", "drop_before", "server_error"])
async def test_a_transcript_is_there_once_whatever_becomes_of_the_answers(bench: Bench, kind: Kind) -> None:
    card = await noted(bench, 1)
    bench.faults.next("files.completeUploadExternal", kind, 1)
    await bench.door.do(transcripts.ask, FIRST, bench.ben.id)
    await bench.settled()
    names = [file["name"] for post in bench.slack.thread(bench.support, card) for file in post.body.get("files", [])]
    assert len(names) == 1
    bench.blameless()
