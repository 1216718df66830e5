"""`GET /healthz`: whether the desk works, in figures that an operator can act on."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Health:
    """Ages are milliseconds. `connections` says for each platform whether we are connected.

    `troubles` are what an operator has to put right, in sentences; `shut_out` the platforms that do not let us in. A
    channel that is shut leaves the desk well: the operators' channel has been told.
    """

    database: bool
    waiting: int = 0
    oldest_unsent_ms: int = 0
    dead_letters: int = 0
    parked: int = 0
    overdue: int = 0
    oldest_overdue_ms: int = 0
    connections: dict[str, bool] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    shut_out: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        return self.database and all(self.connections.values()) and not self.shut_out


def health_page(health: Callable[[], Awaitable[Health]]) -> Handler:
    async def healthz(_: web.Request) -> web.Response:
        now = await health()
        return web.json_response({"well": now.well, **asdict(now)}, status=200 if now.well else 503)

    return healthz
