"""An answer that may have reached the customer, or not: sent once more and marked, or an agent is asked."""

from dataclasses import replace

import pytest

from bot.delivery.telegram import TelegramSender
from bot.delivery.verdicts import Again, Attempt, GiveUp, Moot, Sent, Verdict
from bot.desk.desk import Desk
from bot.desk.outgoing import DeleteRelayed, EditRelayed, Notice, PostEntry, PostFailed, RelayToCustomer, TellCustomer
from bot.desk.people.tables import Customer
from bot.desk.practice import InDoubt
from bot.desk.refusals import NoLongerAsked
from bot.desk.tickets import changes, deliveries, handling, replies, sending, threads
from bot.desk.tickets.life import Status
from bot.desk.tickets.tables import Entry, Message, State, Ticket
from bot.desk.words import Words
from bot.sandbox.telegram.people import Person
from tests.telegram_desk import BEN, NOON, PRACTICE, TelegramDesk

FIRST, SECOND, THIRD = (Attempt("1:9", number, doubts=number - 1) for number in (1, 2, 3))


@pytest.fixture
async def ada(desk: TelegramDesk, ada: Person) -> Person:
    """She has written and Ben has answered; nothing of it has been sent."""
    ticket = await desk.opened(ada, "Where is it?")
    await desk.door.do(handling.claim, ticket.id, BEN)
    await desk.door.do(replies.reply, ticket.id, BEN, Words("On its way"))
    return ada


async def answer(desk: TelegramDesk) -> Message:
    return [message for message in await desk.rows(Message) if message.agent][-1]


async def row_of(desk: TelegramDesk) -> RelayToCustomer:
    return [row for row in await desk.outgoing() if isinstance(row, RelayToCustomer)][-1]


async def sends(desk: TelegramDesk, attempt: Attempt) -> Verdict:
    """As the courier would, which remembers what came of it."""
    verdict = await desk.sender(await row_of(desk), attempt)
    if verdict.record:
        await desk.door.do(verdict.record)
    return verdict


def copies(ada: Person) -> int:
    return [seen.text for seen in ada.chat].count("On its way")


async def asked(desk: TelegramDesk) -> list[str]:
    return [row.why for row in await desk.outgoing() if isinstance(row, PostFailed)]


async def lines(desk: TelegramDesk) -> list[str]:
    """What the thread is told, in small print."""
    told = {row.entry for row in await desk.outgoing() if isinstance(row, PostEntry)}
    return [entry.what for entry in await desk.rows(Entry) if entry.id in told and entry.what != "TicketClaimed"]


async def test_what_may_have_been_sent_is_sent_once_more_and_that_is_told(desk: TelegramDesk, ada: Person) -> None:
    desk.server.faults.next("sendMessage", "drop_after")
    await sends(desk, FIRST)
    await sends(desk, SECOND)
    said = await answer(desk)
    assert (copies(ada), said.state, said.doubts) == (2, State.DELIVERED, 1)
    assert await lines(desk) == ["ReplyRepeated"]
    assert await asked(desk) == []


async def test_what_was_sent_at_the_first_attempt_is_not_told_of(desk: TelegramDesk, ada: Person) -> None:
    await sends(desk, FIRST)
    assert (copies(ada), (await answer(desk)).doubts, await lines(desk)) == (1, 0, [])


async def test_in_an_outage_the_one_repeat_waits_until_telegram_is_back(desk: TelegramDesk, ada: Person) -> None:
    desk.server.faults.always("getMe", "server_error", status=502)
    assert isinstance(await sends(desk, SECOND), Again)
    notice = TellCustomer(chat=ada.id, customer=1, notice=Notice.HELP)
    assert isinstance(await desk.sender(notice, SECOND), Again)
    desk.server.faults.clear()
    assert isinstance(await sends(desk, SECOND), Sent)
    assert isinstance(await desk.sender(notice, THIRD), Sent)
    assert copies(ada) == 1


async def test_what_may_have_been_sent_twice_is_for_the_agent_to_decide(desk: TelegramDesk, ada: Person) -> None:
    assert isinstance(await sends(desk, THIRD), GiveUp)
    said = await answer(desk)
    assert (copies(ada), said.state, said.doubts) == (0, State.FAILED, 2)
    assert await asked(desk) == ["the connection broke while it was being sent."]


