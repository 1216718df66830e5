"""Topics against a local Telegram: what is said in them, and what where they are not to be had."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.delivery.verdicts import Again, Attempt, NotYet, Sent, Verdict
from bot.desk.outgoing import DrawTopic, Notice, Outgoing, RelayToCustomer, TellCustomer
from bot.desk.tickets import handling, replies
from bot.desk.tickets.tables import Ticket, Topic
from bot.desk.words import Words
from bot.engine.database import Database
from bot.sandbox.faults import Faults
from bot.sandbox.telegram.people import Person
from tests.telegram_desk import BEN, TelegramDesk, telegram_desk


@pytest.fixture
async def desk(database: Database, faults: Faults) -> AsyncIterator[TelegramDesk]:
    async with telegram_desk(database, faults=faults) as desk:
        desk.server.threaded(on=True)
        await desk.topics.look()
        yield desk


async def asks(desk: TelegramDesk, ada: Person, text: str = "My invoice is wrong") -> Ticket:
    """A ticket of its own, of which nothing was told yet."""
    ticket = await desk.opened(ada, text)
    await desk.door.do(handling.claim, ticket.id, BEN)
    return ticket


async def answers(desk: TelegramDesk, ticket: Ticket, text: str) -> RelayToCustomer:
    await desk.door.do(replies.reply, ticket.id, BEN, Words(text))
    return [row for row in await desk.outgoing() if isinstance(row, RelayToCustomer)][-1]


async def sends(desk: TelegramDesk, row: Outgoing, number: int = 1) -> Verdict:
    """As the courier would: what came of it is recorded."""
    came_of_it = await desk.sender(row, Attempt(f"{row.model_dump_json()}", number))
    if came_of_it.record:
        await desk.door.do(came_of_it.record)
    return came_of_it


async def opened(desk: TelegramDesk) -> TellCustomer:
    return [row for row in await desk.outgoing() if isinstance(row, TellCustomer)][-1]


def places(ada: Person) -> list[int | None]:
    """In which topics there is something of ours."""
    return [seen.thread for seen in ada.chat if seen.sender == "bot"]


async def test_a_ticket_gets_a_topic_with_the_first_thing_said_of_it(desk: TelegramDesk, ada: Person) -> None:
    ticket = await asks(desk, ada)
    answer = await answers(desk, ticket, "Which one?")
    await sends(desk, await opened(desk))
    await sends(desk, answer)
    assert ada.topics == [f"💬 #{ticket.id} · My invoice is wrong"]
    assert places(ada) == [ada.topic("invoice")] * 2
    assert len(desk.server.called("createForumTopic")) == 1
    assert desk.server.refused == []


async def test_in_its_topic_an_answer_needs_no_heading(desk: TelegramDesk, ada: Person) -> None:
    invoice, parcel = await asks(desk, ada), await asks(desk, ada, "My parcel")
    for ticket in (invoice, parcel):
        await sends(desk, await answers(desk, ticket, "Fixed"))
    assert [(seen.thread, seen.text) for seen in ada.chat if seen.sender == "bot"] == [
        (ada.topic("invoice"), "Fixed"),
        (ada.topic("parcel"), "Fixed"),
    ]


async def test_a_topic_that_was_deleted_is_made_again_once_and_then_the_chat_will_do(
    desk: TelegramDesk, ada: Person
) -> None:
    ticket = await asks(desk, ada)
    await asks(desk, ada, "My parcel")
    for text in ("One", "Two", "Three", "Four"):
        assert isinstance(await sends(desk, await answers(desk, ticket, text)), Sent)
        if "invoice" in " ".join(ada.topics):
            await ada.deletes_topic(ada.topic("invoice"))
    heading = f"#{ticket.id} · My invoice is wrong\n\n"
    assert [seen.text for seen in ada.history if seen.sender == "bot"] == [
        "One",
        "Two",
        f"{heading}Three",
        f"{heading}Four",
    ]
    assert places(ada) == [None, None]
    assert len(desk.server.called("createForumTopic")) == 2
    assert desk.server.refused == []


async def test_a_topic_deleted_between_two_parts_loses_none_of_them(
    desk: TelegramDesk, ada: Person, faults: Faults
) -> None:
    ticket = await asks(desk, ada)
    row = await answers(desk, ticket, "word " * 1500)
    faults.next("sendMessage", "slow", seconds=0)
    faults.next("sendMessage", "rate_limited", retry_after=3)
    assert isinstance(await sends(desk, row), NotYet)
    await ada.deletes_topic(ada.topic("invoice"))
    assert isinstance(await sends(desk, row, 2), Sent)
    assert "".join(seen.text for seen in ada.history).count("word") == 1500


async def test_what_was_asked_in_a_topic_that_is_gone_is_answered_in_the_chat(desk: TelegramDesk, ada: Person) -> None:
    ticket = await asks(desk, ada)
    await sends(desk, await opened(desk))
    topic = ada.topic("invoice")
    row = TellCustomer(chat=ada.id, customer=ticket.customer_id, notice=Notice.HELP, topic=topic)
    await sends(desk, row)
    await ada.deletes_topic(topic)
    await sends(desk, row)
    assert [seen.thread for seen in ada.history if seen.text.startswith("Just write")] == [topic, None]
    assert ada.topics == []


async def test_with_topics_switched_off_all_goes_to_the_chat_and_nothing_is_forgotten(
    desk: TelegramDesk, ada: Person
) -> None:
    ticket = await asks(desk, ada)
    await sends(desk, await opened(desk))
    desk.server.threaded(on=False)
    assert isinstance(await sends(desk, await answers(desk, ticket, "One")), Sent)
    assert isinstance(await sends(desk, await answers(desk, ticket, "Two")), Sent)
    assert [len(desk.server.called(method)) for method in ("createForumTopic", "sendMessage")] == [1, 3]
    assert len(desk.server.declined) == 2, "once found out, it is not asked for again"
    desk.server.threaded(on=True)
    await desk.topics.look_again()
    await sends(desk, await answers(desk, ticket, "Three"))
    assert places(ada)[1:] == [None, None, ada.topic("invoice")]


async def test_a_bot_without_topics_is_never_asked_for_one(database: Database) -> None:
    async with telegram_desk(database) as desk:
        await desk.topics.look()
        ada = desk.server.person("Ada")
        await ada.says("/start")
        ticket = await asks(desk, ada)
        await sends(desk, await answers(desk, ticket, "One"))
        assert places(ada) == [None]
        assert not desk.server.called("createForumTopic")
        assert desk.server.refused == []


async def test_words_do_not_wait_until_a_topic_may_be_made(desk: TelegramDesk, ada: Person, faults: Faults) -> None:
    ticket = await asks(desk, ada)
    faults.next("createForumTopic", "rate_limited", retry_after=30)
    for text in ("One", "Two"):
        assert isinstance(await sends(desk, await answers(desk, ticket, text)), Sent)
    assert places(ada) == [None, ada.topic("invoice")]


async def test_a_topic_that_nobody_knows_of_does_no_harm(desk: TelegramDesk, ada: Person, faults: Faults) -> None:
    ticket = await asks(desk, ada)
    answer = await answers(desk, ticket, "One")
    faults.next("createForumTopic", "drop_after")
    assert isinstance(await sends(desk, answer), Again)
    assert places(ada) == []
    stray = ada.topic("invoice")
    assert isinstance(await sends(desk, answer, 2), Sent)
    own = ada.topic("invoice")
    assert places(ada) == [own]
    assert own != stray
    assert [topic.number for topic in await desk.rows(Topic)] == [own]


async def test_a_topic_that_cannot_be_made_holds_no_words_up(desk: TelegramDesk, ada: Person, faults: Faults) -> None:
    answer = await answers(desk, await asks(desk, ada), "One")
    for number in (1, 2):
        faults.next("createForumTopic", "server_error")
        assert isinstance(await sends(desk, answer, number), Again)
    assert isinstance(await sends(desk, answer, 3), Sent)
    assert places(ada) == [None]


async def test_of_two_topics_made_at_once_one_stays(desk: TelegramDesk, ada: Person, faults: Faults) -> None:
    ticket = await asks(desk, ada)
    rows: list[Outgoing] = [await opened(desk), await answers(desk, ticket, "One")]
    for _ in rows:
        faults.next("createForumTopic", "slow", seconds=0.3)
    came_of_them = await asyncio.gather(*(sends(desk, row) for row in rows))
    assert [type(each) for each in came_of_them] == [Sent, Sent]
    assert len(desk.server.called("createForumTopic")) == 2
    assert places(ada) == [ada.topic("invoice")] * 2
    assert len(ada.topics) == len(await desk.rows(Topic)) == 1


async def test_its_name_says_how_the_ticket_stands(desk: TelegramDesk, ada: Person) -> None:
    ticket = await asks(desk, ada)
    await sends(desk, await opened(desk))
    await desk.door.do(handling.solve, ticket.id, BEN)
    drawn = next(row for row in await desk.outgoing() if isinstance(row, DrawTopic))
    for _ in range(2):
        assert await sends(desk, drawn) == Sent()
    assert ada.topics == [f"✅ #{ticket.id} · My invoice is wrong"]


async def test_a_name_that_cannot_be_changed_any_more_stays_as_it_is(desk: TelegramDesk, ada: Person) -> None:
    ticket = await asks(desk, ada)
    await sends(desk, await opened(desk))
    await desk.door.do(handling.solve, ticket.id, BEN)
    desk.server.threaded(on=False)
    assert await sends(desk, DrawTopic(ticket=ticket.id)) == Sent()
    desk.server.threaded(on=True)
    await ada.deletes_topic(ada.topic("invoice"))
    assert await sends(desk, DrawTopic(ticket=ticket.id)) == Sent()
    assert desk.server.refused == []


async def test_whether_a_name_was_changed_need_not_be_known(desk: TelegramDesk, ada: Person, faults: Faults) -> None:
    ticket = await asks(desk, ada)
    await sends(desk, await opened(desk))
    await desk.door.do(handling.solve, ticket.id, BEN)
    faults.next("editForumTopic", "drop_after")
    assert isinstance(await sends(desk, DrawTopic(ticket=ticket.id)), Again)
    assert await sends(desk, DrawTopic(ticket=ticket.id), 2) == Sent()


async def test_when_telegram_does_not_say_whether_there_are_topics_all_stays(
    desk: TelegramDesk, faults: Faults
) -> None:
    faults.next("getMe", "server_error")
    await desk.topics.look_again()
    assert desk.topics.on
