"""What customers do in Telegram, and what they see of it."""

import asyncio
from datetime import timedelta

import pytest

from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.phones import Seen
from tests.stories.conftest import BOTH_WAYS
from tests.stories.world import World

DAY = timedelta(days=1)


async def two_tickets(world: World) -> Person:
    """Ada has #1001 on a printer and #1002 on an invoice; agents have answered in the second."""
    ada = world.customer("Ada")
    await ada.says("The printer is broken")
    await ada.sees("#1001")
    await world.passes(timedelta(minutes=1))
    await ada.says("/new")
    await ada.sees("opens a new ticket")
    await ada.says("And my invoice is wrong")
    await ada.sees("#1002")
    return ada


async def solved(world: World, number: int = 1001) -> None:
    card = await world.card(f"#{number}")
    await world.agent().clicks("Claim", card)
    await world.agent().clicks("Resolve", card)
    await world.settles()


async def test_start_greets_and_keeps_where_they_came_from(world: World) -> None:
    ada = world.customer("Ada")
    await ada.says("/start pricing_page")
    await ada.sees("This is Acme Support")
    await ada.says("How much is it?")
    await ada.sees("#1001")
    await world.settles()
    assert "pricing_page" in (await world.card()).words


async def test_four_first_messages_at_once_make_one_ticket(world: World) -> None:
    ada = world.customer("Ada")
    await asyncio.gather(*(ada.says(f"part {number}") for number in range(4)))
    await world.settles()
    card = await world.card()
    assert [words.splitlines()[-1] for words in world.thread(card)] == [f"part {number}" for number in range(4)]
    assert len(world.slack.called("chat.postMessage")) == 1 + 4


async def test_the_category_is_asked_by_buttons_and_moves_the_ticket_to_its_team(world: World) -> None:
    ada = world.customer("Ada")
    await ada.says("I was charged twice")
    asked = await ada.sees("What is it about")
    await ada.presses("Payments and invoices")
    await world.settles()
    chosen = next(seen for seen in ada.chat if seen.id == asked.id)
    assert "Payments and invoices" in chosen.text
    assert chosen.labels() == []
    moved = await world.card(channel="billing")
    assert "I was charged twice" in "\n".join(world.thread(moved))
    left = await world.card("Moved")
    assert "Claim" not in left.words


@BOTH_WAYS
async def test_an_old_button_does_no_harm_and_says_why(world: World) -> None:
    ada = world.customer("Ada")
    await ada.says("I was charged twice")
    await ada.says("/status")
    asked = await ada.sees("You have 1 open ticket")
    await solved(world)
    await ada.presses("Add to #1001", asked.id)
    await ada.sees("#1001 is already closed")
    await world.settles()
    assert "Solved" in (await world.card()).words


async def test_a_message_goes_to_the_ticket_it_replies_to(world: World) -> None:
    ada = await two_tickets(world)
    first = next(seen for seen in ada.chat if seen.text == "The printer is broken")
    await ada.says("It is the red one", reply_to=first.id)
    await world.settles()
    assert world.thread(await world.card("#1001"))[-1].endswith("It is the red one")


@BOTH_WAYS
async def test_a_message_that_could_be_for_either_is_asked_about_and_waits(world: World) -> None:
    ada = await two_tickets(world)
    await solved(world, 1002)
    await ada.says("/new")
    await ada.sees("opens a new ticket", after=ada.chat[-1].id)
    await ada.says("A third thing")
    await ada.sees("#1003")
    await solved(world, 1003)
    await ada.says("Reopen", reply_to=_says(ada, "A third thing").id)
    await ada.sees("open again")
    card = await world.card("#1001")
    await world.agent().clicks("Claim", card)
    await world.agent().says("support", "Which printer?", card.ts)
    await world.passes()

    await ada.says("The red one")
    await ada.says("Next to the door")
    question = await ada.sees("Which ticket is your message for?")
    assert len([seen for seen in ada.chat if "Which ticket is your message" in seen.text]) == 1
    await ada.presses("#1001 · The printer is broken", question.id)
    await world.settles()
    assert [line.splitlines()[-1] for line in world.thread(card)[-2:]] == ["The red one", "Next to the door"]
    assert "went to" in next(seen for seen in ada.chat if seen.id == question.id).text