async def test_a_desk_may_ask_before_it_sends_anything_again(desk: TelegramDesk, ada: Person) -> None:
    practice = replace(PRACTICE, in_doubt=InDoubt.ASK)
    desk.sender = TelegramSender(desk.application.bot, desk.door.ask, practice, desk.transfers, desk.topics, desk.lines)
    assert isinstance(await sends(desk, SECOND), GiveUp)
    assert (copies(ada), (await answer(desk)).doubts) == (0, 1)


async def test_sent_again_on_an_agents_word_it_is_marked_as_perhaps_there_before(
    desk: TelegramDesk, ada: Person
) -> None:
    await sends(desk, THIRD)
    await desk.door.do(sending.retry, (await answer(desk)).id, BEN)
    await sends(desk, FIRST)
    [told] = [entry.detail["times"] for entry in await desk.rows(Entry) if entry.what == "ReplyRepeated"]
    assert (copies(ada), told) == (1, 3)
    with pytest.raises(NoLongerAsked):
        await desk.door.do(deliveries.confirmed, (await answer(desk)).id, BEN)


async def test_what_an_agent_knows_to_be_there_is_delivered_and_not_sent(desk: TelegramDesk, ada: Person) -> None:
    practice = replace(PRACTICE, in_doubt=InDoubt.ASK)
    desk.sender = TelegramSender(desk.application.bot, desk.door.ask, practice, desk.transfers, desk.topics, desk.lines)
    await sends(desk, SECOND)
    said = await answer(desk)
    await desk.door.do(deliveries.confirmed, said.id, BEN)
    [ticket] = await desk.rows(Ticket)
    assert (ticket.status, ticket.waiting_since, ticket.first_reply_at) == (Status.PENDING, None, NOON)
    assert ((await answer(desk)).state, (await answer(desk)).doubts) == (State.DELIVERED, 0)
    assert isinstance(await sends(desk, FIRST), Moot)
    assert copies(ada) == 0
    for press in (deliveries.confirmed, sending.retry):
        with pytest.raises(Exception, match=r"settled already|already been delivered"):
            await desk.door.do(press, said.id, BEN)


async def test_nobody_knows_where_it_stands_so_a_change_of_it_says_that(desk: TelegramDesk, ada: Person) -> None:
    await sends(desk, THIRD)
    said = await answer(desk)
    typed = threads.Typed("C0SUPPORT", "1", "2", BEN, Words("By noon"), NOON)
    await desk.door.do(_shown_as, said.id, typed.post)
    await desk.door.do(threads.edited, typed)
    await desk.door.do(threads.deleted, "C0SUPPORT", typed.post)
    chat = {"chat": ada.id, "message": said.id, "ticket": said.ticket_id}
    for row in (EditRelayed(**chat, text="By noon"), DeleteRelayed(**chat)):
        verdict = await desk.sender(row, FIRST)
        assert isinstance(verdict, Moot)
        assert verdict.record
        await desk.door.do(verdict.record)
    assert await lines(desk) == ["CopyKept", "CopyKept"]
    assert (await answer(desk)).state is State.STOPPED


def _shown_as(desk: Desk, message: int, post: str) -> None:
    deliveries.shown(desk, [message], "C0SUPPORT", post)


async def test_an_answer_taken_back_while_in_doubt_is_not_repeated_and_may_still_be_there(
    desk: TelegramDesk, ada: Person
) -> None:
    row, said = await row_of(desk), await answer(desk)
    await desk.door.do(lambda verb: changes.take_back(verb, verb.message(said.id)))
    verdict = await desk.sender(row, SECOND)
    assert isinstance(verdict, Moot)
    assert verdict.record
    await desk.door.do(verdict.record)
    assert ((await answer(desk)).doubts, copies(ada)) == (1, 0)


async def test_a_refusal_after_a_doubt_does_not_claim_that_nothing_arrived(desk: TelegramDesk, ada: Person) -> None:
    desk.server.faults.next("sendMessage", "drop_after")
    await sends(desk, FIRST)
    await ada.blocks()
    await sends(desk, SECOND)
    said = await answer(desk)
    assert (said.state, said.doubts, copies(ada)) == (State.FAILED, 1, 1)
    assert [known.unreachable_since for known in await desk.rows(Customer)] == [NOON]
