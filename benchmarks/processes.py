"""Processes of a benchmark and how they are spoken to: a line of JSON in, a line of JSON out."""

import asyncio
import json
import os
import sys
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Answer = Callable[..., Awaitable[Any]]

LONGEST_LINE = 64 << 20
"""Bytes of one answer: the latencies of a long run."""
PATIENCE = 30
"""Seconds a process may take to end."""
LONGEST_WAIT = 300
"""Seconds an answer may take: nothing that is asked at once takes so long, however busy the machine."""


class Died(Exception):
    """A process of the benchmark ended before its time."""


class Spoken:
    """The other end of a process that was started."""

    def __init__(self, name: str, process: asyncio.subprocess.Process, log: Path) -> None:
        self._name, self._process, self._log = name, process, log

    async def ask(self, what: str, **given: Any) -> Any:
        """Raises Died, with the last of what it said."""
        if self._process.stdin is None:
            raise Died(self._name)
        self._process.stdin.write(json.dumps({"what": what, "given": given}).encode() + b"\n")
        return await self.heard()

    async def heard(self) -> Any:
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                line = await self._process.stdout.readline() if self._process.stdout else b""
        except TimeoutError:
            raise Died(f"{self._name} has not answered for {LONGEST_WAIT} s:\n{self._said()}") from None
        if not line:
            raise Died(f"{self._name} ended:\n{self._said()}")
        answer = json.loads(line)
        if "failed" in answer:
            raise Died(f"{self._name} failed:\n{answer['failed']}")
        return answer["done"]

    def _said(self) -> str:
        return self._log.read_text()[-2000:]


@asynccontextmanager
async def started(module: str, *arguments: str, folder: Path) -> AsyncIterator[Spoken]:
    """A module run on its own, from its first line ("ready") until it is told to end. What it logs goes to a file."""
    log = folder / f"{module}-{'-'.join(arguments[:1])}.log"
    outside = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    with log.open("ab") as logged:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module, *arguments),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=logged,
            env=outside,
            limit=LONGEST_LINE,
        )
        spoken = Spoken(module, process, log)
        try:
            await spoken.heard()
            yield spoken
        finally:
            await _ended(process)


async def _ended(process: asyncio.subprocess.Process) -> None:
    if process.stdin:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), PATIENCE)
    except TimeoutError:
        process.kill()
        await process.wait()


async def answering(answers: dict[str, Answer]) -> None:
    """The end inside the process: says that it is ready, then answers until nobody asks any more."""
    loop = asyncio.get_running_loop()
    asked = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(asked), sys.stdin)
    _say({"done": "ready"})
    while line := await asked.readline():
        question = json.loads(line)
        try:
            _say({"done": await answers[question["what"]](**question["given"])})
        except Exception:
            _say({"failed": traceback.format_exc()})


def _say(answer: Json) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
