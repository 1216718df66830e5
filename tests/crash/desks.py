"""Desks as processes of their own: begun at once, killed, and begun again as a supervisor would."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Json = dict[str, Any]

LEASE_MS = 2_000
MOST_BEGINNINGS = 20
"""A desk that finds a platform away when it begins ends, and whoever looks after it begins it again."""


@dataclass
class Process:
    """A desk at work."""

    pid: int
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._watched = os.pidfd_open(self.pid)
        asyncio.get_running_loop().add_reader(self._watched, self._has_ended)

    def _has_ended(self) -> None:
        asyncio.get_running_loop().remove_reader(self._watched)
        os.close(self._watched)
        self.ended.set()

    async def ends(self, how: signal.Signals) -> None:
        """SIGKILL kills it, SIGTERM asks it to stop; returns when it is gone. Raises TimeoutError."""
        if not self.ended.is_set():
            os.kill(self.pid, how)
        async with asyncio.timeout(60):
            await self.ended.wait()


@dataclass
class Nursery:
    process: subprocess.Popen[str]
    desks: list[Process] = field(default_factory=list)

    async def begins(self, settings: Json, lease_ms: int = LEASE_MS) -> Process:
        """A desk, as soon as it is at work."""
        said: Json = {}
        for _ in range(MOST_BEGINNINGS):
            said = await asyncio.to_thread(self._ordered, {"settings": settings, "lease_ms": lease_ms})
            if "running" in said:
                self.desks.append(Process(said["running"]))
                return self.desks[-1]
        raise AssertionError(f"no desk begins: {said}")

    def _ordered(self, order: Json) -> Json:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer: Json = json.loads(self.process.stdout.readline())
        return answer

    async def ends(self) -> None:
        """Whatever a test left running."""
        for desk in self.desks:
            await desk.ends(signal.SIGKILL)
        self.desks.clear()


@contextmanager
def nursery(log: Path) -> Iterator[Nursery]:
    """`log` is where the desks write what they log."""
    command = (sys.executable, "-m", "tests.crash.product")
    with log.open("a") as lines:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=lines,
            text=True,
            bufsize=1,
            start_new_session=True,
        )
        with process:
            try:
                yield Nursery(process)
            finally:
                os.killpg(process.pid, signal.SIGKILL)  # the desks too
