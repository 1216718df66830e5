"""The benchmarks run: a tiny one of each. How fast the machine of a test is says nothing, so no figure is looked at."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TINY = ("--messages", "8", "--people", "2", "--steady", "3", "--memory", "2", "4", "--stored", "50")
PASSED_ON = r"^{} +[\d.]+( +[\d.]+)? +[\d.]+ +[\d.]+ +[\d.]+$"
"""The row of a run: rate, perhaps a ratio, two latencies and the CPU of a message."""


@pytest.fixture(scope="module")
def report() -> str:
    asked = [sys.executable, "-m", "benchmarks.relay", *TINY, "--profile", "customers_write"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "run",
    [
        "bare relay in",
        "bare relay out",
        "bare echo in Telegram",
        "bare echo in Slack",
        "desk, SQLite in",
        "desk, SQLite out",
        "desk, PostgreSQL, one process in",
        "desk, PostgreSQL, 2 processes out",
    ],
)
def test_every_message_of_a_run_arrives(report: str, run: str) -> None:
    assert re.search(PASSED_ON.format(run), report, flags=re.MULTILINE)


def test_memory_start_and_profile_are_told(report: str) -> None:
    assert re.search(r"^memory after 4 messages: [\d.]+ MB$", report, flags=re.MULTILINE)
    assert re.search(r"^started with 50 messages stored: [\d.]+ s$", report, flags=re.MULTILINE)
    assert "profile, customers write:" in report


def test_it_ends_with_a_line_for_each_bar(report: str) -> None:
    told = report.rstrip().rpartition("\n\n")[2].splitlines()
    assert len(told) == 6
    assert all(re.search(r" (>=|<=) .+ (ok|short)$", line) for line in told)
