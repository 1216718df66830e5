"""What the platforms call: written down before they get their 200, and asked for again while the database is away."""

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.engine.faults import DatabaseAway
from bot.web.health import Handler

COME_BACK = 5
"""Seconds after which the platform may try again."""

Take = Callable[[dict[str, Any]], Awaitable[object]]


def telegram_hook(take: Take, secret: str) -> Handler:
    """Telegram's updates, one a request. Without the secret it could be anybody: they are told nothing."""

    async def called(request: web.Request) -> web.StreamResponse:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(_bytes(given), _bytes(secret)):
            return web.Response(status=401)
        update = _update(await request.read())
        if update is None:
            return web.Response(status=400)
        try:
            await take(update)
        except DatabaseAway:
            return web.Response(status=503, headers={"Retry-After": str(COME_BACK)})
        return web.Response()

    return called


def _bytes(header: str) -> bytes:
    """As they came: a header may be in no encoding at all."""
    return header.encode("utf-8", "surrogateescape")


def _update(body: bytes) -> dict[str, Any] | None:
    """Whatever the request calls its content; None for what is no update."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) and type(update.get("update_id")) is int else None
