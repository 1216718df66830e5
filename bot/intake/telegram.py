"""What Telegram has for us: our own long poll, because the library's acknowledges what nobody has handled yet.

The offset moves, and so acknowledges, only when a whole batch has been committed or parked. Updates of one chat are
handled one after another, chats side by side.
"""

import asyncio
import json
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

import structlog
from telegram import Update
from telegram.error import Conflict, EndPointNotFound, InvalidToken
from telegram.ext import Application, ApplicationBuilder, CallbackContext, ExtBot

from bot.desk.desk import Desk
from bot.desk.events import CustomerTold
from bot.desk.outgoing import Notice
from bot.desk.people.customers import Person, customer
from bot.desk.refusals import Refusal
from bot.desk.troubles import episodes
from bot.desk.troubles.tables import TELEGRAM, UNAUTHORIZED
from bot.door import Arrival, Door
from bot.engine.faults import DatabaseAway
from bot.intake import taking
from bot.intake.storable import storable

log = structlog.get_logger()

Json = dict[str, Any]
Dispatcher = Application[Any, Any, Any, Any, Any, Any]

KINDS = ["message", "edited_message", "callback_query", "my_chat_member", "message_reaction"]
"""What we ask for, always in full: the server remembers the last list it was given."""
POLL = 30
"""Seconds that Telegram may keep us waiting for news."""
SLACK = 10
"""Seconds more until we think the connection is dead."""
STAND_BY = 5.0
"""Seconds that another program is left to poll: a desk of an older version, perhaps, that is just being replaced."""
AT_ONCE = 16
LONGEST_WAIT = 30.0

_faults: ContextVar[list[Exception]] = ContextVar("faults")


def dispatcher(bot: ExtBot[None], register: Callable[[Dispatcher], None]) -> Dispatcher:
    """The library's `Application` for dispatching alone: nothing in it polls, waits or remembers."""
    application = ApplicationBuilder().bot(bot).updater(None).build()
    register(application)
    application.add_error_handler(_noted)
    return application


