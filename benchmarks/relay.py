"""How fast Relaydesk relays, beside a bare relay without a database, against the same local servers in the same run.

`python -m benchmarks.relay`, or `make bench`. Every figure is of the process under test alone: the servers and the
people are in a process of their own. Where the machine does other things too, only the ratios and the CPU say much.
"""

import argparse
import asyncio
import compileall
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp.test_utils import unused_port

import bot
import handlers
import migrations
from benchmarks import databases
from benchmarks.figures import HEAD, MB, STEADY, Report, Run, bars, told
from benchmarks.processes import Died, Spoken, started
from benchmarks.profiling import top

Json = dict[str, Any]

IN, OUT = "customers_write", "agents_write"
SOCKETS = {"relay": 1, "telegram-echo": 0, "slack-echo": 1, "desk": 2}
"""That each process opens to Slack."""
AT_ONCE = 1_000
"""Messages of one question to the town: what takes too long to answer counts as hung."""
SECRET = "a-secret-of-at-least-16"  # noqa: S105 - it opens nothing


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    messages: int
    people: int
    steady: int
    memory: tuple[int, ...]
    stored: int
    parts: tuple[str, ...]
    within: float
    profile: tuple[str, ...]


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


@dataclass(frozen=True)
class Scene:
    """The servers with people in them, and the processes under test."""

    town: Spoken
    subjects: Sequence[Spoken]
    plan: Plan

    async def used(self, what: str) -> float:
        used: list[float] = [(await subject.ask("used"))[what] for subject in self.subjects]
        return sum(used)

    async def measured(self, name: str, direction: str, messages: int, rate: float | None = None) -> Run:
        before = await self.used("cpu")
        done = await self.town.ask(direction, messages=messages, rate=rate)
        cpu = await self.used("cpu") - before
        return Run(name, messages, done["seconds"], tuple(done["latencies"]), cpu)


@asynccontextmanager
async def scene(plan: Plan, folder: Path, which: str, urls: Sequence[str] = ("",), **more: Any) -> AsyncIterator[Scene]:
    """Servers of its own, and a process for each database address."""
    async with AsyncExitStack() as held:
        town = await held.enter_async_context(started("benchmarks.town", folder=folder))
        given = await town.ask("settings")
        subjects = []
        for url in urls:
            wanted = given | more | {"settings": _settings(given["settings"], url, alone=len(urls) == 1)}
            process = started("benchmarks.subjects", which, json.dumps(wanted), folder=folder)
            subjects.append(await held.enter_async_context(process))
        await town.ask("listened_to", sockets=SOCKETS[which] * len(urls), chats=which != "slack-echo")
        yield Scene(town, subjects, plan)


def _settings(settings: Json, url: str, *, alone: bool) -> Json:
    """Of several processes Telegram calls the one that asked for it last, and any of them sends."""
    settings = settings | ({"database": {"url": url}} if url else {})
    if alone:
        return settings
    port = unused_port()
    called = {"mode": "webhook", "webhook_url": f"http://127.0.0.1:{port}/telegram", "webhook_secret": SECRET}
    return settings | {"http": {"port": port}, "telegram": settings["telegram"] | called}


async def both_ways(report: Report, here: Scene, name: str, beside: str = "", *, claim: bool = True) -> None:
    """Customers to Slack, then agents to customers."""
    await here.town.ask("meet", people=here.plan.people, claim=claim, thread=True)
    for arrow, direction in ((" in", IN), (" out", OUT)):
        await here.measured("warming up", direction, here.plan.people)
        run = await here.measured(name + arrow, direction, here.plan.messages)
        say(report.added(run, beside and beside + arrow))


async def steady(report: Report, here: Scene, name: str) -> None:
    """As many a second as a busy desk has: what people feel."""
    say(report.added(await here.measured(f"{name} in, {STEADY}/s", IN, here.plan.steady, STEADY)))


async def compared(report: Report, plan: Plan, folder: Path) -> None:
    """What the libraries do without a desk."""
    async with scene(plan, folder, "relay") as here:
        await both_ways(report, here, "bare relay", claim=False)
        await steady(report, here, "bare relay")
    async with scene(plan, folder, "telegram-echo") as here:
        await here.town.ask("meet", people=plan.people, claim=False, thread=False)
        say(report.added(await here.measured("bare echo in Telegram", IN, plan.messages), "bare relay in"))
    async with scene(plan, folder, "slack-echo") as here:
        await here.town.ask("open_threads", threads=plan.people)
        say(report.added(await here.measured("bare echo in Slack", OUT, plan.messages), "bare relay out"))


async def on_sqlite(report: Report, plan: Plan, folder: Path) -> None:
    async with scene(plan, folder, "desk", [databases.sqlite(folder)]) as here:
        await both_ways(report, here, "desk, SQLite", "bare relay")
        await steady(report, here, "desk, SQLite")


