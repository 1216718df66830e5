"""Figures for Prometheus, in a registry of their own: what happens is counted as it is told of, how things stand is
read when somebody asks. Every label has few values: platforms, outcomes, buckets, kinds, configured teams."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Metric, ProcessCollector, generate_latest

from bot.signals import Acted, Arrived, Asked, Carried, Fired, Signal

NETWORK = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
DATABASE = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)
WAITS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200)
"""Seconds."""


@dataclass(eq=False)
class Shown:
    """What the registry collects beside its counters."""

    figures: Iterable[Metric] = ()

    def collect(self) -> Iterable[Metric]:
        return self.figures


class Metrics:
    def __init__(self, replica: Mapping[str, str]) -> None:
        """`replica` says what this process is: its version, database and modes."""
        self._registry = CollectorRegistry()
        self._shown = Shown()
        self._registry.register(self._shown)
        ProcessCollector(registry=self._registry)
        info = Gauge("relaydesk_replica_info", "What this replica is.", list(replica), registry=self._registry)
        info.labels(**replica).set(1)
        self._arrivals = self._counter("arrivals", "Deliveries of the platforms.", "platform", "outcome")
        self._taking = self._histogram("arrival_seconds", "From a delivery to its end.", DATABASE, "platform")
        self._sends = self._counter("sends", "Attempts to send.", "bucket", "outcome")
        self._sending = self._histogram("send_seconds", "One attempt to send.", NETWORK, "bucket")
        self._delivery = self._histogram("delivery_seconds", "From when it was written until sent.", WAITS, "bucket")
        self._deadlines = self._counter("deadlines", "Deadlines that were acted on.", "kind", "outcome")
        self._lateness = self._histogram("deadline_lateness_seconds", "From a deadline to the act.", WAITS)
        self._calls = self._counter("database_calls", "Calls of the database.", "how", "outcome")
        self._asking = self._histogram("database_seconds", "One call of the database, waits included.", DATABASE, "how")

    def notice(self, signal: Signal) -> None:
        match signal:
            case Arrived(platform, _, outcome, span):
                self._arrivals.labels(platform, outcome).inc()
                self._taking.labels(platform).observe(span.seconds)
            case Carried():
                self._carried(signal)
            case Fired(kind, outcome, late):
                self._deadlines.labels(kind, outcome).inc()
                self._lateness.observe(late)
            case Asked(how, outcome, span):
                self._calls.labels(how, outcome).inc()
                self._asking.labels(how).observe(span.seconds)
            case Acted():
                pass  # the database's own figures have it

    def _carried(self, sent: Carried) -> None:
        self._sends.labels(sent.bucket, sent.outcome).inc()
        self._sending.labels(sent.bucket).observe(sent.span.seconds)
        if sent.outcome == "Sent":
            self._delivery.labels(sent.bucket).observe(sent.waited)

    def page(self, figures: Iterable[Metric]) -> bytes:
        """As Prometheus reads it: the figures, and what was counted so far."""
        self._shown.figures = figures
        return generate_latest(self._registry)

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(f"relaydesk_{name}", says, labels, registry=self._registry)

    def _histogram(self, name: str, says: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(f"relaydesk_{name}", says, labels, buckets=buckets, registry=self._registry)
