"""A long answer that is stopped between two of its parts: what is in the chat is known to whoever goes on with it."""

from typing import TypeVar

import pytest

from bot.delivery.telegram import TelegramSender
from bot.delivery.verdicts import Attempt, GiveUp, Held, Moot, NotYet, Sent, Uncertain, Verdict
from bot.desk.desk import Desk
from bot.desk.outgoing import DeleteRelayed, EditRelayed, Outgoing, PostEntry, RelayToCustomer
from bot.desk.people.customers import Person as Known
from bot.desk.refusals import NothingToRetry
from bot.desk.tickets import conversation, deliveries, handling, replies, sending, threads
from bot.desk.tickets.conversation import Letter
from bot.desk.tickets.tables import Entry, Message, State, Ticket
from bot.desk.words import Words
from bot.sandbox.faults import Faults, Kind
from bot.sandbox.telegram.people import Person
from tests.telegram_desk import BEN, NOON, PRACTICE, TelegramDesk

Row = TypeVar("Row", bound=Outgoing)


def numbered(word: str = "w") -> Words:
    """Three parts, in which no two words are the same, so that what is missing or said twice shows."""
    return Words(" ".join(f"{word}{number:04}" for number in range(1700)))


TYPED = numbered()


@pytest.fixture
async def ada(desk: TelegramDesk, ada: Person) -> Person:
    """She has written, and Ben has typed a long answer; nothing of it has been sent."""
    ticket = await desk.opened(ada, "Tell me all")
    await desk.door.do(handling.claim, ticket.id, BEN)
    await desk.door.do(replies.reply, ticket.id, BEN, TYPED)
    await desk.door.do(_shown_as, (await answer(desk)).id, "2")
    return ada


def _shown_as(desk: Desk, message: int, post: str) -> None:
    deliveries.shown(desk, [message], "C0SUPPORT", post)


async def answer(desk: TelegramDesk) -> Message:
    return [message for message in await desk.rows(Message) if message.agent][-1]


async def last(desk: TelegramDesk, kind: type[Row]) -> Row:
    return [row for row in await desk.outgoing() if isinstance(row, kind)][-1]


async def sends(
    desk: TelegramDesk, kind: type[Outgoing] = RelayToCustomer, number: int = 1, doubts: int = 0
) -> Verdict:
    """As the courier of some replica would, that knows of it only what is written down."""
    sender = TelegramSender(desk.application.bot, desk.door.ask, PRACTICE, desk.transfers, desk.topics, desk.lines)
    verdict = await sender(await last(desk, kind), Attempt("1:9", number, doubts=doubts))
    if verdict.record:
        await desk.door.do(verdict.record)
    return verdict


def stops_after(faults: Faults, parts: int, kind: Kind = "rate_limited", status: int = 500) -> None:
    if parts:
        faults.next("sendMessage", "slow", parts, seconds=0)
    faults.next("sendMessage", kind, status=status)


def read(ada: Person, word: str = "w") -> list[str]:
    """Of the answer's words those that stand in the chat, in order."""
    texts = [seen.text for seen in ada.chat if seen.sender == "bot"]
    return [each for text in texts for each in text.split() if len(each) == 5 and each.startswith(word)]


async def told(desk: TelegramDesk) -> list[str]:
    """What the thread is told, in small print."""
    posted = {row.entry for row in await desk.outgoing() if isinstance(row, PostEntry)}
    return [entry.what for entry in await desk.rows(Entry) if entry.id in posted and entry.what != "TicketClaimed"]


async def edits(desk: TelegramDesk, words: Words) -> None:
    await desk.door.do(threads.edited, threads.Typed("C0SUPPORT", "1", "2", BEN, words, NOON))


async def cut_off(desk: TelegramDesk, ada: Person, faults: Faults) -> None:
    """She blocks the bot when she has the first part, and comes back later."""
    stops_after(faults, 1)
    await sends(desk)
    await ada.blocks()
    assert isinstance(await sends(desk), GiveUp)
    await ada.unblocks()


@pytest.mark.parametrize("there", [1, 2])
async def test_another_replica_goes_on_where_one_was_told_to_wait(
    desk: TelegramDesk, ada: Person, faults: Faults, there: int
) -> None:
    stops_after(faults, there)
    assert isinstance(await sends(desk), NotYet)
    assert len((await answer(desk)).begun) == there
    assert isinstance(await sends(desk), Sent)
    said = await answer(desk)
    assert read(ada) == TYPED.text.split()
    assert (said.state, said.doubts, said.begun) == (State.DELIVERED, 0, [])
    assert said.parts == [seen.id for seen in ada.chat if "w0" in seen.text or "w1" in seen.text]
    assert await told(desk) == []


@pytest.mark.parametrize(
    ("kind", "status", "expected"),
    [
        ("server_error", 502, Uncertain),
        ("drop_after", 0, Uncertain),
        ("server_error", 401, Held),
        ("server_error", 400, GiveUp),
    ],
)
async def test_whatever_stops_it_what_is_there_is_written_down(
    desk: TelegramDesk, ada: Person, faults: Faults, kind: Kind, status: int, expected: type[Verdict]
) -> None:
    stops_after(faults, 1, kind, status)
    assert isinstance(await sends(desk), expected)
    said = await answer(desk)
    assert said.begun == [seen.id for seen in ada.chat if seen.text.startswith("w0000")]


