"""Whatever customers send that is not a command or a button: it goes to their ticket."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, MessageHandler, filters

from bot.desk.desk import Do
from bot.desk.tickets import conversation, rewriting
from handlers.telegram.letters import letter, rewritten
from handlers.telegram.people import person

SAID = filters.ChatType.PRIVATE & (filters.TEXT | ~filters.StatusUpdate.ALL)
"""Words tell nothing of a chat's state, of which there are forty kinds to look for."""


def handlers(do: Do) -> list[BaseHandler[Any, Any, Any]]:
    async def wrote(update: Update, _: object) -> None:
        if update.message:
            await do(conversation.wrote, person=person(update), letter=letter(update.message))

    async def rewrote(update: Update, _: object) -> None:
        """A position shared live is edited every few seconds: nobody could follow that."""
        edited = update.edited_message
        if edited and not edited.location:
            await do(rewriting.rewrote, person=person(update), letter=rewritten(edited))

    return [
        MessageHandler(SAID & filters.UpdateType.MESSAGE, wrote),
        MessageHandler(SAID & filters.UpdateType.EDITED_MESSAGE, rewrote),
    ]
