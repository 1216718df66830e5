"""What customers have of an answer: changed when the answer is, and removed with it."""

from collections.abc import Sequence

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.desk.files.tables import Attachment
from bot.desk.tickets.tables import Message
from bot.views.telegram.screens import Screen
from bot.views.telegram.words import plain, units

LONGEST_CAPTION = 1024


class CannotChange(Exception):
    """The customer's copy stays as it is; the argument is a sentence for the agent."""


def bearers(message: Message, files: Sequence[Attachment]) -> list[int]:
    """The messages in the customer's chat that bear its words, or could."""
    if message.parts or message.begun:
        return message.parts or message.begun
    under = [file.chat_message for file in files if file.chat_message]
    if under or message.chat_first is None:
        return under[:1]
    return [message.chat_first] if message.chat_first == message.chat_last else []


def whole(message: Message, files: Sequence[Attachment]) -> list[int]:
    """Every message in the customer's chat that is a part of it."""
    sent = [file.chat_message for file in files if file.chat_message]
    return list(dict.fromkeys([*bearers(message, files), *sent]))


async def change(
    bot: Bot, chat: int, bearing: Sequence[int], screens: Sequence[Screen], *, captions: bool
) -> list[int]:
    """Put the new words in the place of the old; gives the messages that bear them now.

    Raises TelegramError and CannotChange.
    """
    if captions:
        return await _change_caption(bot, chat, bearing[0], screens)
    if len(screens) > len(bearing):
        raise CannotChange(
            "The new words need more messages than the old ones did. Send what is missing as a new answer."
        )
    for number, screen in zip(bearing, screens, strict=False):
        await _change_text(bot, chat, number, screen.html)
    for number in bearing[len(screens) :]:
        await remove(bot, chat, number)
    return list(bearing[: len(screens)])


async def _change_caption(bot: Bot, chat: int, number: int, screens: Sequence[Screen]) -> list[int]:
    html = screens[0].html if screens else ""
    if len(screens) > 1 or units(plain(html)) > LONGEST_CAPTION:
        raise CannotChange("The new words are too long to stand under a file. Send them as a new answer.")
    try:
        await bot.edit_message_caption(chat, number, caption=html or None, parse_mode=ParseMode.HTML)
    except BadRequest as error:
        _unless_there_already(error)
    return [number] if html else []


async def _change_text(bot: Bot, chat: int, number: int, html: str) -> None:
    try:
        await bot.edit_message_text(html, chat, number, parse_mode=ParseMode.HTML, disable_web_page_preview=True)
    except BadRequest as error:
        _unless_there_already(error)


def _unless_there_already(error: BadRequest) -> None:
    said = error.message.casefold()
    if "not found" in said:
        raise CannotChange("It is no longer in their chat.") from error
    if "not modified" not in said:
        raise error


async def remove(bot: Bot, chat: int, number: int) -> None:
    """Raises TelegramError, and CannotChange where Telegram will not remove it any more. Gone already is gone."""
    try:
        await bot.delete_message(chat, number)
    except BadRequest as error:
        said = error.message.casefold()
        if "can't be deleted" in said:
            raise CannotChange("Telegram lets us remove messages for 48 hours only.") from error
        if "not found" not in said:
            raise
