"""Words that wait for one thread of a busy channel go out together: through the real courier, to a local Slack."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.delivery.slack_posts import EVENT_TYPE
from bot.delivery.slack_words import going_along
from bot.delivery.verdicts import Attempt, Behind, Sent
from bot.desk import outgoing as out
from bot.desk.people.customers import Person
from bot.desk.tickets import conversation, rewriting
from bot.desk.tickets.tables import Message
from bot.desk.words import Words
from bot.engine.database import Database
from tests.handlers.slack.bench import ADA, Bench


@pytest.fixture
async def bench(database: Database) -> AsyncIterator[Bench]:
    async with Bench(database) as bench:
        bench.door.practice = replace(bench.door.practice, flood=0)  # here few people write what many would
        yield bench


def letter(bench: Bench, number: int, text: str) -> conversation.Letter:
    return conversation.Letter(number, Words(text), bench.clock.now())


async def burst(bench: Bench, people: list[Person], each: int) -> list[list[str]]:
    """Everybody writes so often before anything is posted, in turn; what each of them wrote."""
    for person in people:
        await bench.says("The first", person=person)
    bench.door.committed = lambda: None
    for number in range(each):
        letters = [(person, letter(bench, 100 + number, f"{person.name} {number}")) for person in people]
        await asyncio.gather(*(bench.door.do(conversation.wrote, *each) for each in letters))
    bench.door.committed = bench.courier.poke
    return [[f"{person.name} {number}" for number in range(each)] for person in people]


async def falls_behind(bench: Bench) -> None:
    bench.machine += 3000
    await bench.settled()


async def lines(bench: Bench) -> list[list[str]]:
    """What customers wrote after the first, thread by thread, as the threads show it."""
    threads = [
        bench.in_thread(await bench.card(number)) for number in sorted({card.ticket_id for card in await bench.cards()})
    ]
    return [[line for post in thread[1:] for line in post.splitlines()[1::2]] for thread in threads]


async def posts_of(bench: Bench) -> list[str | None]:
    """Where the messages after each customer's first stand."""
    return [message.post for message in await bench.all(Message) if (message.chat_first or 0) >= 100]


async def test_a_burst_is_posted_in_a_fraction_of_posts_and_every_word_is_there_once_in_order(bench: Bench) -> None:
    people = [Person(chat=10 + number, name=f"Customer{number}") for number in range(5)]
    wrote = await burst(bench, people, each=100)
    before = len(bench.slack.called("chat.postMessage"))
    await falls_behind(bench)
    assert await lines(bench) == wrote
    assert len(bench.slack.called("chat.postMessage")) - before <= 500 / 10
    posts = await posts_of(bench)
    assert None not in posts
    assert len(posts) == 500
    bench.blameless()


@pytest.mark.parametrize("kind", ["drop_after", "server_error", "drop_before"])
async def test_whatever_becomes_of_the_answer_they_are_posted_once(bench: Bench, kind: str) -> None:
    [wrote] = await burst(bench, [ADA], each=4)
    bench.faults.next("chat.postMessage", kind)  # type: ignore[arg-type]
    await falls_behind(bench)
    assert await lines(bench) == [wrote]
    assert None not in await posts_of(bench)


async def test_a_channel_that_is_not_behind_has_a_post_for_each(bench: Bench) -> None:
    await burst(bench, [ADA], each=4)
    bench.courier.poke()
    await bench.courier.drained()
    assert len(set(await posts_of(bench))) == 4


async def test_who_takes_over_learns_from_the_post_itself_what_stands_in_it(bench: Bench) -> None:
    await burst(bench, [ADA], each=3)
    rows = [out.PostWords(channel=bench.support.id, card=1, message=number, text="?") for number in (2, 3, 4)]
    behind = [Behind(8, rows[1]), Behind(9, rows[2])]
    first = await bench.sender(rows[0], Attempt("1:7", 1, behind))
    again = await bench.sender(rows[0], Attempt("1:7", 2, behind))
    assert isinstance(first, Sent)
    assert isinstance(again, Sent)
    assert first.together == again.together == (8, 9)
    posted = list(bench.support.messages.values())[-1]
    assert posted.metadata == {"event_type": EVENT_TYPE, "event_payload": {"row": "1:7", "together": [8, 9]}}


async def test_a_changed_message_is_changed_where_it_stands_among_others(bench: Bench) -> None:
    await burst(bench, [ADA], each=3)
    await falls_behind(bench)
    await bench.door.do(rewriting.rewrote, ADA, letter(bench, 101, "No, the left one"))
    await bench.settled()
    [_, shared] = bench.in_thread(await bench.card())
    assert shared.splitlines()[1::2][:2] == [f"{ADA.name} 0", "No, the left one"]
    assert "Changed. At first:" in shared
    assert shared.endswith(f"{ADA.name} 2")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_outgrows_a_shared_post_stands_below_and_no_word_is_lost(bench: Bench) -> None:
    await bench.says("The first")
    bench.door.committed = lambda: None
    for number in (100, 101):
        await bench.door.do(conversation.wrote, ADA, letter(bench, number, f"{number} " + "x" * 4000))
    forwarded = [replace(letter(bench, number, f"{number} " + "y" * 2500), forwarded=True) for number in (102, 103)]
    await bench.door.do(conversation.wrote, ADA, forwarded[0])
    bench.door.committed = bench.courier.poke
    await falls_behind(bench)
    assert len(set(await posts_of(bench))) == 1
    await bench.door.do(conversation.wrote, ADA, forwarded[1])
    await bench.settled()
    await bench.door.do(rewriting.rewrote, ADA, letter(bench, 100, "100 changed " + "z" * 4050))
    await bench.settled()
    shown = "\n".join(bench.in_thread(await bench.card()))
    assert [word in shown for word in ("100 changed", "101 xxx", "102 yyy", "103 yyy")] == [True] * 4
    bench.blameless()


def words(card: int) -> out.Outgoing:
    return out.PostWords(channel="C", card=card, message=1, text="?")


OURS, THEIRS = words(1), words(2)
LINE, NEWS = out.PostEntry(channel="C", card=1, entry=1), out.AlertOperators(channel="C", sentence="?")
BEHIND: list[tuple[list[out.Outgoing], list[int]]] = [
    ([], []),
    ([OURS, OURS], [0, 1]),
    ([THEIRS, OURS, THEIRS, OURS], [1, 3]),
    ([OURS, LINE, OURS], [0]),
    ([out.PostEntry(channel="C", card=2, entry=1), OURS], [1]),
    ([NEWS, OURS], []),
]


@pytest.mark.parametrize(("behind", "along"), BEHIND)
def test_nothing_of_a_thread_overtakes_anything_of_it(behind: list[out.Outgoing], along: list[int]) -> None:
    row = out.PostWords(channel="C", card=1, message=1, text="?")
    found = going_along(row, [Behind(number, each) for number, each in enumerate(behind)])
    assert [each.number for each in found] == along
