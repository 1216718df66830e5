"""An answer that takes several messages: what of it is in the chat is not sent again, whoever goes on with it.

What is there is written down when a row goes back to its lane or is given up (`remembered`), and not before: an answer
that goes through at once costs nothing more. A desk that is killed leaves what it sent since then in doubt, as with
any send.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial

from telegram import Bot
from telegram.error import BadRequest

from bot.delivery import telegram_copies as copies
from bot.delivery.verdicts import Record, Verdict, both
from bot.desk.tickets import changes, deliveries
from bot.desk.tickets.reading import Relay
from bot.desk.tickets.tables import Message, State
from bot.views.telegram.screens import Screen


class Parts:
    """`numbers` are the messages of it that are in the chat, of this attempt and of those before."""

    def __init__(self, bot: Bot, chat: int, relay: Relay) -> None:
        self.numbers = list(relay.begun) if relay.half_there else []
        self._bot = bot
        self._chat = chat
        self._relay = relay

    async def send_rest(self, screens: Sequence[Screen], send: Callable[[Screen], Awaitable[int]]) -> None:
        """Raises TelegramError; `numbers` are those that got there all the same."""
        if self.numbers and self._relay.former is not None:
            await self._renew(screens)
        for screen in screens[len(self.numbers) :]:
            self.numbers.append(await send(screen))
        if not self.numbers:
            raise BadRequest("there is nothing in it to send")

    async def _renew(self, screens: Sequence[Screen]) -> None:
        """What is there is to read as the rest will, which its agent changed; what cannot be changed is sent anew."""
        there = screens[: len(self.numbers)]
        try:
            self.numbers = await copies.change(self._bot, self._chat, self.numbers, there, captions=False)
        except copies.CannotChange:
            self.numbers = []

    def remembered(self, said: Verdict) -> Verdict:
        """For the next attempt, and for whoever changes or deletes the answer meanwhile."""
        if self.numbers == self._relay.begun:
            return said
        there = partial(deliveries.begun, message=self._relay.message, numbers=list(self.numbers))
        return replace(said, record=both(there, said.record))


def changed(message: Message, parts: Sequence[int], wanted: int) -> Record:
    """Its new words are in those messages, of `wanted`: where that is all of them, nothing is left to be sent."""
    if not message.half_there:
        return partial(changes.changed, message=message.id, parts=parts)
    if len(parts) < wanted or message.state is State.STOPPED:
        return partial(deliveries.begun, message=message.id, numbers=parts)
    first, last = parts[0], parts[-1]
    return partial(deliveries.delivered, message=message.id, chat_first=first, chat_last=last, parts=parts)
