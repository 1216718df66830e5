"""Merging, duplicates and links, from the menu behind More to the cards."""

import pytest

from bot.desk.people.customers import Person
from bot.desk.tickets import wishes
from bot.desk.tickets.life import Status
from tests.handlers.slack.bench import ADA, FIRST, Bench

SECOND = FIRST + 1
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BO = Person(chat=8, name="Bo", language="en")


async def two_tickets(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    await bench.door.do(wishes.asks_new, ADA)
    await bench.says("And the *invoice*")


async def opens(bench: Bench, label: str, ticket: int = FIRST) -> None:
    await bench.ben.clicks("More…", await bench.card(ticket))
    await bench.ben.clicks_in_modal(label)
    await bench.ben.sees_modal(f"#{ticket}")


async def merged(bench: Bench) -> None:
    await two_tickets(bench)
    await opens(bench, "Merge")
    await bench.ben.fills({"With": f"#{SECOND} · And the *invoice*"})
    assert await bench.ben.submits() is None
    await bench.settled()


async def test_a_merge_shows_what_was_said_and_leads_on_from_the_other_card(bench: Bench) -> None:
    await merged(bench)
    kept, gone = await bench.card(FIRST), await bench.card(SECOND)
    recap = bench.in_thread(kept)[-1]
    assert recap.startswith("🔀 Ben merged ")
    assert "And the *invoice*" in recap
    assert "Merged into" in gone.words
    assert f"/archives/{kept.channel.id}/p{kept.ts.replace('.', '')}" in str(gone.body)
    assert "go on there" in bench.in_thread(gone)[-1]
    assert (await bench.ticket(SECOND)).merged_into == FIRST
    bench.blameless()


@pytest.mark.parametrize("card", [FIRST, SECOND])
async def test_what_was_merged_can_be_taken_out_from_either_card(bench: Bench, card: int) -> None:
    await merged(bench)
    await opens(bench, "Unmerge", card)
    await bench.ben.fills({"Ticket": f"#{SECOND} · And the *invoice*"})
    assert await bench.ben.submits() is None
    await bench.settled()
    gone = await bench.card(SECOND)
    assert (await bench.ticket(SECOND)).status is Status.NEW
    assert "Merged into" not in gone.words
    assert "go on here" in bench.in_thread(gone)[-1]
    bench.blameless()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Choose a ticket, or type its number."),
        ("the other", "“the other” is no ticket's number. Type one such as 1042."),
        ("1001", "That is this very ticket"),
        ("7777", "There is no ticket #7777."),
        ("99999999999", "There is no ticket #99999999999."),
        ("1003", "is another customer's"),
    ],
)
async def test_what_cannot_be_merged_is_said_in_the_form(bench: Bench, typed: str, said: str) -> None:
    await two_tickets(bench)
    await bench.says("Mine too", person=BO)
    await opens(bench, "Merge")
    await bench.ben.fills({"Or its number": typed})
    refused = await bench.ben.submits()
    assert refused is not None
    assert said in refused["Or its number" if typed else "With"]
    assert (await bench.ticket()).merged_into is None


async def test_a_form_that_names_two_tickets_asks_which(bench: Bench) -> None:
    await two_tickets(bench)
    await opens(bench, "Merge")
    await bench.ben.fills({"With": f"#{SECOND} · And the *invoice*", "Or its number": "1003"})
    assert "not both" in str(await bench.ben.submits())


async def test_who_comes_second_reads_that_it_has_been_done(bench: Bench) -> None:
    await two_tickets(bench)
    await opens(bench, "Merge")
    await bench.cat.clicks("More…", await bench.card())
    await bench.cat.clicks_in_modal("Merge")
    await bench.cat.sees_modal("Merge #1001")
    for member in (bench.ben, bench.cat):
        await member.fills({"Or its number": str(SECOND)})
    assert await bench.ben.submits() is None
    await bench.settled()
    assert f"#{SECOND} was merged into #{FIRST}" in str(await bench.cat.submits())


async def test_with_nothing_to_merge_that_is_said_at_once(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    await bench.ben.clicks("More…", await bench.card())
    await bench.ben.clicks_in_modal("Merge")
    await bench.ben.sees_modal("has no other ticket that this one could be merged with")


async def test_an_old_button_of_a_merged_ticket_says_where_to_go_on(bench: Bench) -> None:
    await two_tickets(bench)
    await bench.ben.clicks("More…", await bench.card(SECOND))
    await cat_merges(bench)
    await bench.ben.clicks_in_modal("Priority")
    await bench.ben.sees_modal(f"#{SECOND} was merged into #{FIRST}. Go on there.")


async def cat_merges(bench: Bench) -> None:
    await bench.cat.clicks("More…", await bench.card())
    await bench.cat.clicks_in_modal("Merge")
    await bench.cat.fills({"Or its number": str(SECOND)})
    assert await bench.cat.submits() is None
    await bench.settled()


async def test_linked_tickets_are_named_on_both_cards_until_they_are_not(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    await bench.says("Mine too", person=BO)
    await opens(bench, "Link")
    await bench.ben.fills({"Its number": str(SECOND)})
    assert await bench.ben.submits() is None
    await bench.settled()
    cards = [await bench.card(FIRST), await bench.card(SECOND)]
    assert ["Linked with" in card.words for card in cards] == [True, True]
    await opens(bench, "Unlink", SECOND)
    assert await bench.ben.submits() is None
    await bench.settled()
    cards = [await bench.card(FIRST), await bench.card(SECOND)]
    assert ["Linked with" in card.words for card in cards] == [False, False]
    assert "🔗 Ben removed the link with #1002" in bench.in_thread(cards[0])
    bench.blameless()


async def test_a_duplicate_is_closed_and_says_of_which(bench: Bench) -> None:
    await bench.says("The lamp is broken")
    await bench.says("Mine too", person=BO)
    await opens(bench, "Close as duplicate", SECOND)
    await bench.ben.fills({"Its number": "#1001"})
    assert await bench.ben.submits() is None
    await bench.settled()
    first, second = await bench.card(FIRST), await bench.card(SECOND)
    assert "duplicate of #1001" in second.words
    assert "♻️ Ben closed it as a duplicate of #1001" in bench.in_thread(second)
    assert "♻️ Ben closed #1002 as a duplicate of this one" in bench.in_thread(first)
    bench.blameless()
