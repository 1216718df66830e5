"""What was measured, and how it is told."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

MB = 1_000_000
STEADY = 5
"""Messages a second at which people would notice that it is slow."""


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
    bare, ours = (
        {way: report.runs[f"{name} {way}"] for way in ("in", "out")} for name in ("bare relay", "desk, SQLite")
    )
    slow = [report.runs[f"{name} in, {STEADY}/s"].percentile_ms(99) for name in ("desk, SQLite", "bare relay")]
    found = [
        Bar(
            "customer to Slack, SQLite: of the bare relay's rate",
            ours["in"].rate / bare["in"].rate,
            0.4,
            least=True,
        ),
        Bar("customer to Slack, SQLite: CPU a message", ours["in"].cpu_ms, 4, "ms"),
        Bar(
            "agent to customer, SQLite: of the bare relay's rate",
            ours["out"].rate / bare["out"].rate,
            1,
            least=True,
        ),
        Bar(f"p99 at {STEADY} messages/s, over the bare relay's", slow[0] - slow[1], 30, "ms"),
    ]
    counted = sorted(report.rss)
    found.append(Bar(f"memory after {counted[-1]:,} messages", report.rss[counted[-1]] / MB, 100, "MB"))
    if counted[-1] > 10_000 >= counted[-2]:
        growth = 100 * (report.rss[counted[-1]] / report.rss[counted[-2]] - 1)
        found.append(Bar(f"memory after {counted[-1]:,} over that after {counted[-2]:,}", growth, 10, "%"))
    stored = max(report.start)
    return [*found, Bar(f"start-up with {stored:,} messages stored", report.start[stored], 2, "s")]


def told(bars: Iterable[Bar]) -> str:
    return "\n".join(
        f"{bar.name:66} {f'{bar.value:.2f} {bar.unit}':>12} {'>=' if bar.least else '<='} "
        f"{f'{bar.bar:g} {bar.unit}':10} {'ok' if bar.reached else 'short'}"
        for bar in bars
    )
