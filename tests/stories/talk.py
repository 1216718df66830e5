"""What most stories begin with: Ada has asked, Ben has her ticket, and he answers."""

from datetime import timedelta

from bot.sandbox.slack.workspace import Message
from bot.sandbox.telegram.people import Person
from tests.stories.world import World

A_WHILE = timedelta(seconds=0.1)
"""Between two answers; several are typed within the undo window."""


async def claimed(here: World) -> Message:
    """Ada asked something and Ben has it."""
    await here.customer("Ada").says("Where is my parcel?")
    card = await here.card()
    await here.agent("Ben").clicks("Claim", card)
    await here.settles()
    return card


async def conversation(here: World) -> tuple[Person, Message]:
    """Ada has written and knows that it was taken, and Ben has her ticket."""
    ada = here.customer("Ada")
    await ada.says("Hello?")
    await ada.sees("#1001")
    card = await here.card()
    await here.agent("Ben").clicks("Claim", card)
    await here.settles()
    return ada, card


async def answers(here: World, card: Message, *texts: str) -> list[Message]:
    """Ben types them one after another; they wait for their undo windows."""
    typed = []
    for text in texts:
        typed.append(await here.agent("Ben").says("support", text, card.ts))
        await here.sandbox.clock.forward(A_WHILE)
    return typed