async def test_a_question_nobody_answers_goes_where_they_wrote_last(world: World) -> None:
    ada = await two_tickets(world)
    card = await world.card("#1001")
    await world.agent().clicks("Claim", card)
    await world.agent().says("support", "Which printer?", card.ts)
    await world.passes()
    await ada.says("Hm")
    await ada.sees("Which ticket is your message for?")
    await world.passes(timedelta(minutes=15))
    assert world.thread(await world.card("#1002"))[-1].endswith("Hm")


async def test_thanks_reopen_nothing(world: World) -> None:
    ada = world.customer("Ada")
    await ada.says("Hello?")
    await solved(world)
    await ada.says("Thank you so much! 🙏")
    await ada.sees("You are welcome")
    card = await world.card()
    await world.settles()
    assert "Solved" in card.words
    assert world.thread(card)[-1].endswith("Thank you so much! 🙏")


@BOTH_WAYS
async def test_after_a_week_a_message_opens_a_follow_up(world: World) -> None:
    ada = world.customer("Ada")
    await ada.says("Hello?")
    await solved(world)
    await world.passes(7 * DAY + timedelta(seconds=1))
    await ada.says("It is broken again")
    await ada.sees("so this is a new one: #1002")
    await world.settles()
    assert "#1001" in "\n".join([(await world.card("#1002")).words, *world.thread(await world.card("#1002"))])


async def test_status_shows_where_each_ticket_stands_and_what_can_be_done(world: World) -> None:
    ada = await two_tickets(world)
    await world.agent().clicks("Claim", await world.card("#1001"))
    await world.settles()
    await ada.says("/status")
    status = await ada.sees("2 open tickets")
    assert "Ben is looking into it" in status.text
    assert "Waiting for one of us" in status.text
    await ada.presses("A person for #1002, please")
    await ada.sees("would like a person")
    await ada.presses("Close #1001")
    await ada.sees("is closed")
    await world.settles()
    assert "Solved" in (await world.card("#1001")).words
    assert "person" in world.thread(await world.card("#1002 ·"))[-1]


async def test_close_closes_the_only_one_and_asks_among_several(world: World) -> None:
    ada = await two_tickets(world)
    await ada.says("/close")
    which = await ada.sees("Which ticket may we close?")
    await ada.presses("#1002 · And my invoice is wrong", which.id)
    await ada.sees("is closed")
    await ada.says("/close")
    await ada.sees("#1001", after=which.id + 1)
    await world.settles()
    await ada.says("/close")
    await ada.sees("no open tickets")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("name", "opened", "close"),
    [("王芳", "#1001", "关闭"), ("Zofia", "Mamy Twoje pytanie", "Zamknij"), ("Deniz", "#1001", "kapat")],
)
async def test_each_reads_their_own_language(world: World, name: str, opened: str, close: str) -> None:
    person = world.customer(name)
    await person.says("?")
    await person.sees(opened)
    assert close in next(entry["description"] for entry in person.menu if entry["command"] == "close")


async def test_the_language_can_be_chosen_and_stays(world: World) -> None:
    ada = world.customer("Ada")
    await ada.says("/language")
    asked = await ada.sees("Which language")
    await ada.presses("Polski", asked.id)
    await world.settles()
    assert "Polski" in next(seen for seen in ada.chat if seen.id == asked.id).text
    await ada.says("Hej")
    await ada.sees("Mamy Twoje pytanie")


def _says(person: Person, text: str) -> Seen:
    return next(seen for seen in person.chat if seen.text == text)
