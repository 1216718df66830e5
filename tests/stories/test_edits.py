"""What is changed or deleted after it was said, and what it answers."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.desk.tickets.tables import Entry
from bot.sandbox.slack import posts
from bot.sandbox.slack.workspace import Message
from bot.sandbox.telegram.people import Person
from tests.stories.talk import claimed
from tests.stories.world import World

# What the desk makes of an edit is tried on both kinds in its own room.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def answered(here: World, text: str = "On Monday") -> tuple[Message, Message]:
    """The card, and Ben's answer, which Ada has."""
    card = await claimed(here)
    post = await here.agent("Ben").says("support", text, card.ts)
    await here.settles()
    await here.passes()
    return card, post


def texts(person: Person) -> list[str]:
    return [seen.text for seen in person.chat]


def was_refused(here: World, *words: str) -> None:
    """Telegram said no to what could not be known beforehand, and to nothing else."""
    assert all(word in no.description for no, word in zip(here.telegram.refused, words, strict=True))
    here.telegram.refused.clear()


async def history(here: World, what: str) -> list[Entry]:
    return await here.product.door.ask(
        lambda session: list(session.exec(select(Entry).where(Entry.what == what)).all())
    )


async def test_a_customers_edit_changes_its_post_and_keeps_what_it_said(world: World) -> None:
    ada = world.customer("Ada")
    wrote = await ada.says("My nmae is Ada")
    await world.settles()
    card = await world.card()
    before = len(world.thread(card))
    await ada.edits(wrote["message_id"], "My name is <!channel> Ada")
    await world.settles()
    await ada.edits(wrote["message_id"], "My name is Ada")
    await world.settles()
    assert len(world.thread(card)) == before
    assert world.thread(card)[0] == "Ada\nMy name is Ada\n✏️ Changed. At first: “My nmae is Ada”"
    assert "My name is Ada" in card.words
    entries = await history(world, "CustomerRewrote")
    assert [entry.detail["former"] for entry in entries] == ["My nmae is Ada", "My name is <!channel> Ada"]


async def test_an_edit_that_changes_nothing_does_nothing(world: World) -> None:
    ada = world.customer("Ada")
    wrote = await ada.says("The same")
    await world.settles()
    await ada.edits(wrote["message_id"], "The same")
    await world.settles()
    assert len(world.slack.called("chat.update")) == 0
    assert await history(world, "CustomerRewrote") == []


async def test_an_edit_after_the_answer_is_pointed_at(world: World) -> None:
    card, _ = await answered(world)
    ada = world.customer("Ada")
    await ada.edits(1, "Where are my two parcels?")
    await world.settles()
    assert "Where are my two parcels?" in world.thread(card)[0]
    assert "changed an earlier message" in world.thread(card)[-1]
    assert "Pending" in card.words


async def test_an_edited_caption_is_shown_like_any_other_edit(world: World) -> None:
    ada = world.customer("Ada")
    wrote = await ada.sends_document("invoice.pdf", b"%PDF", "the invioce")
    await world.settles()
    await ada.edits(wrote["message_id"], "the invoice")
    await world.settles()
    lead, file = world.thread(await world.card())
    assert lead == "Ada\nthe invoice\n📎 invoice.pdf (4 B)\n✏️ Changed. At first: “the invioce”"
    assert file == ""


async def test_an_edit_is_shown_below_where_its_post_is_gone(world: World) -> None:
    ada = world.customer("Ada")
    wrote = await ada.says("Where is my parcel?")
    await world.settles()
    card = await world.card()
    posts.delete(world.slack.workspace, world.slack.thread(card.channel, card)[0])
    await ada.edits(wrote["message_id"], "Where is my refund?")
    await world.settles()
    said = "✏️ Ada changed a message\nWhere is my refund?\n✏️ Changed. At first: “Where is my parcel?”"
    assert world.thread(card) == [said]


async def test_an_edit_is_shown_below_where_its_post_was_left_behind(world: World) -> None:
    card, ada, ben = await claimed(world), world.customer("Ada"), world.agent("Ben")
    await ben.clicks("More…", card)
    await ben.clicks_in_modal("Hand over")
    await ben.fills({"To": "Billing", "Summary": "a refund"})
    assert await ben.submits() is None
    await world.settles()
    moved = await world.card(channel="billing")
    await ada.edits(1, "Where is my refund?")
    await world.settles()
    said = "✏️ Ada changed a message\nWhere is my refund?\n✏️ Changed. At first: “Where is my parcel?”"
    assert said in world.thread(moved)
    await ada.edits(1, "Where is it?")
    await world.settles()
    assert "Ada\nWhere is it?\n✏️ Changed. At first: “Where is my parcel?”" in world.thread(moved)


async def test_an_edit_of_a_message_that_waits_for_its_ticket_is_what_arrives(world: World) -> None:
    ada, ben = world.customer("Ada"), world.agent("Ben")
    await ada.says("The printer is broken")
    card = await world.card("#1001")
    await ben.clicks("Claim", card)
    await ada.says("/new And my invoice is wrong")
    await world.settles()
    await ben.says("support", "Which printer?", card.ts)
    await world.settles()
    await world.passes()
    wrote = await ada.says("The geern one")
    await ada.sees("Which ticket is your message for?")
    await ada.edits(wrote["message_id"], "The green one")
    await world.settles()
    await ada.presses("#1001 · The printer is broken")
    await world.settles()
    assert world.thread(card)[-1] == "Ada\nThe green one"


