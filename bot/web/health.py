"""`GET /healthz`: whether the desk works, in figures that an operator can act on."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Health:
    """Ages are milliseconds. `connections` says for each platform whether we are connected."""

    database: bool
    waiting: int = 0
    oldest_unsent_ms: int = 0
    dead_letters: int = 0
    parked: int = 0
    overdue: int = 0
    oldest_overdue_ms: int = 0
    connections: dict[str, bool] = field(default_factory=dict)

    @property
    def well(self) -> bool:
        return self.database and all(self.connections.values())


def health_page(health: Callable[[], Awaitable[Health]]) -> Handler:
    async def healthz(_: web.Request) -> web.Response:
        now = await health()
        return web.json_response({"well": now.well, **asdict(now)}, status=200 if now.well else 503)

    return healthz
