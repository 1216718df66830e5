"""Every address there is; `openapi.yaml` beside this says what each takes and answers."""

from aiohttp import web

from bot.web.health import Handler

HEALTH = "/healthz"
METRICS = "/metrics"
TELEGRAM = "/telegram"
SLACK = "/slack"
LARGEST = 1024**2
"""Bytes: many times an update's size."""


def surface(
    health: Handler,
    slack: Handler | None = None,
    telegram: tuple[Handler, Handler] | None = None,
    metrics: Handler | None = None,
) -> web.Application:
    """Of the platforms, those that call us (Telegram's updates, and the probe there); figures, where wanted."""
    application = web.Application(client_max_size=LARGEST, middlewares=[_readable])
    application.router.add_get(HEALTH, health)
    if metrics:
        application.router.add_get(METRICS, metrics)
    if slack:
        application.router.add_post(SLACK, slack)
    if telegram:
        updates, probe = telegram
        application.router.add_post(TELEGRAM, updates)
        application.router.add_get(TELEGRAM, probe)
    return application


@web.middleware
async def _readable(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A body that breaks off, or is not compressed as it says, is no fault of ours."""
    try:
        return await handler(request)
    except web.RequestPayloadError:
        answer = web.Response(status=400)
        answer.force_close()  # what else it sent cannot be told apart any more
        return answer
