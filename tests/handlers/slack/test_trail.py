"""Whatever shows an agent what customers said is in the audit trail: a line for each look."""

import pytest

from bot.desk.people.customers import Person
from bot.desk.privacy.tables import Audit
from bot.desk.tickets import handling, merging, wishes
from bot.sandbox.slack.workspace import Message as Post
from tests.handlers.slack.bench import ADA, FIRST, Bench

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BO = Person(chat=8, name="Bo", language="en")
Line = tuple[str, int | None, object, object]


async def trail(bench: Bench) -> list[Line]:
    """What was done, with which ticket or tickets, and where."""
    lines = await bench.all(Audit)
    return [(line.what, line.ticket_id, line.detail.get("tickets"), line.detail.get("how")) for line in lines]


async def two_tickets(bench: Bench) -> Post:
    """Of Ada's; Ben has the first, whose card this gives."""
    card = await bench.claimed()
    await bench.door.do(wishes.asks_new, ADA)
    await bench.says("And the invoice")
    return card


async def test_lists_are_a_line_each_however_many_tickets_they_show(bench: Bench) -> None:
    await bench.claimed()
    for person in (BO, Person(chat=9, name="Cem", language="en")):
        await bench.says("No heating", person=person)
    await bench.ben.opens_home()
    for words in ("", "my", "queue"):
        await bench.ben.command("/desk", words, bench.support)
    await bench.settled()
    waiting = [FIRST + 1, FIRST + 2]
    assert await trail(bench) == [
        ("tickets_listed", None, [FIRST, *waiting], "home"),
        ("tickets_listed", None, [FIRST], "my"),
        ("tickets_listed", None, [FIRST], "my"),
        ("tickets_listed", None, waiting, "queue"),
    ]
    assert {line.who for line in await bench.all(Audit)} == {bench.ben.id}


async def test_a_list_of_nobody_and_a_strangers_home_say_nothing_of_anybody(bench: Bench) -> None:
    await bench.ben.opens_home()
    await bench.ben.command("/desk", "queue", bench.support)
    await bench.says("No heating", person=BO)
    await bench.dan.opens_home()
    await bench.settled()
    assert await trail(bench) == []


async def test_forms_that_show_other_tickets_or_what_was_said_are_looks(bench: Bench) -> None:
    card = await two_tickets(bench)
    await bench.ben.clicks("Reply", card)
    await bench.ben.closes_modal()
    for label in ("Merge", "Close as duplicate", "Link"):
        await bench.ben.clicks("More…", card)
        await bench.ben.clicks_in_modal(label)
    await bench.settled()
    looks = [line for line in await trail(bench) if line[3] != "menu"]
    both = [FIRST, FIRST + 1]
    assert looks == [
        ("ticket_read", FIRST, None, "reply"),
        *(("tickets_listed", None, both, how) for how in ("merge", "duplicate", "link")),
    ]


async def test_what_a_move_or_a_merge_shows_elsewhere_is_written_down_with_who_caused_it(bench: Bench) -> None:
    await two_tickets(bench)
    await bench.door.do(handling.hand_over, FIRST, bench.ben.id, "billing")
    await bench.settled()
    await bench.door.do(merging.merge, FIRST, bench.ben.id, FIRST + 1)
    await bench.settled()
    assert [line[1:] for line in await trail(bench)] == [(FIRST, None, "move"), (FIRST + 1, None, "merge")]
    assert {line.who for line in await bench.all(Audit)} == {bench.ben.id}