async def test_only_the_part_that_was_being_sent_is_in_doubt_and_that_is_told(
    desk: TelegramDesk, ada: Person, faults: Faults
) -> None:
    stops_after(faults, 1, "drop_after")
    assert isinstance(await sends(desk), Uncertain)
    assert isinstance(await sends(desk, number=2, doubts=1), Sent)
    first, second, again, third = (seen.text for seen in ada.chat if seen.text.startswith("w"))
    assert second == again
    assert f"{first} {second} {third}".split() == TYPED.text.split()
    assert ((await answer(desk)).doubts, await told(desk)) == (1, ["ReplyRepeated"])


async def test_a_heading_that_comes_between_two_parts_costs_no_word(
    desk: TelegramDesk, ada: Person, faults: Faults
) -> None:
    stops_after(faults, 1)
    await sends(desk)
    await desk.opened(ada, "And another thing")
    assert isinstance(await sends(desk), Sent)
    assert read(ada) == TYPED.text.split()


async def test_an_agent_sends_the_rest_of_what_was_cut_off(desk: TelegramDesk, ada: Person, faults: Faults) -> None:
    await cut_off(desk, ada, faults)
    said = await answer(desk)
    assert (said.state, said.half_there, said.unreached) == (State.FAILED, True, True)
    await desk.door.do(sending.retry, said.id, BEN)
    assert isinstance(await sends(desk), Sent)
    assert read(ada) == TYPED.text.split()
    assert (await answer(desk)).state is State.DELIVERED


async def test_an_edit_changes_what_is_there_and_the_rest_is_sent_as_it_reads_now(
    desk: TelegramDesk, ada: Person, faults: Faults
) -> None:
    await cut_off(desk, ada, faults)
    await edits(desk, numbered("n"))
    assert isinstance(await sends(desk, EditRelayed), Sent)
    assert (read(ada), read(ada, "n")[0]) == ([], "n0000")
    await desk.door.do(sending.retry, (await answer(desk)).id, BEN)
    await sends(desk)
    assert read(ada, "n") == numbered("n").text.split()


async def test_an_edit_that_could_not_reach_them_is_made_before_the_rest_is_sent(
    desk: TelegramDesk, ada: Person, faults: Faults
) -> None:
    await cut_off(desk, ada, faults)
    await edits(desk, numbered("n"))
    faults.next("editMessageText", "server_error", status=403)
    assert isinstance(await sends(desk, EditRelayed), GiveUp)
    await desk.door.do(sending.retry, (await answer(desk)).id, BEN)
    assert isinstance(await sends(desk), Sent)
    assert (read(ada), read(ada, "n")) == ([], numbered("n").text.split())


async def test_an_edit_to_what_fits_in_what_is_there_leaves_nothing_to_send(
    desk: TelegramDesk, ada: Person, faults: Faults
) -> None:
    await cut_off(desk, ada, faults)
    await edits(desk, Words("No"))
    await sends(desk, EditRelayed)
    said = await answer(desk)
    assert (ada.chat[-1].text, said.state, said.parts) == ("No", State.DELIVERED, [ada.chat[-1].id])
    with pytest.raises(NothingToRetry):
        await desk.door.do(sending.retry, said.id, BEN)


async def test_a_deletion_removes_what_is_there(desk: TelegramDesk, ada: Person, faults: Faults) -> None:
    stops_after(faults, 2)
    await sends(desk)
    await desk.door.do(threads.deleted, "C0SUPPORT", "2")
    assert isinstance(await sends(desk), Moot)
    assert isinstance(await sends(desk, DeleteRelayed), Sent)
    assert read(ada) == []
    assert await told(desk) == ["CopyRemoved"]


async def test_where_the_next_part_stands_nobody_knows_so_a_deletion_says_that(
    desk: TelegramDesk, ada: Person, faults: Faults
) -> None:
    stops_after(faults, 1, "drop_after")
    await sends(desk)
    assert isinstance(await sends(desk, number=3, doubts=2), GiveUp)
    await desk.door.do(threads.deleted, "C0SUPPORT", "2")
    await sends(desk, DeleteRelayed)
    assert len([seen for seen in ada.chat if seen.text.startswith("w")]) == 1
    assert await told(desk) == ["CopyKept"]


async def test_a_reply_to_the_part_that_is_there_goes_to_its_ticket(
    desk: TelegramDesk, ada: Person, faults: Faults
) -> None:
    stops_after(faults, 1)
    await sends(desk)
    await desk.opened(ada, "And another thing")
    first, _ = await desk.rows(Ticket)
    known = Known(ada.id, ada.name, None, "en")
    letter = Letter(chat_message=9999, words=Words("Go on"), written_at=NOON, reply_to=(await answer(desk)).begun[0])
    await desk.door.do(conversation.wrote, known, letter)
    assert (await desk.rows(Message))[-1].ticket_id == first.id
