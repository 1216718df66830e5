"""The benchmarks run: a tiny part of them. How fast a test's machine is says nothing, so no figure is looked at."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.figures import AT_REST, Report, Run, bars, told

ROOT = Path(__file__).parents[1]
TINY = ("--messages", "2", "--people", "1", "--steady", "1", "--memory", "1", "2", "--stored", "20")
PASSED_ON = r"^{} +[\d.]+( +[\d.]+)? +[\d.]+ +[\d.]+ +[\d.]+$"
"""The row of a run: rate, perhaps a ratio, two latencies and the CPU of a message."""


def ran(*asked: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.relay", *TINY, *asked]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=400, check=False)


@pytest.mark.timeout(450)
def test_every_message_of_a_run_arrives_and_each_bar_has_a_line() -> None:
    done = ran("--parts", "sqlite", "start", "--within", "300")
    assert done.returncode == 0, done.stderr
    for run in ("desk, SQLite in", "desk, SQLite out", "desk, SQLite in, 5/s"):
        assert re.search(PASSED_ON.format(run), done.stdout, flags=re.MULTILINE)
    assert re.search(r"^started with 20 messages stored: [\d.]+ s$", done.stdout, flags=re.MULTILINE)
    lines = done.stdout.rstrip().rpartition("\n\n")[2].splitlines()
    assert len(lines) == 2
    assert all(re.search(r" (>=|<=) .+ (ok|short)$", line) for line in lines)


def test_every_deadline_of_a_run_is_acted_on_and_each_bar_has_a_line() -> None:
    command = [sys.executable, "-m", "benchmarks.deadlines", "--deadlines", "5", "--open", "50", "--jobs", "2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=150, check=False)
    assert done.returncode == 0, done.stderr
    assert len(re.findall(r"^5 deadlines, (?:SQLite|PostgreSQL) +[\d.]+ +[\d.]+ +\d+$", done.stdout, re.MULTILINE)) == 2
    lines = done.stdout.rstrip().rpartition("\n\n")[2].splitlines()
    assert len(lines) == 4
    assert all(re.search(r" <= .+ (ok|short)$", line) for line in lines)


def test_what_takes_too_long_fails_with_a_sentence() -> None:
    done = ran("--parts", "sqlite", "--within", "0.1")
    assert done.returncode == 1
    assert done.stderr.strip() == "The benchmark was not done within 0.1 s."


def test_every_bar_that_was_measured_is_told() -> None:
    report = Report(rss={10_000: 90_000_000, 100_000: 95_000_000}, start={0: 1.5, 1_000_000: 2.5})
    for name, rate in (("bare relay", 100), ("desk, SQLite", 50)):
        for way in ("in", "out", AT_REST):
            report.added(Run(f"{name} {way}", 10, 10 / rate, (0.01,) * 10, 0.03))
    found = bars(report)
    assert [(bar.value, bar.reached) for bar in found] == [
        (0.5, True),
        (3.0, True),
        (0.5, False),
        (0.0, True),
        (95.0, True),
        (pytest.approx(5.56, abs=0.01), True),
        (2.5, False),
    ]
    assert [line.rsplit(maxsplit=1)[-1] for line in told(found).splitlines()] == [
        "ok" if bar.reached else "short" for bar in found
    ]
