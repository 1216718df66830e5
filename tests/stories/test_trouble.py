"""What goes wrong between us and the platforms: nothing is lost, nothing is doubled, and whoever must know is told."""

import asyncio
import time
from collections.abc import Iterator

import pytest

from bot.engine import dead_letters
from bot.engine.ledger import Parked, parked
from bot.sandbox.faults import DELIVERY, Kind
from tests.logged import logged
from tests.stories.broken import without
from tests.stories.proof import nothing_doubled, read_by, said_by, without_repeats
from tests.stories.talk import answers, conversation
from tests.stories.world import World
from tests.stories.world import world as world_with


@pytest.fixture(autouse=True)
def _logged() -> Iterator[None]:
    with logged():
        yield


async def kept_aside(world: World) -> list[Parked]:
    return await world.product.door.database.read(parked)


async def given_up(world: World) -> list[dead_letters.DeadLetter]:
    return await world.product.door.database.read(dead_letters.dead_letters, 10)


async def test_what_is_delivered_twice_happens_once(world: World) -> None:
    world.sandbox.faults.next(DELIVERY, "duplicate", times=100)
    ada, card = await conversation(world)
    await answers(world, card, "Which one?")
    await ada.says("The one of May")
    await world.passes()
    assert said_by("Ada", world.slack.thread(card.channel, card)) == ["Hello?", "The one of May"]
    assert read_by(ada, ["Which one?"]) == ["Which one?"]
    assert len(world.slack.called("chat.postMessage")) == 4
    nothing_doubled(world.slack)


async def test_answers_that_arrive_in_another_order_leave_as_they_were_typed(world: World) -> None:
    ada, card = await conversation(world)
    world.sandbox.faults.next(DELIVERY, "reorder")
    await answers(world, card, "First this.", "Then that.")
    await world.slack.quiet()
    await world.passes()
    assert read_by(ada, ["First this.", "Then that."]) == ["First this.", "Then that."]


async def test_an_edit_that_overtakes_its_message_is_what_the_customer_reads(world: World) -> None:
    ada, card = await conversation(world)
    world.sandbox.faults.next(DELIVERY, "reorder")
    [typed] = await answers(world, card, "Yes.")
    await world.agent("Ben").edits(typed, "No.")
    await world.slack.quiet()
    await world.passes()
    assert read_by(ada, ["Yes.", "No."]) == ["No."]


async def test_a_deletion_that_overtakes_its_message_stops_it(world: World) -> None:
    ada, card = await conversation(world)
    world.sandbox.faults.next(DELIVERY, "reorder")
    [typed] = await answers(world, card, "You are an idiot.")
    await world.agent("Ben").deletes(typed)
    await world.slack.quiet()
    await world.passes()
    assert read_by(ada, ["You are an idiot."]) == []


async def test_messages_of_many_chats_keep_their_order_in_each(world: World) -> None:
    names = ("Ada", "Zofia", "Deniz")
    said = [f"number {number}" for number in range(4)]
    world.sandbox.faults.next(DELIVERY, "reorder", times=3)
    for text in said:
        for name in names:
            await world.customer(name).says(text)
    await world.settles()
    cards = [message for message in world.slack.channel("support").messages.values() if not message.in_thread]
    threads = [world.slack.thread(card.channel, card) for card in cards]
    for name in names:
        assert [said_by(name, thread) for thread in threads if said_by(name, thread)] == [said]


async def test_telegram_is_given_the_rest_it_asks_for(world: World) -> None:
    ada, card = await conversation(world)
    world.sandbox.faults.next("sendMessage", "rate_limited", retry_after=1)
    begun = time.monotonic()
    await answers(world, card, "One.", "Two.")
    await world.passes()
    sent = world.telegram.called("sendMessage")[-2:]
    assert [call.params["text"] for call in sent] == ["One.", "Two."]
    assert sent[0].at - begun >= 1
    assert read_by(ada, ["One.", "Two."]) == ["One.", "Two."]


async def test_slack_is_given_the_rest_it_asks_for(world: World) -> None:
    world.sandbox.faults.next("chat.update", "rate_limited", retry_after=1)
    world.sandbox.faults.next("reactions.add", "rate_limited", retry_after=1)
    _, card = await conversation(world)
    [typed] = await answers(world, card, "One.")
    await world.passes()
    assert list(typed.reactions) == ["white_check_mark"]
    assert "Ben" in card.words
    assert {fault.kind for _, fault in world.sandbox.faults.done} == {"rate_limited"}


async def test_a_post_that_may_have_failed_is_in_slack_once(world: World) -> None:
    kinds: tuple[Kind, ...] = ("server_error", "drop_before", "drop_after")
    ada = world.customer("Ada")
    for number, kind in enumerate(kinds):
        world.sandbox.faults.next("chat.postMessage", kind)
        await ada.says(f"number {number}")
        await world.settles()
    card = await world.card()
    assert said_by("Ada", world.slack.thread(card.channel, card)) == ["number 0", "number 1", "number 2"]
    assert len(world.sandbox.faults.done) == len(kinds)
    nothing_doubled(world.slack)


