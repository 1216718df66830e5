"""What was measured, and how it is told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

MB = 1_000_000
STEADY = 5
"""Messages a second at which people would notice that it is slow."""
AT_REST = f"in, {STEADY}/s"
WAYS = ("in", "out", AT_REST)


@dataclass(frozen=True)
class Run:
    """Messages one way through one thing. Times in seconds, CPU of the processes under test."""

    name: str
    messages: int
    seconds: float
    latencies: tuple[float, ...]
    cpu: float

    @property
    def rate(self) -> float:
        return self.messages / self.seconds

    @property
    def cpu_ms(self) -> float:
        return 1000 * self.cpu / self.messages

    def percentile_ms(self, percent: float) -> float:
        """The smallest latency that so many percent do not exceed."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


HEAD = f"{'':44}{'msg/s':>8}{'ratio':>8}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}"


def line(run: Run, beside: Run | None) -> str:
    """A row of the table; the ratio is to the rate of what it is compared with."""
    ratio = f"{run.rate / beside.rate:8.2f}" if beside else f"{'':8}"
    latencies = f"{run.percentile_ms(50):9.1f}{run.percentile_ms(99):9.1f}"
    return f"{run.name:44}{run.rate:8.1f}{ratio}{latencies}{run.cpu_ms:9.2f}"


class Bar(NamedTuple):
    """What the product is to reach. `least`: it must not be under it, else not over it."""

    name: str
    value: float
    bar: float
    unit: str = ""
    least: bool = False

    @property
    def reached(self) -> bool:
        return self.value >= self.bar if self.least else self.value <= self.bar


@dataclass
class Report:
    """All that was measured: runs by name, bytes of memory by messages, seconds of starting by messages stored."""

    runs: dict[str, Run] = field(default_factory=dict)
    rss: dict[int, int] = field(default_factory=dict)
    start: dict[int, float] = field(default_factory=dict)

    def added(self, run: Run, beside: str = "") -> str:
        """The row that shows it, beside a run that was added before."""
        self.runs[run.name] = run
        return line(run, self.runs.get(beside))


def bars(report: Report) -> list[Bar]:
    """What was asked for, as far as it was measured."""
    return [*_speed(report), *_memory(report), *_start(report)]


def _speed(report: Report) -> Iterator[Bar]:
    ours, bare = ({way: report.runs.get(f"{name} {way}") for way in WAYS} for name in ("desk, SQLite", "bare relay"))
    for way, told, bar in (("in", "customer to Slack", 0.4), ("out", "agent to customer", 1)):
        fast, beside = ours[way], bare[way]
        if fast and beside:
            yield Bar(f"{told}, SQLite: of the bare relay's rate", fast.rate / beside.rate, bar, least=True)
        if fast and way == "in":
            yield Bar(f"{told}, SQLite: CPU a message", fast.cpu_ms, 4, "ms")
    steady, beside = ours[AT_REST], bare[AT_REST]
    if steady and beside:
        over = steady.percentile_ms(99) - beside.percentile_ms(99)
        yield Bar(f"p99 at {STEADY} messages/s, over the bare relay's", over, 30, "ms")


def _memory(report: Report) -> Iterator[Bar]:
    counted = sorted(report.rss)
    if counted:
        yield Bar(f"memory after {counted[-1]:,} messages", report.rss[counted[-1]] / MB, 100, "MB")
    if len(counted) > 1 and counted[-1] > 10_000 >= counted[-2]:
        growth = 100 * (report.rss[counted[-1]] / report.rss[counted[-2]] - 1)
        yield Bar(f"memory after {counted[-1]:,} over that after {counted[-2]:,}", growth, 10, "%")


def _start(report: Report) -> Iterator[Bar]:
    for stored in sorted(report.start)[-1:]:
        yield Bar(f"start-up with {stored:,} messages stored", report.start[stored], 2, "s")


def told(bars: Iterable[Bar]) -> str:
    return "\n".join(
        f"{bar.name:66} {f'{bar.value:.2f} {bar.unit}':>12} {'>=' if bar.least else '<='} "
        f"{f'{bar.bar:g} {bar.unit}':10} {'ok' if bar.reached else 'short'}"
        for bar in bars
    )
