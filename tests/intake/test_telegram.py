"""The long poll: nothing is acknowledged before it is kept, nothing counts twice, nothing stands in the way."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

import aiohttp
import pytest
from sqlalchemy import Connection
from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.desk.outgoing import AlertOperators
from bot.desk.tickets.tables import Message, Ticket
from bot.engine.database import Database
from bot.engine.faults import DatabaseAway
from bot.intake.telegram import STAND_BY, Dispatcher
from bot.sandbox.faults import DELIVERY, Faults
from tests.telegram_desk import NOON, TelegramDesk, polling, telegram_desk

P = ParamSpec("P")
T = TypeVar("T")

WAIT = 30  # seconds until a test that hangs has failed


class Broken(Exception):
    """A handler of ours has a fault."""


def breaks_on(*words: str) -> Any:
    """Handlers that fail on these words, before any handler of ours sees them."""

    async def fails(update: Update, _: Any) -> None:
        raise Broken

    return lambda application: application.add_handler(MessageHandler(filters.Text(words), fails))


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
async def desk(database: Database, faults: Faults) -> AsyncIterator[TelegramDesk]:
    async with telegram_desk(database, faults=faults, more=breaks_on("poison")) as desk:
        yield desk


def written(text: str, **fields: object) -> dict[str, object]:
    """A message as it comes."""
    user = {"id": 5, "is_bot": False, "first_name": "Ada"}
    sent = {"message_id": 1, "date": int(NOON.timestamp()), "chat": {"id": 5, "type": "private"}, "from": user}
    return sent | {"text": text} | fields


async def texts(desk: TelegramDesk) -> list[str]:
    return [message.text for message in await desk.rows(Message)]


class Away:
    """A database that cannot be written to until it is `back`."""

    def __init__(self, database: Database) -> None:
        self.dialect, self.read, self.close = database.dialect, database.read, database.close
        self.glance, self.lately_away = database.glance, database.lately_away
        self.tried, self.back = asyncio.Event(), False
        self._database = database

    async def do(self, body: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        self.tried.set()
        if not self.back:
            raise DatabaseAway("the disk is full")
        return await self._database.do(body, *args, **kwargs)


async def test_nothing_is_acknowledged_before_it_is_kept(desk: TelegramDesk) -> None:
    desk.door.database = away = Away(desk.database)
    await desk.server.person("Ada").says("hello")
    async with polling(desk):
        await asyncio.wait_for(away.tried.wait(), WAIT)
        assert desk.server.pending() == 1
        away.back = True
        await desk.settled()
    assert await texts(desk) == ["hello"]
    assert desk.waited
    assert await desk.parked() == []


async def test_a_redelivery_counts_once(desk: TelegramDesk, faults: Faults) -> None:
    faults.next(DELIVERY, "duplicate")
    ada = desk.server.person("Ada")
    await ada.says("hello")
    await ada.says("are you there?")
    async with polling(desk):
        await desk.settled()
    assert await texts(desk) == ["hello", "are you there?"]


async def test_what_was_taken_before_a_restart_is_not_taken_again(desk: TelegramDesk) -> None:
    raw = {"update_id": 42, "message": written("hello")}
    await desk.application.initialize()
    assert await desk.intake.take(raw) == "done"
    assert await desk.intake.take(raw) == "seen"
    desk.server.inject(raw)
    async with polling(desk):
        await desk.settled()
    assert await texts(desk) == ["hello"]
    assert len(await desk.rows(Ticket)) == 1


async def test_a_chat_keeps_its_order_and_others_do_not_wait_for_it(desk: TelegramDesk) -> None:
    people = [desk.server.person(f"P{number}") for number in range(5)]
    for number in range(8):
        for person in people:
            await person.says(f"{person.name} {number}")
    async with polling(desk):
        await desk.settled()
    said = await texts(desk)
    for person in people:
        theirs = [text for text in said if text.startswith(f"{person.name} ")]
        assert theirs == [f"{person.name} {number}" for number in range(8)]


async def test_an_update_that_fails_is_kept_and_those_behind_it_go_on(desk: TelegramDesk) -> None:
    ada = desk.server.person("Ada")
    await ada.says("hello")
    await ada.says("poison")
    await ada.says("still there?")
    async with polling(desk):
        await desk.settled()
    assert await texts(desk) == ["hello", "still there?"]
    (kept,) = await desk.parked()
    assert "poison" in kept.payload
    alerts = [row for row in await desk.outgoing() if isinstance(row, AlertOperators)]
    assert [kept.reference in alert.sentence for alert in alerts] == [True]
    await desk.delivers()
    assert any(kept.reference in seen.text for seen in ada.chat)


@pytest.mark.parametrize(
    "poison",
    [
        {"message": {"message_id": "x"}},
        {"message": {"message_id": 1, "date": 10**15, "chat": {"id": 5, "type": "private"}, "from": {"id": 5}}},
        {"message": "not an object"},
        {"callback_query": {"id": "1", "from": {"id": 2**70, "first_name": "X"}, "message": {"chat": 7}}},
        {"my_chat_member": {"chat": {"id": 5}, "date": "yesterday"}},
    ],
)
async def test_what_nobody_can_read_is_kept_too(desk: TelegramDesk, poison: dict[str, Any]) -> None:
    desk.server.inject(poison)
    await desk.server.person("Ada").says("hello")
    async with polling(desk):
        await desk.settled()
    assert await texts(desk) == ["hello"]
    assert len(await desk.parked()) == 1


async def test_of_signs_no_database_can_hold_a_mark_is_kept_in_their_place(desk: TelegramDesk) -> None:
    desk.server.inject({"message": written("half \ud83d, none \0, all 😀")})
    async with polling(desk):
        await desk.settled()
    assert await texts(desk) == ["half \ufffd, none \ufffd, all 😀"]
    assert await desk.parked() == []


async def test_a_kind_of_update_of_next_year_is_passed_over(desk: TelegramDesk) -> None:
    desk.server.inject({"telepathy": {"from": {"id": 1}}})
    async with polling(desk):
        await desk.settled()
    assert await desk.parked() == []


async def test_a_parked_update_is_replayed_through_the_same_door(database: Database) -> None:
    async with telegram_desk(database, more=breaks_on("poison")) as desk:
        await desk.server.person("Ada").says("poison")
        async with polling(desk):
            await desk.settled()
        (kept,) = await desk.parked()
        assert await desk.intake.replay(kept.payload, kept.reference) == "parked"
        assert [again.attempts for again in await desk.parked()] == [2]
    async with telegram_desk(database) as mended:
        assert await mended.intake.replay(kept.payload, kept.reference) == "done"
        assert await texts(mended) == ["poison"]
        assert await mended.parked() == []
        assert await mended.intake.replay(kept.payload, kept.reference) == "seen"
        assert await texts(mended) == ["poison"]


async def test_a_refusal_is_an_answer_and_counts_as_taken(desk: TelegramDesk) -> None:
    command = {"type": "bot_command", "offset": 0, "length": 6}
    raw = {"update_id": 42, "message": written("/close 99", entities=[command])}
    desk.server.inject(raw)
    async with polling(desk):
        await desk.settled()
        assert await desk.intake.take(raw) == "seen"
    assert await desk.told() == ["refused"]


async def test_the_time_of_a_message_is_when_it_was_written(desk: TelegramDesk) -> None:
    desk.server.inject({"message": written("hi", date=1772000000)})
    async with polling(desk):
        await desk.settled()
    (message,) = await desk.rows(Message)
    assert (message.source_at, message.received_at) == (datetime.fromtimestamp(1772000000, UTC), NOON)


async def test_health_sees_whether_telegram_answers(desk: TelegramDesk, faults: Faults) -> None:
    seen = [desk.intake.connected]
    faults.next("getMe", "server_error", times=2)
    faults.next("getUpdates", "drop_before", times=2)
    await desk.server.person("Ada").says("hello")
    async with polling(desk):
        await desk.settled()
        seen.append(desk.intake.connected)
    assert seen == [False, True]
    assert len(desk.waited) == 4
    assert all(0 < pause <= 30 for pause in desk.waited)


async def test_while_another_replica_polls_it_stands_by_and_is_well(desk: TelegramDesk) -> None:
    async with polling(desk), aiohttp.ClientSession() as another:
        await desk.server.listened_to()
        async with another.post(f"{desk.server.url}/bot{desk.server.token}/getUpdates") as answer:
            assert answer.status == 200
        await desk.server.listened_to()
        assert desk.intake.connected
    assert desk.waited == [STAND_BY]
    assert [refused.code for refused in desk.server.declined] == [409]


async def test_stopping_leaves_what_is_not_acknowledged_to_the_next_start(desk: TelegramDesk) -> None:
    began, go_on = asyncio.Event(), asyncio.Event()

    async def slow(update: Update, _: Any) -> None:
        began.set()
        await go_on.wait()

    slowly(desk.application, slow)
    await desk.server.person("Ada").says("slow")
    async with polling(desk):
        await asyncio.wait_for(began.wait(), WAIT)
    assert desk.server.pending() == 1


def slowly(application: Dispatcher, handler: Any) -> None:
    application.handlers[0].insert(0, MessageHandler(filters.Text(["slow"]), handler))


async def test_the_log_has_no_words_of_customers_and_no_token(desk: TelegramDesk, faults: Faults) -> None:
    faults.next("getMe", "server_error")
    await desk.server.person("Ada").says("my secret")
    async with polling(desk):
        await desk.settled()
    lines = [str(line) for line in desk.logs]
    assert any("incoming" in line for line in lines)
    assert not [line for line in lines if "secret" in line or desk.server.token in line]
