"""`GET /metrics`: figures for Prometheus, in its text format."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.web.health import Handler

TEXT = "text/plain; version=0.0.4; charset=utf-8"


def metrics_page(page: Callable[[], Awaitable[bytes]]) -> Handler:
    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=await page(), headers={"Content-Type": TEXT})

    return metrics
