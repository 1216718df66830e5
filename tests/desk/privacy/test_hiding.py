"""Where people's words come in, what must not be kept is not kept."""

import json
from dataclasses import replace

import pytest

from bot.desk.desk import Desk
from bot.desk.files.policy import File
from bot.desk.files.tables import Kind
from bot.desk.outgoing import Notice, RelayToCustomer, Whisper
from bot.desk.people.customers import Person
from bot.desk.privacy.payloads import masked_payload
from bot.desk.tickets import conversation, handling, replies, rewriting, threads
from bot.desk.tickets.tables import Message
from bot.desk.words import Span, Style, Words
from bot.door import Arrival
from tests.desk.privacy.stored import everything
from tests.desk.world import ADA, ANN, BEN, FIRST, World

CARD = "4242 4242 4242 4242"
HIDDEN = "•••• •••• •••• 4242"
PDF = File(Kind.DOCUMENT, "f1", "4242424242424242.pdf", unique="u1")


async def test_a_card_of_a_customers_is_kept_nowhere(desk: World) -> None:
    named = Person(7, f"Ada {CARD}", "ada", "en")
    letter = replace(desk.letter(f"Charge {CARD}, please"), files=(PDF,))
    await desk.do(conversation.wrote, named, letter)
    [message] = await desk.all(Message)
    assert message.text == f"Charge {HIDDEN}, please"
    assert "4242 4242" not in (kept := await everything(desk))
    assert "42424242" not in kept
    assert (await desk.customer()).name == f"Ada {HIDDEN}"


async def test_what_looks_different_in_a_message_stays_where_it_was(desk: World) -> None:
    words = Words(f"Is {CARD} right?", (Span(Style.BOLD, 3, 22), Span(Style.ITALIC, 23, 28)))
    await desk.do(conversation.wrote, ADA, replace(desk.letter(""), words=words))
    [message] = await desk.all(Message)
    assert message.words == Words(f"Is {HIDDEN} right?", words.spans)


async def test_the_customer_is_told_once_a_day_that_it_was_hidden(desk: World) -> None:
    await desk.says(CARD)
    await desk.says(CARD)
    assert [notice for notice in await desk.told() if notice is Notice.HIDDEN] == [Notice.HIDDEN]
    desk.passes(hours=23)
    await desk.says(CARD)
    assert Notice.HIDDEN not in await desk.told()
    desk.passes(hours=1)
    await desk.says(CARD)
    assert Notice.HIDDEN in await desk.told()


async def test_an_edit_hides_what_it_brings_and_one_that_only_brings_that_is_none(desk: World) -> None:
    letter = desk.letter("My card is on file")
    await desk.do(conversation.wrote, ADA, letter)
    await desk.heard()
    edited = replace(letter, words=Words(f"My card is {CARD}"))
    await desk.do(rewriting.rewrote, ADA, edited)
    assert (await desk.message(1)).words.text == f"My card is {HIDDEN}"
    assert Notice.HIDDEN in await desk.told()
    await desk.do(rewriting.rewrote, ADA, edited)
    assert await desk.heard() == []
    assert CARD not in await everything(desk)


async def test_an_agents_card_number_goes_to_nobody_and_they_hear_why(desk: World) -> None:
    await desk.claimed_ticket()
    message = await desk.types(ANN, f"Is it {CARD}?")
    assert message.text == f"Is it {HIDDEN}?"
    desk.passes(seconds=5)
    await desk.fires()
    rows = [row for _, row in await desk.heard()]
    assert [row.text for row in rows if isinstance(row, RelayToCustomer)] == [f"Is it {HIDDEN}?"]
    [whisper] = [row.sentence for row in rows if isinstance(row, Whisper)]
    assert "Slack still shows it" in whisper


async def test_a_change_of_an_answer_that_is_none_is_whispered_about_once(desk: World) -> None:
    await desk.claimed_ticket()
    said = desk.typed(ANN, f"Is it {CARD}?")
    await desk.do(threads.typed, said)
    assert len(await desk.whispers()) == 1
    await desk.do(threads.edited, said)
    assert await desk.whispers() == []


async def test_notes_answers_from_a_form_and_remarks_are_kept_without_it(desk: World) -> None:
    await desk.claimed_ticket()
    await desk.do(replies.note, FIRST, ANN, Words(f"They say {CARD}"))
    await desk.do(replies.reply, FIRST, ANN, Words(f"It was {CARD}"))
    await desk.do(handling.put_on_hold, FIRST, ANN, f"asks the bank about {CARD}")
    await desk.do(handling.hand_over, FIRST, ANN, BEN, f"{CARD} was refused")
    assert "4242 4242" not in await everything(desk)


async def test_what_could_not_be_handled_is_parked_without_it(desk: World) -> None:
    text = f"😀 {CARD}"
    bold = {"type": "bold", "offset": 3, "length": 19}
    update = {"update_id": 7, "message": {"text": text, "entities": [bold], "media_group_id": "4242424242424242"}}

    def nobody(_desk: Desk, _reference: str) -> None: ...

    await desk.door.set_aside(Arrival("telegram", "7", json.dumps(update)), f"ValueError: {text}", nobody)
    assert "4242 4242" not in (kept := await everything(desk))
    assert "ValueError: 😀 ••••" in kept
    assert "4242424242424242" in kept  # an album's id, without which a replay would not be the same


@pytest.mark.parametrize("payload", ["not JSON 4242424242424242", '"4242424242424242"', '["4242424242424242"]'])
def test_a_payload_of_any_shape_is_masked(payload: str) -> None:
    assert "42424242" not in masked_payload(payload, ())
