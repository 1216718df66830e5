"""Bad input leaves no memory behind."""

import os
import subprocess
import sys

ROUND = max(int(os.environ.get("FUZZ_EXAMPLES", "0")) // 4, 25)
"""Inputs from each platform before memory is looked at again; there are four rounds, and the first only warms up."""
MOST = 500
"""Bytes that an input may leave, caches and all: a payload that is kept would be some thousand."""


def test_memory_stays_flat() -> None:
    """In a process of its own: here, every line that was logged is kept."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.bad_input.memory", str(ROUND)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600)
    _, second, _, fourth = map(int, done.stdout.split())
    assert (fourth - second) / (4 * ROUND) < MOST
