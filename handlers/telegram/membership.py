"""Customers who stop the bot, and who let it write to them again."""

from typing import Any

from telegram import ChatMember, Update
from telegram.constants import ChatType
from telegram.ext import BaseHandler, ChatMemberHandler

from bot.desk.desk import Do
from bot.desk.tickets import absence
from handlers.telegram.people import person


def handlers(do: Do) -> list[BaseHandler[Any, Any, Any]]:
    async def changed(update: Update, _: object) -> None:
        change = update.my_chat_member
        if change is None or change.chat.type != ChatType.PRIVATE:
            return
        left = change.new_chat_member.status == ChatMember.BANNED
        await do(absence.blocked_us if left else absence.came_back, person=person(update))

    return [ChatMemberHandler(changed, ChatMemberHandler.MY_CHAT_MEMBER)]
