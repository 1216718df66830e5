"""The commands that Telegram offers in customers' chats."""

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats

from bot.desk.people.languages import LANGUAGES
from bot.desk.practice import Practice
from bot.views.telegram.menus import menu


async def set_menus(bot: Bot, practice: Practice) -> None:
    """The commands in private chats, in each language, and the desk's for all others. Raises TelegramError."""
    by_code = {language.partition("_")[0]: language for language in reversed(LANGUAGES)}
    for code, language in {"": practice.language, **by_code}.items():
        commands = [BotCommand(command, purpose) for command, purpose in menu(language)]
        await bot.set_my_commands(commands, BotCommandScopeAllPrivateChats(), language_code=code or None)
