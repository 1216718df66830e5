"""Conversations that belong together: merged, parted, moved with their files; and a sign instead of words."""

import pytest

from bot.sandbox.slack.workspace import Message
from tests.stories.test_files import shared
from tests.stories.world import World


async def two_questions(here: World) -> tuple[Message, Message]:
    """Ada's two tickets; Ben has the second, in which there is a file."""
    ada, ben = here.customer("Ada"), here.agent("Ben")
    await ada.says("Where is my parcel?")
    await here.settles()
    await ada.says("/new The box is dented")
    await ada.sends_document("box.pdf", b"%PDF box", reply_to=ada.chat[-1].id)
    await here.settles()
    first, second = await here.card("#1001"), await here.card("#1002")
    await ben.clicks("Claim", second)
    await here.settles()
    return first, second


async def merges(here: World, card: Message, number: str) -> None:
    ben = here.agent("Ben")
    await ben.clicks("More…", card)
    await ben.clicks_in_modal("Merge")
    await ben.fills({"Or its number": number})
    assert await ben.submits() is None


async def test_two_questions_become_one_conversation_and_nothing_of_either_is_lost(world: World) -> None:
    first, second = await two_questions(world)
    ada, ben = world.customer("Ada"), world.agent("Ben")
    dented = next(seen for seen in ada.chat if "dented" in seen.text)
    post = await ben.says("support", "We send *another*", second.ts)
    await world.settles()
    await merges(world, second, "#1001")
    await world.settles()
    assert "Merged into" in second.words
    recap = next(words for words in world.thread(first) if words.startswith("🔀"))
    assert "The box is dented" in recap
    assert "We send another" in recap
    assert shared(world, first) == [("box.pdf", b"%PDF box")]
    assert "#1002 and #1001 together" in ada.chat[-1].text
    await world.passes()
    assert "We send another" in ada.chat[-1].text
    assert list(post.reactions) == ["white_check_mark"]
    await ada.says("Thank you, and the parcel?", reply_to=dented.id)
    await world.settles()
    assert "Thank you, and the parcel?" in world.thread(first)[-1]
    assert "Open" in first.words
    lost = await ben.says("support", "It is on its way", second.ts)
    await world.settles()
    assert list(lost.reactions) == ["lock"]
    assert "Answer in the thread of #1001" in ben.whispers[-1].words
    world.sound()


async def test_a_merge_that_was_a_mistake_is_undone_and_both_go_on(world: World) -> None:
    first, second = await two_questions(world)
    ada, ben = world.customer("Ada"), world.agent("Ben")
    dented = next(seen for seen in ada.chat if "dented" in seen.text)
    await merges(world, first, "1002")
    await world.settles()
    await ben.clicks("More…", second)
    await ben.clicks_in_modal("Unmerge")
    assert await ben.submits() is None
    await world.settles()
    assert "Merged into" not in second.words
    assert "#1001 and #1002 are two tickets again" in ada.chat[-1].text
    await ada.says("Here it is", reply_to=dented.id)
    await world.settles()
    assert "Here it is" in world.thread(second)[-1]
    await ben.says("support", "Thank you", second.ts)
    await world.settles()
    await world.passes()
    assert ada.chat[-1].text == "#1002 · The box is dented\n\nThank you"
    world.sound()


@pytest.mark.parametrize("fault", ["drop_after", "server_error"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_copy_that_was_cut_short_is_not_there_twice(world: World, fault: str) -> None:
    first, _ = await two_questions(world)
    world.sandbox.faults.next("files.completeUploadExternal", fault)  # type: ignore[arg-type]
    await merges(world, first, "1002")
    await world.settles()
    assert shared(world, first) == [("box.pdf", b"%PDF box")]


async def test_a_ticket_that_moves_takes_the_files_of_both_sides_along(world: World) -> None:
    ada, ben = world.customer("Ada"), world.agent("Ben")
    await ada.sends_document("invoice.pdf", b"%PDF invoice", "This is wrong")
    await world.settles()
    card = await world.card()
    await ben.clicks("Claim", card)
    await ben.shares("support", "terms.pdf", b"%PDF terms", "Look here", card.ts)
    await world.settles()
    await world.passes()
    await ben.clicks("More…", card)
    await ben.clicks_in_modal("Hand over")
    await ben.fills({"To": "Billing", "Summary": "a refund"})
    assert await ben.submits() is None
    await world.settles()
    there = await world.card(channel="billing")
    assert shared(world, there) == [("invoice.pdf", b"%PDF invoice"), ("terms.pdf", b"%PDF terms")]
    world.sound()


async def test_a_customers_sign_on_an_answer_is_shown_in_the_thread(world: World) -> None:
    ada, ben = world.customer("Ada"), world.agent("Ben")
    await ada.says("Where is my parcel?")
    card = await world.card()
    await ben.clicks("Claim", card)
    await ben.says("support", "It comes on Monday", card.ts)
    await world.settles()
    await world.passes()
    answer = await ada.sees("Monday")
    await ada.reacts(answer.id, "👍")
    await world.settles()
    assert world.thread(card)[-1] == "👍 The customer reacted to “It comes on Monday”"
    await ada.reacts(answer.id, None)
    await world.settles()
    assert world.thread(card)[-1] == "The customer took back the reaction 👍 to “It comes on Monday”"
    assert "Pending" in card.words
    world.sound()


async def test_a_burst_of_forwards_is_one_message_in_the_thread(world: World) -> None:
    ada, ben = world.customer("Ada"), world.agent("Ben")
    await ada.forwards("At the <depot>", "Nobody at home", "By *Friday*")
    await world.settles()
    card = await world.card()
    assert world.thread(card) == ["Ada, forwarded from Bob\nAt the <depot>\nNobody at home\nBy *Friday*"]
    assert len([seen for seen in ada.chat if seen.sender == "bot"]) == 1
    await ben.clicks("Claim", card)
    await world.settles()
    await world.passes()
    await ada.forwards("And this")
    await world.settles()
    assert world.thread(card)[-1] == "Ada, forwarded from Bob\nAnd this"
    world.sound()
