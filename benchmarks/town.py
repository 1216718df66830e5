"""The local Telegram and Slack in a process of their own, and the people in them: they write, and time what arrives.

Every message carries a number. It has arrived when the bot has posted that number on either platform.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from itertools import chain, count
from typing import Any

from benchmarks.processes import answering
from bot.manifest import manifest
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.telegram.people import Person

Json = dict[str, Any]
Say = Callable[[str], Awaitable[object]]

CHANNEL = "support"
AGENT = "Ben"
NUMBER = re.compile(r"No\.(\d+);")
LOST = 60
"""Seconds after which a message counts as lost, and the benchmark stops."""
QUIET = 0.3
"""Seconds without anything happening after which everything has had its effects."""


class Town:
    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.people: list[Person] = []
        self._numbers = count(1)
        self._awaited: dict[int, asyncio.Future[float]] = {}
        self._roots: dict[int, str] = {}
        self._of: dict[int, int] = {}
        sandbox.slack.workspace.listeners.append(self._in_slack)

    async def settings(self) -> Json:
        """Of a desk that works here without an undo window; and the channel's id."""
        settings = self.sandbox.settings() | {"relay": {"undo_seconds": 0, "flood_per_minute": 0}}
        return {"settings": settings, "channel": self.sandbox.slack.channel(CHANNEL).id}

    async def listened_to(self, sockets: int, chats: bool) -> bool:
        """Returns when so many sockets are open, and if `chats` the bot asks for updates."""
        await self.sandbox.slack.connected(sockets, LOST)
        if chats:
            await self.sandbox.telegram.listened_to(LOST)
        return True

    async def meet(self, people: int, claim: bool, thread: bool) -> int:
        """So many new customers write for the first time; `claim`: an agent takes each ticket. How many there are.

        `thread`: each of them gets a thread in Slack.
        """
        self.people = [self.sandbox.telegram.person(f"Customer {number}") for number in range(people)]
        for person in self.people:
            number = next(self._numbers)
            await asyncio.wait_for(self._timed(person.says, number), LOST)
            self._of[person.id] = number
        await self.quiet()
        for person in self.people if claim else []:
            root = self.sandbox.slack.channel(CHANNEL).messages[self._roots[self._of[person.id]]]
            await self.sandbox.slack.member(AGENT).clicks("Claim", root)
        await self.quiet()
        return len(self._roots) if thread else len(self.people)

    async def open_threads(self, threads: int) -> int:
        """Threads that an agent starts, for a bot that knows no customers."""
        agent = self.sandbox.slack.member(AGENT)
        for number in range(-threads, 0):
            self._roots[number] = (await agent.says(CHANNEL, "A thread")).ts
        self.people, self._of = [], {}
        await self.quiet()
        return threads

    async def customers_write(self, messages: int, rate: float | None = None) -> Json:
        """All customers at once, each again when their last message has arrived; or so many a second. Seconds."""
        return await self._load([person.says for person in self.people], messages, rate)

    async def agents_write(self, messages: int, rate: float | None = None) -> Json:
        """As customers, in every thread."""
        agent = self.sandbox.slack.member(AGENT)
        known = [self._roots[self._of[person.id]] for person in self.people]
        threads = known or [root for number, root in self._roots.items() if number < 0]

        def in_thread(root: str) -> Say:
            return lambda words: agent.says(CHANNEL, words, root)

        return await self._load([in_thread(root) for root in threads], messages, rate)

    async def _load(self, speakers: list[Say], messages: int, rate: float | None) -> Json:
        began = time.perf_counter()
        took = await (self._at(rate, speakers, messages) if rate else self._one_by_one(speakers, messages))
        seconds = time.perf_counter() - began
        await self.quiet()
        return {"seconds": seconds, "latencies": took}

    async def _one_by_one(self, speakers: list[Say], messages: int) -> list[float]:
        left = iter(range(messages))

        async def speaker(say: Say) -> list[float]:
            return [await asyncio.wait_for(self._timed(say, next(self._numbers)), LOST) for _ in left]

        return list(chain.from_iterable(await asyncio.gather(*map(speaker, speakers))))

    async def _at(self, rate: float, speakers: list[Say], messages: int) -> list[float]:
        tasks, began = [], time.perf_counter()
        for number in range(messages):
            say = speakers[number % len(speakers)]
            tasks.append(asyncio.create_task(asyncio.wait_for(self._timed(say, next(self._numbers)), LOST)))
            await asyncio.sleep(began + (number + 1) / rate - time.perf_counter())
        return await asyncio.gather(*tasks)

    async def _timed(self, say: Say, number: int) -> float:
        """Seconds from when the person acts to when it stands on the other side."""
        arrived: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._awaited[number] = arrived
        began = time.perf_counter()
        await say(f"Good morning, is there any news about my order No.{number}; it has not come yet.")
        return await arrived - began

    def _in_slack(self, event: Json, _channel: object) -> None:
        if event.get("type") == "message" and "subtype" not in event and "bot_id" in event:
            self._arrived(event.get("text", ""), event.get("thread_ts", event["ts"]))

    def _arrived(self, text: str, root: str | None = None) -> None:
        for number in map(int, NUMBER.findall(text)):
            if root:
                self._roots.setdefault(number, root)
            answer = self._awaited.pop(number, None)
            if answer:
                answer.set_result(time.perf_counter())

    async def watch_telegram(self) -> None:
        telegram, version, seen = self.sandbox.telegram, 0, 0
        while True:
            version = await telegram.changes.beyond(version)
            for call in telegram.calls[seen:]:
                if call.method == "sendMessage":
                    self._arrived(str(call.params.get("text", "")))
            seen = len(telegram.calls)

    async def quiet(self) -> None:
        """Returns when nothing has happened for a while."""
        before = -1
        while before != (now := self.sandbox.telegram.changes.version + self.sandbox.slack.changes.version):
            before = now
            await asyncio.sleep(QUIET)


@asynccontextmanager
async def opened() -> AsyncIterator[Town]:
    sandbox = Sandbox()
    sandbox.slack.install(manifest("Relaydesk", "socket", None))
    await sandbox.start()
    town = Town(sandbox)
    watching = asyncio.create_task(town.watch_telegram())
    try:
        yield town
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        await sandbox.stop()


async def main() -> None:
    async with opened() as town:
        names = ("settings", "listened_to", "meet", "open_threads", "customers_write", "agents_write")
        await answering({name: getattr(town, name) for name in names})


if __name__ == "__main__":
    asyncio.run(main())
