"""What a desk stands on gives way: it takes nothing that it cannot keep, and goes on by itself when that is back."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.engine.faults import DatabaseAway
from bot.engine.ledger import parked
from bot.sandbox.slack.envelopes import Patience
from bot.sandbox.slack.methods.table import METHODS as SLACK_METHODS
from bot.sandbox.telegram.methods.table import METHODS as TELEGRAM_METHODS
from tests.databases import Fresh, OwnServer, own_postgresql, postgresql_copies
from tests.logged import Written, logged
from tests.stories.proof import nothing_doubled, read_by, said_by
from tests.stories.talk import answers, conversation
from tests.stories.world import UNDO, World, world

IMPATIENT = Patience(ack=2.0, retries=(0.1,) * 200)
"""A Slack that sends again soon."""
MINUTE_MS = 60_000
LOOK_AGAIN = 0.02
RELAYED = '"outcome": "Sent"'


@pytest.fixture(autouse=True)
def written() -> Iterator[Written]:
    with logged() as written:
        yield written


@pytest.fixture(scope="module")
def own_server() -> Iterator[tuple[OwnServer, str]]:
    """With the address of a database on it."""
    with (
        tempfile.TemporaryDirectory(prefix="relaydesk-postgresql-", ignore_cleanup_errors=True) as place,
        own_postgresql(Path(place)) as own,
        postgresql_copies(own.address) as fresh,
    ):
        yield own, fresh()


async def comes_true(look: Callable[[], Awaitable[object]]) -> None:
    """Of what nobody is told of, and of which can only be asked again."""
    async with asyncio.timeout(60):
        while not await look():  # noqa: ASYNC110 - such as a database that is away
            await asyncio.sleep(LOOK_AGAIN)


async def writes(there: World) -> bool:
    """Whether the database takes something."""
    try:
        await there.product.door.database.do(lambda connection: connection.execute(text("SELECT 1")))
    except DatabaseAway:
        return False
    return True


async def test_while_postgresql_restarts_nothing_is_lost_and_nothing_is_sent_again(
    own_server: tuple[OwnServer, str], written: Written
) -> None:
    server, url = own_server
    async with world(url) as there:
        there.slack.deliveries.patience = IMPATIENT
        ada, card = await conversation(there)
        answered = asyncio.Event()
        there.sandbox.faults.next("sendMessage", "slow", until=answered)
        [one] = await answers(there, card, "One.")
        await there.slack.quiet()
        await there.sandbox.clock.forward(UNDO)
        await ada.sees("One.")  # and the desk does not know it yet
        await asyncio.to_thread(server.stops)
        await ada.says("Are you there?")
        two = await there.agent("Ben").says("support", "Two.", card.ts)
        told = written.text.count(RELAYED)
        answered.set()
        await comes_true(lambda: _logged_more(written, RELAYED, told))
        assert not (await there.product.health()).well
        assert there.telegram.pending() == 1
        await asyncio.to_thread(server.starts)
        await comes_true(lambda: writes(there))
        await there.passes()
        assert said_by("Ada", there.slack.thread(card.channel, card)) == ["Hello?", "Are you there?"]
        assert read_by(ada, ["One.", "Two."]) == ["One.", "Two."]
        assert [list(typed.reactions) for typed in (one, two)] == [["white_check_mark"]] * 2
        assert await there.product.door.database.read(parked) == []
        nothing_doubled(there.slack)


async def _logged_more(written: Written, words: str, often: int) -> bool:
    return written.text.count(words) > often


def no_room(connection: Connection) -> None:
    """From now on the file cannot grow."""
    connection.execute(text("PRAGMA max_page_count=1"))


def fill(connection: Connection) -> None:
    """A page of what is free within the file."""
    connection.execute(text("CREATE TABLE IF NOT EXISTS filling (bytes BLOB)"))
    connection.execute(text("INSERT INTO filling VALUES (zeroblob(3900))"))


def room(connection: Connection) -> None:
    connection.execute(text("PRAGMA max_page_count=1000000"))


async def test_a_full_disk_is_told_of_and_what_comes_waits_outside(fresh_sqlite: Fresh) -> None:
    async with world(fresh_sqlite()) as there:
        there.slack.deliveries.patience = IMPATIENT
        ada, card = await conversation(there)
        database, question, answer = there.product.door.database, "why? " * 800, "so. " * 800
        await database.do(no_room)
        while await _goes(database.do(fill)):
            pass
        await ada.says(question.strip())
        await there.agent("Ben").says("support", answer.strip(), card.ts)
        await comes_true(lambda: _unwell(there))
        assert there.telegram.pending() == 1
        assert there.slack.pending() == 1
        await database.do(room)
        await there.passes()
        assert [said for said in said_by("Ada", there.slack.thread(card.channel, card)) if "why?" in said] == [
            question.strip()
        ]
        assert read_by(ada, [answer.strip()]) == [answer.strip()]
        assert await database.read(parked) == []
        nothing_doubled(there.slack)


async def _goes(writing: Awaitable[object]) -> bool:
    try:
        await writing
    except DatabaseAway:
        return False
    return True


async def _unwell(there: World) -> bool:
    return not (await there.product.health()).well


async def test_ten_minutes_without_either_platform_only_delay(database_url: str) -> None:
    async with world(database_url, lease_ms=60 * MINUTE_MS) as there:  # the minutes here last no longer than a send
        there.slack.deliveries.patience = IMPATIENT
        ada, card = await conversation(there)
        faults, machine = there.sandbox.faults, there.product.machine
        for method in (*TELEGRAM_METHODS, *SLACK_METHODS):
            faults.always(method, "server_error", status=502)
        await ada.says("Are you there?")
        one, two = await answers(there, card, "One.", "Two.")
        await there.slack.quiet()
        await there.sandbox.clock.forward(UNDO)
        for times in range(1, 6):
            await comes_true(partial(_tried, there, times))
            machine.follow(machine() + 2 * MINUTE_MS)
        faults.clear()
        await there.passes()
        assert said_by("Ada", there.slack.thread(card.channel, card)) == ["Hello?", "Are you there?"]
        assert read_by(ada, ["One.", "Two."]) == ["One.", "Two."]
        assert [list(typed.reactions) for typed in (one, two)] == [["repeat"], ["white_check_mark"]]
        nothing_doubled(there.slack)


async def _tried(there: World, times: int) -> bool:
    """So often to send the words, or to see whether it would have a point."""
    there.product.courier.poke()
    return sum(method in ("sendMessage", "getMe") for method, _ in there.sandbox.faults.done) >= times
