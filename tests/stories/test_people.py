"""Customers who stop the bot and come back, and those who write too much."""

from bot.desk.tickets.floods import EVERY
from bot.engine import dead_letters
from bot.sandbox.slack.workspace import Message
from tests.stories.proof import nothing_doubled, read_by, said_by
from tests.stories.talk import answers, conversation
from tests.stories.world import World

KEPT = ["Are you there?", "It is fixed now."]


async def sent(world: World, card: Message, *texts: str) -> list[Message]:
    """Ben's answers, when their undo windows have passed."""
    typed = await answers(world, card, *texts)
    await world.passes()
    return typed


def questions(world: World, card: Message) -> list[str]:
    return [words for words in world.thread(card) if "could not be sent meanwhile" in words]


async def test_what_a_customer_who_left_could_not_get_is_offered_when_they_are_back_and_sent_once(world: World) -> None:
    ada, card = await conversation(world)
    ben = world.agent("Ben")
    await ada.blocks()
    await world.settles()
    assert "they blocked the bot" in card.words
    assert any("The customer blocked the bot" in words for words in world.thread(card))
    typed = await sent(world, card, *KEPT)
    assert [list(each.reactions) for each in typed] == [["warning"], ["warning"]]

    await ada.unblocks()
    offer = await ben.sees("2 answers could not be sent meanwhile", thread=card)
    await world.settles()
    assert "blocked the bot" not in card.words
    await ben.clicks("Send now", offer)
    await world.settles()
    assert read_by(ada, KEPT) == KEPT
    assert [list(each.reactions) for each in typed] == [["white_check_mark"], ["white_check_mark"]]
    assert "Ben had 2 answers sent" in offer.words
    assert questions(world, card) == []
    await ada.says("Thank you, now I have it")
    await world.settles()
    assert questions(world, card) == []
    nothing_doubled(world.slack)


async def test_a_notice_that_finds_nobody_is_forgotten_and_the_next_message_brings_the_customer_back(
    world: World,
) -> None:
    ada, card = await conversation(world)
    await ada.blocks()
    await world.agent("Ben").clicks("Resolve", card)
    await world.settles()
    assert await world.product.door.database.read(dead_letters.dead_letters, 10) == []
    await ada.unblocks()
    await ada.says("It is not solved")
    await ada.sees("is open again")
    await world.settles()
    assert "blocked the bot" not in card.words
    assert questions(world, card) == []


async def test_who_writes_too_fast_is_told_once_and_loses_nothing_and_others_are_heard_meanwhile(world: World) -> None:
    ada, card = await conversation(world)
    poured = [f"number {number}" for number in range(40)]
    for text in poured:
        await ada.says(text)
    await ada.sees("faster than we can read")
    await world.customer("Zofia").says("May I ask something?")
    await world.agent().sees("May I ask something?", "support")
    await world.settles()
    assert said_by("Ada", world.slack.thread(card.channel, card)) == ["Hello?", *poured[:29]]
    await world.passes(EVERY)
    assert said_by("Ada", world.slack.thread(card.channel, card)) == ["Hello?", *poured]
    assert len([seen for seen in ada.chat if "faster than we can read" in seen.text]) == 1
    nothing_doubled(world.slack)