async def test_an_agents_edit_changes_the_customers_copy(world: World) -> None:
    card, post = await answered(world)
    ada, ben = world.customer("Ada"), world.agent("Ben")
    await ben.edits(post, "On *Tuesday*")
    await world.settles()
    seen = next(seen for seen in ada.chat if "Tuesday" in seen.text)
    assert (seen.text, seen.html, seen.edited) == ("On Tuesday", "On <b>Tuesday</b>", True)
    assert list(post.reactions) == ["white_check_mark"]
    assert ben.whispers == []
    assert [entry.detail["former"] for entry in await history(world, "ReplyChanged")] == ["On Monday"]
    assert "still reads" not in "\n".join(world.thread(card))


async def test_an_agents_edit_of_an_answer_in_parts_changes_each_and_drops_what_is_too_many(world: World) -> None:
    _, post = await answered(world, "one " * 1500)
    ada, ben = world.customer("Ada"), world.agent("Ben")
    assert len([text for text in texts(ada) if text.startswith("one")]) == 2
    await ben.edits(post, "two " * 1500)
    await world.settles()
    assert "".join(text for text in texts(ada) if text.startswith("two")).count("two") == 1500
    await ben.edits(post, "In short: no")
    await world.settles()
    assert [text for text in texts(ada) if "two" in text or "short" in text] == ["In short: no"]


async def test_an_edit_that_does_not_fit_says_that_the_customer_has_the_former_words(world: World) -> None:
    card, post = await answered(world)
    await world.agent("Ben").edits(post, "word " * 1500)
    await world.settles()
    assert "still reads an answer as it was before" in world.thread(card)[-1]
    assert "On Monday" in texts(world.customer("Ada"))


async def test_a_caption_follows_its_edit_and_the_file_its_deletion(world: World) -> None:
    card, ada, ben = await claimed(world), world.customer("Ada"), world.agent("Ben")
    post = await ben.shares("support", "label.pdf", b"%PDF", "Print this", card.ts)
    await world.settles()
    await world.passes()
    await ben.edits(post, "Print this twice")
    await world.settles()
    assert [(seen.file, seen.text) for seen in ada.chat if seen.file] == [("label.pdf", "Print this twice")]
    await ben.deletes(post)
    await world.settles()
    assert [seen.file for seen in ada.chat if seen.file] == []


async def test_an_answer_cannot_become_a_note_or_name_colleagues_afterwards(world: World) -> None:
    _, post = await answered(world)
    ada, ben = world.customer("Ada"), world.agent("Ben")
    await ben.edits(post, "// a note")
    await world.settles()
    assert "Delete it to take it back" in ben.whispers[-1].words
    await ben.edits(post, f"Ask <@{world.agent('Chloe').id}>")
    await world.settles()
    assert "since the new ones name @Chloe" in ben.whispers[-1].words
    assert "On Monday" in texts(ada)


async def test_deleting_an_answer_removes_it_from_the_customers_chat(world: World) -> None:
    card, post = await answered(world, "one " * 1500)
    ada = world.customer("Ada")
    await world.agent("Ben").deletes(post)
    await world.settles()
    assert not [text for text in texts(ada) if text.startswith("one")]
    assert "Ben deleted an answer: it is gone from the customer's chat too" in world.thread(card)[-1]
    assert [entry.detail["former"].strip() for entry in await history(world, "ReplyTakenBack")] == [
        ("one " * 1500).strip()
    ]


async def test_deleting_after_two_days_says_that_the_customer_can_still_read_it(world: World) -> None:
    card, post = await answered(world)
    await world.passes(timedelta(hours=49))
    await world.agent("Ben").deletes(post)
    await world.settles()
    assert "On Monday" in texts(world.customer("Ada"))
    assert (
        "can still read a deleted answer: Telegram lets us remove messages for 48 hours only" in world.thread(card)[-1]
    )
    was_refused(world, "can't be deleted")


async def test_an_edit_and_a_deletion_survive_a_telegram_that_stumbles(world: World) -> None:
    _, post = await answered(world)
    ada, ben = world.customer("Ada"), world.agent("Ben")
    world.sandbox.faults.next("editMessageText", "drop_after")
    await ben.edits(post, "On Tuesday")
    await world.settles()
    assert "On Tuesday" in texts(ada)
    world.sandbox.faults.next("deleteMessage", "drop_after")
    await ben.deletes(post)
    await world.settles()
    assert "On Tuesday" not in texts(ada)
    was_refused(world, "not modified", "not found")


async def test_a_reply_shows_what_it_answers(world: World) -> None:
    card, _ = await answered(world, "Which <one> do you mean, the green or the blue?")
    ada = world.customer("Ada")
    question = await ada.sees("Which <one>")
    await ada.says("The green one", reply_to=question.id)
    await world.settles()
    quote = "↩️ In answer to “Which <one> do you mean, the green or the blue?”"
    assert world.thread(card)[-1] == f"{quote}\nAda\nThe green one"
    await ada.says("No, this", reply_to=question.id, quote="the blue")
    await ada.answers_elsewhere("And that?", "Red is free today", author="Bob")
    await ada.forwards("Take it while it lasts", author="Eve")
    await world.settles()
    assert world.thread(card)[-3:] == [
        "↩️ In answer to “the blue”\nAda\nNo, this",
        "↩️ In answer to “Red is free today” by Bob in another chat\nAda\nAnd that?",
        "Ada, forwarded from Eve\nTake it while it lasts",
    ]
