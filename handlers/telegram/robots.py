"""Bots that write to ours, itself among them: passed over, for two that answer each other never stop."""

from typing import Any

from telegram import Update
from telegram.ext import ApplicationHandlerStop, BaseHandler, TypeHandler

BEFORE_ALL = -1
"""The group whose handlers see an update first."""


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    async def seen(update: Update, _: object) -> None:
        user = update.effective_user
        if user and user.is_bot:
            raise ApplicationHandlerStop

    return [TypeHandler(Update, seen)]
