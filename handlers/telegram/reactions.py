"""Signs that customers put on messages."""

from collections.abc import Sequence
from typing import Any

from telegram import ReactionType, ReactionTypeEmoji, Update
from telegram.constants import ChatType
from telegram.ext import BaseHandler, MessageReactionHandler

from bot.desk.desk import Do
from bot.desk.tickets import reacting
from handlers.telegram.people import person

UNKNOWN = "❔"
"""For a sign that only Telegram can draw: somebody's own, or one that costs stars."""


def handlers(do: Do) -> list[BaseHandler[Any, Any, Any]]:
    async def reacted(update: Update, _: object) -> None:
        change = update.message_reaction
        if change is None or change.user is None or change.chat.type != ChatType.PRIVATE:
            return
        await do(
            reacting.reacted,
            person=person(update),
            chat_message=change.message_id,
            reaction=sign(change.new_reaction),
        )

    return [MessageReactionHandler(reacted, message_reaction_types=MessageReactionHandler.MESSAGE_REACTION_UPDATED)]


def sign(reactions: Sequence[ReactionType]) -> str | None:
    """None where nothing is left."""
    return " ".join(one.emoji if isinstance(one, ReactionTypeEmoji) else UNKNOWN for one in reactions) or None