async def memory(report: Report, plan: Plan, folder: Path) -> None:
    """What the process holds after so many messages of customers."""
    async with scene(plan, folder, "desk", [databases.sqlite(folder)]) as here:
        report.rss[0] = int(await here.used("rss"))
        await here.town.ask("meet", people=plan.people, claim=False, thread=True)
        done = 0
        for messages in plan.memory:
            while done < messages:
                some = min(messages - done, AT_ONCE)
                await here.measured("memory", IN, some)
                done += some
            report.rss[messages] = int(await here.used("rss"))
    for messages, rss in report.rss.items():
        say(f"memory after {messages:,} messages: {rss / MB:.1f} MB")


async def on_postgresql(report: Report, plan: Plan, folder: Path) -> None:
    with databases.postgresql(folder) as server:
        for processes in (1, 2):
            url = await databases.on_postgresql(server)
            async with scene(plan, folder, "desk", [url] * processes) as here:
                await both_ways(report, here, f"desk, PostgreSQL, {_processes(processes)}", "bare relay")


def _processes(number: int) -> str:
    return "one process" if number == 1 else f"{number} processes"


async def starting(report: Report, plan: Plan, folder: Path) -> None:
    """Until both platforms are connected, with nothing and with much in the database."""
    for package in (bot, handlers, migrations):  # as pip does, also where Python is told to write no bytecode
        compileall.compile_dir(str(Path(str(package.__file__)).parent), quiet=2)
    for stored in (0, plan.stored):
        url = databases.sqlite(folder)
        await asyncio.to_thread(databases.store, url, stored)
        async with started("benchmarks.town", folder=folder) as town:
            given = await town.ask("settings")
            given["settings"] = _settings(given["settings"], url, alone=True)
            began = time.perf_counter()
            async with started("benchmarks.subjects", "desk", json.dumps(given), folder=folder):
                await town.ask("listened_to", sockets=SOCKETS["desk"], chats=True)
                report.start[stored] = time.perf_counter() - began
        say(f"started with {stored:,} messages stored: {report.start[stored]:.2f} s")


async def profile(plan: Plan, folder: Path) -> None:
    """Where the time of our process goes. Being watched makes it slower, so this is a run of its own."""
    file = folder / "profile"
    for direction in plan.profile:
        async with scene(plan, folder, "desk", [databases.sqlite(folder)], profile=str(file)) as here:
            await here.town.ask("meet", people=plan.people, claim=True, thread=True)
            await here.measured("profile", direction, plan.messages)
        say(f"\nprofile, {direction.replace('_', ' ')}:\n{top(file, 30)}\n\n{top(file, 60, 'cumtime')}")


async def run(plan: Plan) -> None:
    report = Report()
    with tempfile.TemporaryDirectory(prefix="relaydesk-bench-") as passing:
        folder = Path(passing)
        say(HEAD)
        for part in plan.parts:
            await PARTS[part](report, plan, folder)
        await profile(plan, folder)
    say(f"\n{told(bars(report))}")


PARTS = {
    "bare": compared,
    "sqlite": on_sqlite,
    "postgresql": on_postgresql,
    "memory": memory,
    "start": starting,
}
"""In the order in which they are measured: what is compared with the bare relay comes after it."""


def asked() -> Plan:
    """What the command line wants."""
    words = argparse.ArgumentParser(prog="python -m benchmarks.relay", description=__doc__)
    words.add_argument("--messages", type=int, default=300, help="in each run that is as fast as it can be")
    words.add_argument("--people", type=int, default=16, help="customers who write at once")
    words.add_argument("--steady", type=int, default=75, help=f"messages of the run at {STEADY} a second")
    words.add_argument("--memory", type=int, nargs="+", default=[500, 2_000], help="messages after which to weigh it")
    words.add_argument("--stored", type=int, default=10_000, help="messages in the database at the start")
    words.add_argument("--long", action="store_true", help="weigh after 100,000 and start with 1,000,000: an hour")
    words.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS), help="what is measured: else all")
    words.add_argument("--within", type=float, default=1_200, help="seconds; ten times as many if long")
    words.add_argument(
        "--profile", nargs="+", choices=(IN, OUT), default=(), help="and where the time of our process goes"
    )
    given = words.parse_args()
    memory = (10_000, 100_000) if given.long else tuple(given.memory)
    stored = 1_000_000 if given.long else given.stored
    parts = tuple(part for part in PARTS if part in given.parts)
    within = given.within * (10 if given.long else 1)
    return Plan(given.messages, given.people, given.steady, memory, stored, parts, within, tuple(given.profile))


async def main() -> str | None:
    """What went wrong, in a sentence; None where nothing did."""
    plan = asked()
    try:
        async with asyncio.timeout(plan.within):
            await run(plan)
    except TimeoutError:
        return f"The benchmark was not done within {plan.within:g} s."
    except Died as died:
        return f"The benchmark cannot go on: {died}"
    return None


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