async def _noted(_update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
    """The library keeps the errors of handlers to itself; we need to know."""
    if context.error:
        _faults.get().append(context.error)


class TelegramIntake:
    """`connected` says whether the last call was answered, for health."""

    def __init__(
        self,
        application: Dispatcher,
        door: Door,
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.connected = False
        self._application = application
        self._door = door
        self._wait = wait
        self._source = f"telegram:{application.bot.token.partition(':')[0]}"
        self._places = asyncio.Semaphore(AT_ONCE)
        self._misses = 0

    async def run(self) -> None:
        """Until cancelled. The application is initialised here, and is its owner's to shut down."""
        offset = 0
        while True:
            try:
                offset = await self._turn(offset)
            except DatabaseAway as error:
                await self._back_off("the database is away", error)
            except Exception as error:
                await self._missed(error)

    async def called_at(self, address: str, secret: str) -> None:
        """From now on Telegram calls that address with what it has for us. Raises TelegramError."""
        await self._application.initialize()
        bot = self._application.bot
        await bot.set_webhook(address, secret_token=secret, allowed_updates=KINDS, max_connections=AT_ONCE)
        self.connected = True

    async def _turn(self, offset: int) -> int:
        """One batch, and the offset that acknowledges it."""
        await self._application.initialize()
        batch = await self._let_in(offset)
        self.connected = True
        await self._take_all(batch)
        self._misses = 0
        return max((int(raw["update_id"]) + 1 for raw in batch), default=offset)

    async def _let_in(self, offset: int) -> list[Json]:
        """A batch; the operators are told of a token that was revoked, and when it is known again."""
        try:
            batch = await self._fetch(offset)
        except (InvalidToken, EndPointNotFound):  # what the library makes of it in calls like ours
            await self._door.do(episodes.begins, TELEGRAM, UNAUTHORIZED)
            raise
        if not self.connected:
            await self._door.do(episodes.over, [TELEGRAM])
        return batch

    async def _fetch(self, offset: int) -> list[Json]:
        patience = POLL if self.connected else 0  # after trouble we want to know at once whether it is over
        asked = {"offset": offset, "timeout": patience, "limit": 100, "allowed_updates": KINDS}
        batch: list[Json] = await self._application.bot.do_api_request("getUpdates", asked, read_timeout=POLL + SLACK)
        return batch

    async def _missed(self, error: Exception) -> None:
        """Telegram lets only the newest poll go on. Our replicas never poll at once: it is somebody with our token."""
        if isinstance(error, Conflict) and "terminated by other" in error.message.casefold():
            log.warning("another program polls telegram with this bot's token", pause=STAND_BY)
            await self._wait(STAND_BY)
        else:
            self.connected = False
            await self._back_off("telegram does not answer", error)

    async def _back_off(self, what: str, error: Exception) -> None:
        """The error's own text stays out of the log: the library puts the token into one of them."""
        self._misses += 1
        pause = min(2.0 ** min(self._misses, 10) / 2, LONGEST_WAIT) * random.uniform(0.5, 1)
        log.warning(what, error=type(error).__name__, pause=round(pause, 1))
        await self._wait(pause)

    async def _take_all(self, batch: list[Json]) -> None:
        """Raises DatabaseAway if any of it may be in no database yet."""
        chats: dict[int, list[Json]] = defaultdict(list)
        for raw in batch:
            chats[_order(raw)].append(raw)
        done = await asyncio.gather(*(self._take_in_order(each) for each in chats.values()), return_exceptions=True)
        for fault in done:
            if isinstance(fault, BaseException):
                raise fault

    async def _take_in_order(self, updates: list[Json]) -> None:
        for raw in updates:
            async with self._places:
                await self.take(raw)

    async def replay(self, payload: str, reference: str) -> str:
        """A parked update once more; gives what came of it."""
        await self._application.initialize()
        return await self.take(json.loads(payload), reference)

    async def take(self, raw: Json, replays: str | None = None) -> str:
        """Handle one update as it came, at most once; gives what came of it. Raises DatabaseAway.

        What not even an answer or an apology can be made of is parked as well, without one.
        """
        raw, payload = storable(raw)
        arrival = Arrival(self._source, str(raw["update_id"]), payload, acted_at=_acted_at(raw), replays=replays)
        who = _who(raw)
        try:
            return await taking.take(self._door, arrival, self._handled(raw), _answer_to(who), _apology_to(who))
        except DatabaseAway:
            raise
        except Exception as fault:
            return await self._park(arrival, fault)

    async def _park(self, arrival: Arrival, fault: Exception) -> str:
        try:
            return await taking.park(self._door, arrival, fault, _apology_to(None))
        except Exception as worse:
            log.error("an update could not even be parked", key=arrival.key, exc_info=worse)
            raise DatabaseAway(f"an update could not even be parked: {type(worse).__name__}") from worse

    async def _handled(self, raw: Json) -> None:
        faults: list[Exception] = []
        marker = _faults.set(faults)
        try:
            await self._application.process_update(Update.de_json(raw, self._application.bot))
        finally:
            _faults.reset(marker)
        for fault in faults:
            raise fault


def _part(raw: Json) -> Json:
    """What is inside an update, whatever its kind."""
    return next((value for value in raw.values() if isinstance(value, dict)), {})


def _chat(part: Json) -> Json:
    """The chat it happened in, of a button the one it is in; read with care, as an update may be of any shape."""
    message = part.get("message")
    under = message.get("chat") if isinstance(message, dict) else None
    return next((found for found in (part.get("chat"), under, part.get("from")) if isinstance(found, dict)), {})


def _order(raw: Json) -> int:
    """Updates with the same number are handled one after another."""
    number = _chat(_part(raw)).get("id")
    return number if isinstance(number, int) else 0


def _acted_at(raw: Json) -> datetime | None:
    part = _part(raw)
    date = part.get("edit_date") or part.get("date")
    try:
        return datetime.fromtimestamp(date, UTC) if isinstance(date, int) else None
    except (OverflowError, ValueError, OSError):
        return None


def _who(raw: Json) -> Person | None:
    """Whom to answer in private, if it can be told."""
    part = _part(raw)
    chat, user = _chat(part), part.get("from")
    if not isinstance(user, dict) or not isinstance(chat.get("id"), int) or chat["id"] != user.get("id"):
        return None
    name = " ".join(str(user[key]) for key in ("first_name", "last_name") if user.get(key))
    return Person(chat["id"], name, _text(user.get("username")), _text(user.get("language_code")), _topic(part))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _topic(part: Json) -> int | None:
    """The topic it happened in, of a button the one it is in."""
    under = part.get("message")
    message = under if isinstance(under, dict) else part
    number = message.get("message_thread_id")
    return number if message.get("is_topic_message") is True and isinstance(number, int) else None


def _answer_to(who: Person | None) -> Callable[[Desk, Refusal], None]:
    def answer(desk: Desk, refusal: Refusal) -> None:
        fields = {name: value if isinstance(value, int) else str(value) for name, value in refusal.fields.items()}
        _tell(desk, who, Notice.REFUSED, json.dumps({"why": type(refusal).__name__, "fields": fields}))

    return answer


def _apology_to(who: Person | None) -> Callable[[Desk, str], None]:
    return lambda desk, reference: _tell(desk, who, Notice.FAULT, reference)


def _tell(desk: Desk, who: Person | None, notice: Notice, about: str) -> None:
    if who:
        desk.happened(CustomerTold(customer=customer(desk, who).id, notice=notice, about=about))
