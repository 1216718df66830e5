"""A screen as a message of Telegram's: sent, or put in the place of one that is there.

Markup that Telegram does not understand goes as plain text.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from telegram import LinkPreviewOptions as Previews
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.delivery.telegram_verdicts import says
from bot.views.telegram.screens import Screen
from bot.views.telegram.words import plain

NO_PREVIEW = Previews(is_disabled=True)
T = TypeVar("T")


async def send_screen(
    bot: Bot, chat: int, screen: Screen, topic: int | None = None, answered: ReplyParameters | None = None
) -> int:
    """The message's id: to make a message of all that Telegram answers took the library a third of the whole send."""
    asked = {
        "chat_id": chat,
        "link_preview_options": NO_PREVIEW,
        "reply_markup": keyboard(screen),
        "message_thread_id": topic,
        "reply_parameters": answered,
    }

    async def send(**words: str) -> Any:
        return await bot.do_api_request("sendMessage", asked | words)

    return int((await _understood(send, screen))["message_id"])


async def edit(bot: Bot, chat: int, number: int, screen: Screen) -> None:
    change = partial(
        bot.edit_message_text,
        chat_id=chat,
        message_id=number,
        link_preview_options=NO_PREVIEW,
        reply_markup=keyboard(screen),
    )
    await _understood(change, screen)


async def _understood(act: Callable[..., Awaitable[T]], screen: Screen) -> T:
    try:
        return await act(text=screen.html, parse_mode=ParseMode.HTML)
    except BadRequest as error:
        if not says(error, "can't parse entities"):
            raise
    return await act(text=plain(screen.html))


def keyboard(screen: Screen) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in screen.buttons]
    return InlineKeyboardMarkup(rows) if rows else None
