"""Customers who change what they wrote."""

from dataclasses import replace

from bot.desk import outgoing as out
from bot.desk.files.policy import File
from bot.desk.files.tables import Attachment, Kind
from bot.desk.outgoing import Notice
from bot.desk.tickets import conversation, deliveries, discarding, handling, rewriting, wishes
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Entry, Message
from bot.desk.words import Span, Style, Words
from tests.desk.world import ADA, ANN, FIRST, World


async def changes(desk: World, letter: conversation.Letter, words: Words) -> None:
    await desk.do(rewriting.rewrote, ADA, replace(letter, words=words))


async def wrote(desk: World, text: str = "The lmap is broken", **fields: object) -> conversation.Letter:
    letter = replace(desk.letter(text), **fields)  # type: ignore[arg-type]
    await desk.do(conversation.wrote, ADA, letter)
    await desk.heard()
    return letter


async def test_the_new_words_take_the_place_of_the_old_and_history_keeps_each(desk: World) -> None:
    letter = await wrote(desk)
    await changes(desk, letter, Words("The lamp is brokn"))
    await changes(desk, letter, Words("The lamp is broken"))
    message, ticket = await desk.message(1), await desk.ticket()
    assert (message.text, message.former, ticket.subject) == (
        "The lamp is broken",
        "The lmap is broken",
        "The lamp is broken",
    )
    formers = [entry.detail["former"] for entry in await desk.all(Entry) if entry.what == "CustomerRewrote"]
    assert formers == ["The lmap is broken", "The lamp is brokn"]
    kinds = [row.kind for key, row in await desk.heard() if key == "channel:C-SUP"]
    assert kinds == ["redraw", "redraw"]


async def test_the_same_words_are_no_change_and_another_look_is(desk: World) -> None:
    letter = await wrote(desk)
    await changes(desk, letter, letter.words)
    assert await desk.heard() == []
    await changes(desk, letter, Words(letter.words.text, (Span(Style.BOLD, 0, 3),)))
    assert "redraw" in await desk.kinds()


async def test_a_change_moves_no_clock_and_no_state_but_is_pointed_at_once_answered(desk: World) -> None:
    letter = await wrote(desk)
    await desk.do(handling.solve, FIRST, ANN)
    before = await desk.ticket()
    await desk.heard()
    desk.passes(minutes=5)
    await changes(desk, letter, Words("The lamp is broken"))
    after = await desk.ticket()
    assert (after.status, after.waiting_since, after.solved_at) == (Status.SOLVED, None, before.solved_at)
    assert [row.kind for key, row in await desk.heard() if key == "channel:C-SUP"] == ["redraw", "entry"]


async def test_what_still_waits_for_its_ticket_simply_says_something_else(desk: World) -> None:
    await desk.two_tickets()
    letter = await wrote(desk, "The geern one")
    await changes(desk, letter, Words("The green one"))
    assert await desk.heard() == []
    message = await desk.message(3)
    assert (message.ticket_id, message.text, message.former) == (None, "The green one", None)


async def test_a_change_that_overtakes_its_message_is_the_message(desk: World) -> None:
    letter = desk.letter("The lamp is broken")
    await desk.do(rewriting.rewrote, ADA, letter)
    await desk.do(wishes.closes, ADA)
    assert [message.text for message in await desk.all(Message) if message.author == "customer"] == [
        "The lamp is broken"
    ]
    assert await desk.history() == ["TicketOpened", "CustomerWrote", "TicketSolved"]


async def test_who_is_blocked_changes_nothing(desk: World) -> None:
    letter = await wrote(desk)
    await desk.do(discarding.block, FIRST, ANN)
    await desk.heard()
    await changes(desk, letter, Words("Rude"))
    assert (await desk.message(1)).text == "The lmap is broken"
    assert await desk.heard() == []


async def test_another_file_in_the_place_of_the_first_is_shown_too(desk: World) -> None:
    photo = File(Kind.PHOTO, "p1", "photo.jpg", unique="u1")
    letter = await wrote(desk, "", files=(photo,))
    await desk.do(rewriting.rewrote, ADA, replace(letter, files=(replace(photo, id="p9"),)))
    assert await desk.heard() == [], "the same file under another id"
    await desk.do(rewriting.rewrote, ADA, replace(letter, files=(replace(photo, id="p2", unique="u2"),)))
    assert [one.telegram_file for one in await desk.all(Attachment)] == ["p1", "p2"]
    assert [row.kind for key, row in await desk.heard() if key == "channel:C-SUP"] == ["redraw", "file"]


async def test_a_refused_file_is_told_to_the_customer_and_goes_nowhere(desk: World) -> None:
    virus = File(Kind.DOCUMENT, "d1", "a.exe", size=5, unique="u1")
    await desk.do(conversation.wrote, ADA, replace(desk.letter("see"), files=(virus,)))
    heard = [row for _, row in await desk.heard()]
    assert [row.notice for row in heard if isinstance(row, out.TellCustomer)] == [Notice.OPENED, Notice.FILE_REFUSED]
    assert [row.kind for row in heard if not isinstance(row, out.TellCustomer)] == ["card", "words"]


async def test_a_ticket_that_begins_with_a_file_is_called_after_it(desk: World) -> None:
    await wrote(desk, "", files=(File(Kind.VOICE, "v", "voice.ogg", unique="u"),))
    assert (await desk.ticket()).subject == "🎤 voice.ogg"


async def test_a_quote_is_kept_with_the_message_that_it_answers(desk: World) -> None:
    message = await desk.sent_reply()
    await desk.do(deliveries.delivered, message.id, 501, 501)
    await desk.says("Which socket?", reply_to=501)
    assert (await desk.message(message.id + 1)).replies_to == message.id
