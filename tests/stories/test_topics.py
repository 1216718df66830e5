"""A topic for each ticket in its customer's chat."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.slack.workspace import Message
from bot.sandbox.telegram.people import Person
from tests.stories.world import World
from tests.stories.world import world as begun


@pytest.fixture
def topics() -> bool:
    return True


async def two_tickets(world: World) -> tuple[Person, Message, Message]:
    """Ada has #1001 on a printer and #1002 on an invoice, and Ben has both."""
    ada, ben = world.customer("Ada"), world.agent("Ben")
    await ada.says("The printer is broken")
    await world.settles()
    await ada.says("/new And my invoice is wrong")
    await world.settles()
    printer, invoice = await world.card("#1001"), await world.card("#1002")
    for card in (printer, invoice):
        await ben.clicks("Claim", card)
    await world.settles()
    return ada, printer, invoice


async def answers(world: World, card: Message, text: str) -> None:
    await world.agent("Ben").says("support", text, card.ts)
    await world.passes()


def said_in(ada: Person, words: str) -> list[str]:
    """What stands in the newest topic of that name, oldest first."""
    return [seen.text for seen in ada.chat if seen.thread == ada.topic(words)]


async def test_two_tickets_at_once_are_two_conversations(world: World) -> None:
    ada, printer, invoice = await two_tickets(world)
    assert ada.topics == ["💬 #1001 · The printer is broken", "💬 #1002 · And my invoice is wrong"]
    await answers(world, printer, "Which printer?")
    await answers(world, invoice, "Which invoice?")
    await ada.says("The red one", thread=ada.topic("printer"))
    await ada.says("The one of May", thread=ada.topic("invoice"))
    await world.settles()
    assert said_in(ada, "printer")[1:] == ["Which printer?", "The red one"]
    assert said_in(ada, "invoice")[1:] == ["Which invoice?", "The one of May"]
    assert world.thread(printer)[-1].endswith("The red one")
    assert world.thread(invoice)[-1].endswith("The one of May")


async def test_an_answer_to_one_message_is_shown_below_it_in_its_topic(world: World) -> None:
    ada, printer, _ = await two_tickets(world)
    asked = await ada.says("The red one or the blue one?", thread=ada.topic("printer"))
    await world.settles()
    ben = world.agent("Ben")
    await ben.shortcut("reply_to_customer", world.slack.thread(printer.channel, printer)[-1])
    await ben.fills({"Message": "The red one"})
    await ben.submits()
    await ben.submits()
    await world.settles()
    said = ada.chat[-1]
    assert (said.text, said.reply_to, said.thread) == ("The red one", asked["message_id"], ada.topic("printer"))
    world.sound()


async def test_a_topics_name_says_that_its_ticket_is_solved_and_that_it_came_back(world: World) -> None:
    ada, printer, _ = await two_tickets(world)
    await world.agent("Ben").clicks("Resolve", printer)
    await world.settles()
    assert ada.topics[0] == "✅ #1001 · The printer is broken"
    assert "We have solved" in said_in(ada, "printer")[-1]
    await ada.says("It still smells", thread=ada.topic("printer"))
    await world.settles()
    assert ada.topics[0] == "💬 #1001 · The printer is broken"
    assert "open again" in said_in(ada, "printer")[-1]
    assert "Solved" not in printer.words


async def test_commands_and_buttons_answer_where_they_were_used(world: World) -> None:
    ada, _, invoice = await two_tickets(world)
    await ada.says("/status", thread=ada.topic("invoice"))
    await world.settles()
    assert "2 open tickets" in said_in(ada, "invoice")[-1]
    await ada.says("/close", thread=ada.topic("invoice"))
    await world.settles()
    assert "is closed" in said_in(ada, "invoice")[-1]
    assert "Solved" in invoice.words


async def test_no_word_is_lost_where_topics_are_deleted_again_and_again(world: World) -> None:
    ada, printer, _ = await two_tickets(world)
    for number in range(4):
        if "printer" in " ".join(ada.topics):
            await ada.deletes_topic(ada.topic("printer"))
        await answers(world, printer, f"Answer {number}")
    answered = [seen.text.splitlines()[-1] for seen in ada.history if "Answer" in seen.text]
    assert answered == [f"Answer {number}" for number in range(4)]
    assert ada.topics == ["💬 #1002 · And my invoice is wrong"]
    await ada.says("I saw it", reply_to=ada.chat[-1].id)
    await world.settles()
    assert world.thread(printer)[-1].endswith("I saw it")


async def test_files_go_into_the_topic_and_into_the_chat_where_it_is_gone(world: World) -> None:
    ada, printer, _ = await two_tickets(world)
    ben, topic = world.agent("Ben"), ada.topic("printer")
    await ben.shares("support", "manual.png", b"\x89PNG bytes", "Page 3", printer.ts)
    await world.passes()
    for _ in range(2):
        await ada.deletes_topic(ada.topic("printer"))
        await ben.shares("support", "again.png", b"\x89PNG bytes", "Page 4", printer.ts)
        await world.passes()
    sent = [(seen.file, seen.text.splitlines()[-1], seen.thread) for seen in ada.history if seen.file]
    assert [file for file, *_ in sent] == ["photo"] * 3
    assert [words for _, words, _ in sent] == ["Page 3", "Page 4", "Page 4"]
    assert [thread for *_, thread in sent] == [topic, sent[1][2], None]
    assert sent[1][2] not in (None, topic)


async def test_topics_switched_off_and_on_again_change_no_conversation(world: World) -> None:
    ada, printer, _ = await two_tickets(world)
    world.telegram.threaded(on=False)
    await answers(world, printer, "Which printer?")
    assert ada.chat[-1].thread is None
    await ada.says("The red one", reply_to=ada.chat[-1].id)
    await world.settles()
    assert world.thread(printer)[-1].endswith("The red one")
    world.telegram.threaded(on=True)
    await world.product.topics.look_again()
    await answers(world, printer, "Try again")
    assert said_in(ada, "printer")[-1] == "Try again"


@pytest.fixture
async def without(database_url: str) -> AsyncIterator[World]:
    async with begun(database_url, topics=True, telegram={"topics": "off"}) as here:
        yield here
        here.sound()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_operator_may_want_none(without: World) -> None:
    ada, printer, _ = await two_tickets(without)
    await answers(without, printer, "Which printer?")
    assert ada.topics == []
    assert ada.chat[-1].text.endswith("Which printer?")
