"""How things stand, as gauges: made anew for each reading, so that none says what was true before an outage."""

from collections.abc import Iterable, Iterator, Mapping

from prometheus_client.core import GaugeMetricFamily

from bot.telemetry.standing import Standing

Labelled = Iterable[tuple[tuple[str, ...], float]]


def gauge(name: str, says: str, labels: tuple[str, ...], values: Labelled) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"relaydesk_{name}", says, labels=labels)
    for places, value in values:
        family.add_metric(places, value)
    return family


def single(name: str, says: str, value: float) -> GaugeMetricFamily:
    return gauge(name, says, (), [((), value)])


def of_replica(connections: Mapping[str, bool], *, polling: bool, database: bool) -> Iterator[GaugeMetricFamily]:
    """What is true of this process alone."""
    yield single("database_up", "Whether the database answered when this was asked.", database)
    yield single("polling", "Whether this replica is the one that polls Telegram.", polling)
    connected = [((platform,), up) for platform, up in connections.items()]
    yield gauge("connected", "Whether the platform is connected.", ("platform",), connected)


def of_desk(standing: Standing) -> Iterator[GaugeMetricFamily]:
    """What every replica says alike, because it is in the database."""
    yield single("parked", "Deliveries that could not be handled and wait for a person.", standing.parked)
    yield single("dead_letters", "Rows that were given up and wait for a person.", standing.dead_letters)
    yield single("deadlines_due", "Deadlines that are due and not acted on yet.", standing.due.count)
    yield single("deadlines_overdue", "Deadlines not acted on for a minute, or failing for as long.", standing.overdue)
    late = standing.due.oldest_age_ms / 1000
    yield single("deadlines_due_oldest_seconds", "How long the oldest of them has been due.", late)
    backlogs = [((each.bucket,), each) for each in standing.backlogs]
    for name, says, field, unit in (
        ("waiting", "Rows that wait to be sent.", "parcels", 1),
        ("waiting_lanes", "Places for which rows wait.", "lanes", 1),
        ("waiting_oldest_seconds", "How long the oldest row has waited.", "oldest_age_ms", 1000),
    ):
        yield gauge(name, says, ("bucket",), [(place, getattr(each, field) / unit) for place, each in backlogs])
    yield gauge("open_tickets", "Tickets that are not solved.", ("team", "status"), standing.tickets.items())
