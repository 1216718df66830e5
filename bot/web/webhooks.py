"""What the platforms call: written down before they get their 200, and asked for again while the database is away."""

import hmac
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.engine.faults import DatabaseAway
from bot.web.health import Handler

TELEGRAM = "/telegram"
SLACK = "/slack"
LARGEST = 1024**2
"""Bytes: many times an update's size."""
COME_BACK = 5
"""Seconds after which the platform may try again."""

Take = Callable[[dict[str, Any]], Awaitable[object]]


def telegram_hook(take: Take, secret: str) -> Handler:
    """Telegram's updates, one a request. Without the secret it could be anybody: they are told nothing."""

    async def called(request: web.Request) -> web.StreamResponse:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return web.Response(status=401)
        try:
            update = await request.json()
        except ValueError:
            return web.Response(status=400)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return web.Response(status=400)
        try:
            await take(update)
        except DatabaseAway:
            return web.Response(status=503, headers={"Retry-After": str(COME_BACK)})
        return web.Response()

    return called