async def test_an_answer_that_may_have_been_sent_is_rather_repeated_than_lost(world: World) -> None:
    ada, card = await conversation(world)
    world.sandbox.faults.next("sendMessage", "drop_after")
    [typed] = await answers(world, card, "One.")
    await world.passes()
    assert read_by(ada, ["One."]) == ["One.", "One."]
    assert list(typed.reactions) == ["repeat"]
    assert "may have reached the customer twice" in world.thread(card)[-1]


async def test_a_desk_that_asks_sends_nothing_twice_unasked_and_keeps_nothing_waiting(database_url: str) -> None:
    async with world_with(database_url, relay={"in_doubt": "ask"}) as world:
        ada, card = await conversation(world)
        world.sandbox.faults.next("sendMessage", "drop_after")
        first, second = await answers(world, card, "One.", "Two.")
        await world.passes()
        assert read_by(ada, ["One.", "Two."]) == ["One.", "Two."]
        assert (list(first.reactions), list(second.reactions)) == (["question"], ["white_check_mark"])
        await world.agent("Ben").clicks("It arrived")
        await world.settles()
        assert list(first.reactions) == ["white_check_mark"]
        assert read_by(ada, ["One.", "Two."]) == ["One.", "Two."]


async def test_a_conversation_survives_one_call_in_ten_failing(world: World) -> None:
    ada, card = await conversation(world)
    world.sandbox.faults.randomly(0.1, seed=2)
    asked, answered = [f"question {n}" for n in range(10)], [f"answer {n}" for n in range(10)]
    for question, answer in zip(asked, answered, strict=True):
        await ada.says(question)
        await answers(world, card, answer)
    await world.slack.quiet(10)
    await world.passes()
    assert said_by("Ada", world.slack.thread(card.channel, card)) == ["Hello?", *asked]
    assert without_repeats(read_by(ada, answered)) == answered
    assert len(world.sandbox.faults.done) > 2
    nothing_doubled(world.slack)


async def test_an_answer_to_somebody_who_blocked_the_bot_can_be_sent_when_they_are_back(world: World) -> None:
    ada, card = await conversation(world)
    await ada.blocks()
    [typed] = await answers(world, card, "Are you there?")
    await world.passes()
    ben = world.agent("Ben")
    trouble = await ben.sees("Ada blocked the bot", thread=card)
    assert list(typed.reactions) == ["warning"]

    await ada.unblocks()
    await ben.clicks("Try again", trouble)
    await ada.sees("Are you there?")
    await world.settles()
    assert list(typed.reactions) == ["white_check_mark"]

    [letter] = await given_up(world)
    await world.product.door.database.do(dead_letters.revive, letter.id, world.product.door.machine())
    await world.settles()
    assert read_by(ada, ["Are you there?"]) == ["Are you there?"]


async def test_an_update_nobody_can_read_is_kept_and_stops_nobody(world: World) -> None:
    ada, _ = await conversation(world)
    user = {"id": ada.id, "is_bot": False, "first_name": "Ada"}
    chat = {"id": ada.id, "type": "private"}
    world.telegram.inject({"message": {"message_id": 99, "date": "noon", "chat": chat, "from": user, "text": "?"}})
    await ada.says("And this?")
    await world.settles()
    [kept] = await kept_aside(world)
    await ada.sees(kept.reference)
    alerts = [message.words for message in world.slack.channel("operators").messages.values()]
    assert [kept.reference in alert for alert in alerts] == [True]
    assert "And this?" in (await world.agent().sees("And this?")).words


async def test_what_failed_is_replayed_when_the_cause_is_gone(world: World) -> None:
    ada = world.customer("Ada")
    async with without(world.product.door.database, "entry"):
        await ada.says("My invoice is wrong")
        await world.settles()
        [kept] = await kept_aside(world)
        assert await world.product.telegram.replay(kept.payload, kept.reference) == "parked"
    await ada.sees(kept.reference)
    assert await world.product.telegram.replay(kept.payload, kept.reference) == "done"
    await world.agent().sees("My invoice is wrong", "support")
    assert await kept_aside(world) == []
    assert len(world.slack.channel("operators").messages) == 1


async def test_an_agent_whose_press_failed_is_told_and_it_can_be_replayed(world: World) -> None:
    await world.customer("Ada").says("My invoice is wrong")
    card = await world.card()
    ben = world.agent("Ben")
    async with without(world.product.door.database, "entry"):
        await ben.clicks("Claim", card)
        await world.settles()
    [kept] = await kept_aside(world)
    await ben.sees(kept.reference, "support")
    assert await world.product.slack.replay(kept.payload, kept.reference) == "done"
    await world.settles()
    assert "Ben" in card.words


@pytest.mark.parametrize("first", ["Ben", "Chloe"])
async def test_of_two_who_claim_at_once_one_has_it_and_the_other_is_told(world: World, first: str) -> None:
    await world.customer("Ada").says("My invoice is wrong")
    card = await world.card()
    pair = [world.agent(first), world.agent("Chloe" if first == "Ben" else "Ben")]
    await asyncio.gather(*(agent.clicks("Claim", card) for agent in pair))
    await world.settles()
    [loser] = [agent for agent in pair if agent.whispers]
    [winner] = [agent for agent in pair if agent is not loser]
    assert f"{winner.name} already has #1001" in loser.whispers[-1].words
    assert winner.name in card.words
