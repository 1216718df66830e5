"""A topic for each ticket in its customer's chat, where the bot has topics. Words never wait for one, nor get lost.

A topic is made when the first thing is to be said in it, and named after its ticket. Where it is gone, another one
is made, once; where none can be made, the words go to the chat itself.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.delivery.telegram_request import Flooded, NotSent
from bot.desk.desk import Ask, Do
from bot.desk.tickets import reading, topics
from bot.desk.tickets.tables import Ticket, Topic
from bot.views.telegram.topics import topic_name

log = structlog.get_logger()

T = TypeVar("T")
Send = Callable[[int | None], Awaitable[T]]
"""Sends it in the topic of that number, or in the chat itself."""

MOST_TRIES = 2
"""Attempts at a message that may make a topic for it: an answer that is lost on the way leaves a topic of nobody's."""


class TelegramTopics:
    """`on`: the bot has topics, as far as we know. `wanted` is what the operator says."""

    def __init__(self, bot: Bot, ask: Ask, do: Do, *, wanted: bool) -> None:
        self.on = False
        self._bot = bot
        self._ask = ask
        self._do = do
        self._wanted = wanted

    async def look(self) -> None:
        """Ask Telegram, since the bot's owner may switch topics on and off there. Raises TelegramError."""
        self.on = self._wanted and bool((await self._bot.get_me()).has_topics_enabled)

    async def look_again(self) -> None:
        """As `look`; where there is no answer, things are as they were."""
        try:
            await self.look()
        except TelegramError as error:
            log.warning("whether the bot has topics is not known", error=type(error).__name__)

    def has(self, ticket: Ticket) -> bool:
        return self.on and ticket.topic_id is not None

    async def where_asked(self, number: int | None, send: Send[T]) -> T:
        """In the topic of that number; in the chat itself where it is gone. Raises TelegramError."""
        if self.on and number:
            try:
                return await send(number)
            except BadRequest as error:
                if not not_there(error):
                    raise
        return await send(None)

    async def in_its_own(self, ticket: int, chat: int, tries: int, send: Send[T]) -> T:
        """In the ticket's topic; in another one where that is gone, and else in the chat itself. Raises TelegramError.

        `tries` counts the attempts at this message, this one included.
        """
        topic = await self._first(ticket, chat, tries) if self.on else None
        while topic:
            try:
                return await send(topic.number)
            except BadRequest as error:
                if not not_there(error):
                    raise
            topic = await self._instead(ticket, chat, tries, topic)
        return await send(None)

    async def _first(self, ticket: int, chat: int, tries: int) -> Topic | None:
        topic, may_have_another = await self._ask(topics.standing, ticket)
        if topic or not may_have_another or tries > MOST_TRIES:
            return topic
        return await self._made(ticket, chat)

    async def _instead(self, ticket: int, chat: int, tries: int, gone: Topic) -> Topic | None:
        topic, may_have_another = await self._ask(topics.standing, ticket)
        if topic and topic.id != gone.id:
            return topic  # another replica found out first
        if not may_have_another:
            await self._do(topics.lost, ticket=ticket, topic=gone.id)
            return None
        return await self._made(ticket, chat, gone) if tries <= MOST_TRIES else None

    async def _made(self, ticket: int, chat: int, gone: Topic | None = None) -> Topic | None:
        """None where Telegram does not want to; of two that are made at once, one stays."""
        held = (await self._ask(reading.sheet, ticket)).ticket
        try:
            made = await self._bot.create_forum_topic(chat, topic_name(held))
        except (BadRequest, Forbidden, Flooded) as error:
            self.on = self.on and not _without_topics(error)
            log.warning("no topic", ticket=ticket, why=error.message)
            return None
        except TelegramError as error:
            raise NotSent(error.message) from error  # a topic perhaps, but certainly not the words
        number = made.message_thread_id
        instead_of = gone.id if gone else None
        topic = await self._do(topics.opened, ticket, number, topics.title(held), instead_of)
        if topic.number != number:
            await self._unmade(chat, number)
        return topic

    async def _unmade(self, chat: int, number: int) -> None:
        """One that stays does no harm: what is written there is taken as if it were written in no topic."""
        try:
            await self._bot.delete_forum_topic(chat, number)
        except TelegramError as error:
            log.warning("a topic too many stays", error=type(error).__name__)

    async def draw(self, ticket: int) -> None:
        """Its name says how the ticket stands now. Raises TelegramError."""
        held, customer, *_ = await self._ask(reading.sheet, ticket)
        topic, _ = await self._ask(topics.standing, ticket)
        if not self.on or topic is None or held.spam:
            return
        try:
            await self._bot.edit_forum_topic(customer.chat, topic.number, name=topic_name(held))
        except BadRequest as error:
            if not (not_there(error) or "not_modified" in error.message.casefold()):
                raise


def not_there(error: BadRequest) -> bool:
    """The topic was deleted, or the bot has none any more; nothing was sent."""
    return "thread not found" in error.message.casefold() or _without_topics(error)


def _without_topics(error: TelegramError) -> bool:
    return "not a forum" in error.message.casefold()
