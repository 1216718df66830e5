"""What customers ask for about themselves: `/privacy`, `/mydata`, `/forget`."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler

from bot.desk.desk import Do
from bot.desk.outgoing import Notice
from bot.desk.people import customers
from bot.desk.privacy import requests
from handlers.telegram.commands import HERE, NOTHING, told_us
from handlers.telegram.people import person


def handlers(do: Do) -> list[BaseHandler[Any, Any, Any]]:
    async def privacy(update: Update, _: object) -> None:
        if not await told_us(do, update, NOTHING):
            await do(customers.show, person=person(update), notice=Notice.PRIVACY)

    async def mydata(update: Update, _: object) -> None:
        if not await told_us(do, update, NOTHING):
            await do(requests.asks_for_data, person=person(update))

    async def forget(update: Update, _: object) -> None:
        """Whatever follows it: nobody has to ask a person for that."""
        await do(requests.asks_to_be_forgotten, person=person(update))

    commands = {"privacy": privacy, "mydata": mydata, "forget": forget}
    return [CommandHandler(name, command, HERE) for name, command in commands.items()]
