"""The commands of the menu, and /start."""

import re
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler, filters

from bot.desk.desk import Do
from bot.desk.outgoing import Notice
from bot.desk.people import customers
from bot.desk.refusals import NoSuchTicket
from bot.desk.tickets import conversation
from handlers.telegram.letters import without_command
from handlers.telegram.people import person

NUMBER = re.compile(r"#?([0-9]{1,30})", re.ASCII)
LARGEST = 2**31 - 1
PAYLOAD = re.compile(r"[\w-]{1,64}", re.ASCII)
"""What a link to the bot can carry behind `?start=`. Anything else was typed."""
HERE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


def handlers(do: Do) -> list[BaseHandler[Any, Any, Any]]:
    async def start(update: Update, _: object) -> None:
        payload = _rest(update)
        source = payload if PAYLOAD.fullmatch(payload) else ""
        await do(conversation.started, person=person(update), source=source)

    async def new(update: Update, _: object) -> None:
        letter = without_command(update.message) if update.message else None
        await do(conversation.asks_new, person=person(update), letter=letter)

    async def close(update: Update, _: object) -> None:
        await do(conversation.closes, person=person(update), ticket=_number(_rest(update)))

    async def status(update: Update, _: object) -> None:
        await do(customers.show, person=person(update), notice=Notice.STATUS)

    async def language(update: Update, _: object) -> None:
        await do(customers.show, person=person(update), notice=Notice.LANGUAGES)

    async def show_help(update: Update, _: object) -> None:
        await do(customers.show, person=person(update), notice=Notice.HELP)

    commands = {
        "start": start,
        "new": new,
        "close": close,
        "status": status,
        "language": language,
        "help": show_help,
    }
    return [CommandHandler(name, command, HERE) for name, command in commands.items()]


def _rest(update: Update) -> str:
    """What was typed after the command."""
    text = (update.message.text if update.message else None) or ""
    return "".join(text.split(maxsplit=1)[1:]).strip()


def _number(said: str) -> int | None:
    """Raises `NoSuchTicket` for a number that no ticket can have."""
    found = NUMBER.match(said)
    if found and not 0 < int(found[1]) <= LARGEST:
        raise NoSuchTicket(ticket=found[1])
    return int(found[1]) if found else None
