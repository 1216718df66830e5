"""All that customers can do, put into the library's `Application`."""

from typing import Any

from telegram.ext import Application

from bot.desk.desk import Do
from bot.desk.practice import Practice
from handlers.telegram import buttons, commands, membership, messages, privacy, reactions, robots, unasked

Dispatcher = Application[Any, Any, Any, Any, Any, Any]


def register(application: Dispatcher, do: Do, practice: Practice) -> None:
    """In this order: what is no command of ours, with words, is a message like any other."""
    for handler in robots.handlers():
        application.add_handler(handler, robots.BEFORE_ALL)
    for handler in (
        *privacy.handlers(do),
        *unasked.handlers(do),
        *commands.handlers(do),
        *buttons.handlers(do, practice),
        *membership.handlers(do),
        *reactions.handlers(do),
        *messages.handlers(do),
    ):
        application.add_handler(handler)
