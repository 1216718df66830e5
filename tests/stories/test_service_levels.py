"""A promise in the sandbox, as its page shows it: warned of, missed, acted on by a supervisor, and over."""

from datetime import timedelta

from bot.sandbox.slack.workspace import Message
from tests.stories.world import World


async def goes_by(world: World, minutes: float) -> None:
    """What was missed is gathered a moment later."""
    await world.passes(timedelta(minutes=minutes))
    await world.passes(timedelta(seconds=3))


async def answered(world: World, card: Message) -> None:
    await world.agent("Ben").says("support", "Try the other socket", card.ts)
    await world.settles()
    await world.passes()
    await world.customer("Ada").sees("Try the other socket")


async def test_a_promise_is_warned_of_missed_acknowledged_and_over_in_one_line(world: World) -> None:
    ada, ben, sam = world.customer("Ada"), world.agent("Ben"), world.agent("Sam")
    await ada.says("My lamp is broken")
    await ada.sees("#1001")
    card = await world.card()
    await ben.clicks("Claim", card)
    await goes_by(world, 46)
    assert any("the first answer is due" in line for line in world.thread(card))

    await goes_by(world, 15)
    board = await sam.sees("1 first answer is late, since", "supervisors")
    assert any("the first answer: due" in line for line in world.thread(card))
    assert "My lamp is broken" in board.words
    await sam.clicks("Acknowledge", board)
    await world.settles()
    assert "Sam sees to it" in board.words

    await answered(world, card)
    await world.settles()
    assert "none is late any more" in board.words
    await goes_by(world, 31)
    assert board.words.startswith("✅ *Support*: over. 1 first answer was late, from ")
    assert len(world.slack.channel("supervisors").messages) == 1
