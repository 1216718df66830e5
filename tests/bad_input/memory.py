"""How much memory bad input leaves behind, measured in a process of its own: `python -m tests.bad_input.memory 300`.

Without a courier and without platforms that remember: what grows here grows in the desk.
"""

import asyncio
import gc
import itertools
import sys
import tempfile
import tracemalloc
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.telegram_request import telegram_bot
from bot.desk.outgoing import RATES
from bot.door import Door
from bot.engine.buckets import ensure_bucket
from bot.engine.database import open_database
from bot.intake.slack import Ourselves, SlackIntake
from bot.intake.telegram import TelegramIntake, dispatcher
from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.telegram.server import TelegramServer
from handlers.slack.payloads import Given
from handlers.slack.registering import register as slack_listeners
from handlers.telegram.registration import register as telegram_handlers
from tests.databases import sqlite_copies
from tests.telegram_desk import NOON, PRACTICE

Json = dict[str, Any]
Send = Callable[[int], Awaitable[object]]

KINDS = 8
"""Every how many inputs the same kind comes again."""


def update(number: int) -> Json:
    """One that is kept, parked, refused or passed over, in turn; each from somebody new, under a new number."""
    user = {"id": number + 10, "is_bot": False, "first_name": f"A\u202e{number}\0"}
    written: Json = {"message_id": number, "date": 0, "chat": {"id": number + 10, "type": "private"}, "from": user}
    pressed: Json = {"id": str(number), "from": user, "chat_instance": "1", "data": f"x{number}"}
    kinds: list[Json] = [
        {"message": written | {"text": f"half \ud83d {number}"}},
        {"message": written | {"text": 5}},
        {"message": written | {"date": "soon"}},
        {"message": f"text {number}"},
        {f"kind_{number}": {}},
        {"callback_query": pressed},
        {"message": written | {"text": "x", "chat": {"id": -number, "type": "group", "title": "g"}}},
        {"my_chat_member": {"chat": number}},
    ]
    return kinds[number % KINDS] | {"update_id": number}


def payload(number: int) -> Json:
    event: Json = {"type": "message", "channel": f"C{number}", "ts": f"{number}.1", "thread_ts": f"{number}.0"}
    kinds: list[Json] = [
        {"type": "event_callback", "event_id": f"Ev{number}", "event": event | {"user": f"U{number}", "text": "x"}},
        {"type": "event_callback", "event_id": f"Ev{number}", "event": event | {"user": number}},
        {"type": "event_callback", "event_id": f"Ev{number}", "event": None},
        {"type": f"kind_{number}"},
        {"type": "event_callback", "event_id": f"Ev{number}", "event": {"type": f"kind_{number}"}},
        {"type": "block_actions", "user": {"id": f"U{number}"}, "actions": [], "trigger_id": f"t{number}"},
        {"command": "/desk", "text": number, "user_id": f"U{number}"},
        {"type": "view_submission", "user": {"id": f"U{number}"}, "view": {"callback_id": "note", "id": f"V{number}"}},
    ]
    return kinds[number % KINDS]


async def growth(inputs: int) -> list[int]:
    """Bytes that are held after the first `inputs`, after as many again, and so on, four times."""
    server = TelegramServer(Clock(fixed=NOON), Faults())
    await server.start()
    with tempfile.TemporaryDirectory() as place:
        database = await open_database(sqlite_copies(Path(place))())
        for bucket in RATES:
            await database.do(ensure_bucket, bucket.value, 0, 1)
        door = Door(database, server.clock.now, PRACTICE)
        bot = telegram_bot(server.token, server.url)
        application = dispatcher(bot, partial(telegram_handlers, do=door.do, practice=PRACTICE))
        await application.initialize()
        telegram = TelegramIntake(application, door)
        slack = SlackIntake(door, Ourselves("T1", "U1", "B1", "xoxb-1"), AsyncWebClient(base_url="http://127.0.0.1:9/"))
        given = Given(door.do, door.ask, PRACTICE, AsyncWebClient(base_url="http://127.0.0.1:9/"))
        slack_listeners(slack.app, slack.taken, given)

        async def send(number: int) -> None:
            await telegram.take(update(number))
            await slack.heard(payload(number))
            server.calls.clear()

        try:
            return await _held(send, inputs)
        finally:
            await application.shutdown()
            await bot.request.shutdown()
            await database.close()
            await server.stop()


async def _held(send: Send, inputs: int) -> list[int]:
    numbers, held = itertools.count(1), []
    tracemalloc.start(1)
    for _ in range(4):
        for number in itertools.islice(numbers, inputs):
            await send(number)
        gc.collect()
        held.append(tracemalloc.get_traced_memory()[0])
    return held


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    sys.stdout.write(" ".join(map(str, asyncio.run(growth(int(sys.argv[1]))))) + "\n")
