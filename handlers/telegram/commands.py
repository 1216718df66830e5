"""The commands of the menu, and /start; one that nobody knows is answered with those there are."""

import re
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler, MessageHandler, filters

from bot.desk.desk import Do
from bot.desk.outgoing import Notice
from bot.desk.people import customers
from bot.desk.tickets import conversation, wishes
from bot.desk.tickets.numbers import number_of_ticket
from handlers.telegram.letters import letter, without_command
from handlers.telegram.people import person

PAYLOAD = re.compile(r"[\w-]{0,64}", re.ASCII)
"""What a link to the bot can carry behind `?start=`. Anything else was typed."""
WORD = re.compile(r"\S*")
"""A number or a language, perhaps: the answer to the command is the answer to that."""
NOTHING = re.compile("")
HERE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
NOTHING_ELSE = filters.COMMAND & filters.Regex(re.compile(r"^/\w+(@\w+)?\s*$", re.ASCII))
"""A command without words; with words it is a message like any other."""


def handlers(do: Do) -> list[BaseHandler[Any, Any, Any]]:
    async def start(update: Update, _: object) -> None:
        if not await told_us(do, update, PAYLOAD):
            await do(wishes.started, person=person(update), source=_rest(update))

    async def new(update: Update, _: object) -> None:
        first = without_command(update.message) if update.message else None
        await do(wishes.asks_new, person=person(update), letter=first)

    async def close(update: Update, _: object) -> None:
        """With words that are no number it is something they tell us, and closes nothing."""
        rest = _rest(update)
        number = number_of_ticket(rest)
        if update.message and rest and number is None:
            await do(conversation.wrote, person=person(update), letter=letter(update.message))
        else:
            await do(wishes.closes, person=person(update), ticket=number)

    def shows(notice: Notice, takes: re.Pattern[str]) -> Callable[[Update, object], Coroutine[Any, Any, None]]:
        async def shown(update: Update, _: object) -> None:
            if not await told_us(do, update, takes):
                await do(customers.show, person=person(update), notice=notice)

        return shown

    commands = {
        "start": start,
        "new": new,
        "close": close,
        "status": shows(Notice.STATUS, WORD),
        "language": shows(Notice.LANGUAGES, WORD),
        "help": shows(Notice.HELP, NOTHING),
    }
    ours: list[BaseHandler[Any, Any, Any]] = [CommandHandler(name, command, HERE) for name, command in commands.items()]
    return [*ours, MessageHandler(HERE & NOTHING_ELSE, shows(Notice.NO_COMMAND, NOTHING))]


async def told_us(do: Do, update: Update, takes: re.Pattern[str]) -> bool:
    """Whether more follows the command than it takes: then it is something they tell us, and goes to the team."""
    if update.message is None or takes.fullmatch(_rest(update)):
        return False
    await do(conversation.wrote, person=person(update), letter=letter(update.message))
    return True


def _rest(update: Update) -> str:
    """What was typed after the command."""
    text = (update.message.text if update.message else None) or ""
    return "".join(text.split(maxsplit=1)[1:]).strip()
