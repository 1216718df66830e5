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

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
HERE = "This is Relaydesk."
"""What whoever knows the secret is told, so that an operator can see whether an address leads here."""

Take = Callable[[dict[str, Any]], Awaitable[object]]


def telegram_hook(take: Take, secret: str) -> Handler:
    """Telegram's updates, one a request. Without the secret it could be anybody: they are told nothing."""

    async def called(request: web.Request) -> web.StreamResponse:
        if not _knows(request, secret):
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


def telegram_probe(secret: str) -> Handler:
    """Where Telegram calls, asked by an operator. Without the secret nobody is told who is here."""

    async def asked(request: web.Request) -> web.StreamResponse:
        return web.Response(text=HERE) if _knows(request, secret) else web.Response(status=401)

    return asked


def _knows(request: web.Request, secret: str) -> bool:
    given = request.headers.get(SECRET_HEADER, "")
    return bool(secret) and hmac.compare_digest(_bytes(given), _bytes(secret))


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
