"""Watching one process: whoever is to hear of what happens is put beside the door, the database included."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from prometheus_client import Metric

from bot.door import Door
from bot.engine.faults import DatabaseAway
from bot.signals import both
from bot.telemetry.figures import of_desk, of_replica
from bot.telemetry.metrics import Metrics
from bot.telemetry.standing import Standing, Standings
from bot.telemetry.timed import TimedDatabase


@dataclass(frozen=True)
class Watch:
    metrics: Metrics
    standings: Standings

    async def page(self, connections: Mapping[str, bool], *, polling: bool) -> bytes:
        """What Prometheus reads. While the database is away, nothing is said of what is in it."""
        try:
            standing = await self.standings.now()
        except DatabaseAway:
            standing = None
        return self.metrics.page(list(_figures(connections, standing, polling=polling)))


def _figures(connections: Mapping[str, bool], standing: Standing | None, *, polling: bool) -> Iterator[Metric]:
    yield from of_replica(connections, polling=polling, database=standing is not None)
    if standing:
        yield from of_desk(standing)


def watching(door: Door, replica: Mapping[str, str]) -> Watch:
    """From now on what happens at the door is measured."""
    metrics = Metrics(replica)
    door.noticed = both(door.noticed, metrics.notice)
    door.database = TimedDatabase(door.database, metrics.notice)
    return Watch(metrics, Standings(door))
