"""Desks as processes that a test begins and kills, and people who go on talking meanwhile."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.engine import lanes
from bot.engine.database import open_database
from bot.sandbox.faults import DELIVERY
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.slack.envelopes import Patience
from bot.sandbox.slack.finding import NoSuchButton
from bot.sandbox.slack.interactions import Unanswered
from bot.sandbox.slack.member import Member
from bot.sandbox.slack.workspace import Message
from bot.sandbox.telegram.people import Person
from tests.stories.proof import nothing_doubled, read_by, said_by, without_repeats

Json = dict[str, Any]

LEASE_MS = 2_000
PATIENCE = Patience(ack=1.0, retries=(0.1,) * 300)
"""A Slack that sends again soon, and for long."""
STORY = 60
"""Seconds in which all of a story must have had its effects."""


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
        async with asyncio.timeout(10):
            await self.ended.wait()


@dataclass
class Nursery:
    process: subprocess.Popen[str]
    desks: list[Process] = field(default_factory=list)

    async def begins(self, settings: Json, lease_ms: int = LEASE_MS) -> Process:
        """A desk, as soon as it is at work."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"settings": settings, "lease_ms": lease_ms}) + "\n")
        self.process.stdin.flush()
        said = json.loads(await asyncio.to_thread(self.process.stdout.readline))
        assert "running" in said, said
        self.desks.append(Process(said["running"]))
        return self.desks[-1]

    async def ends(self) -> None:
        """Whatever a test left running."""
        for desk in self.desks:
            await desk.ends(signal.SIGKILL)
        self.desks.clear()


@contextmanager
def nursery(log: Path) -> Iterator[Nursery]:
    """`log` is where the desks write what they log."""
    command = (sys.executable, "-m", "tests.stories.product")
    with log.open("a") as lines:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=lines, text=True, bufsize=1
        )
        with process:
            yield Nursery(process)
            process.kill()


@asynccontextmanager
async def town(seed: int = 0, mishaps: int = 0) -> AsyncIterator[Sandbox]:
    """Both platforms by the wall clock; so many of the first deliveries come twice or in another order."""
    sandbox = Sandbox()
    sandbox.slack.deliveries.patience = PATIENCE
    chance = random.Random(seed)
    for _ in range(mishaps):
        sandbox.faults.next(DELIVERY, chance.choice(("duplicate", "reorder")))
    await sandbox.start()
    try:
        yield sandbox
        assert sandbox.telegram.refused == []
        assert sandbox.slack.invalid == []
    finally:
        await sandbox.stop()


def settings(sandbox: Sandbox, database_url: str, undo_seconds: float = 0.5) -> Json:
    return sandbox.settings() | {"database": {"url": database_url}, "relay": {"undo_seconds": undo_seconds}}


async def claims(agent: Member, card: Message) -> None:
    """Pressed again while Slack says that nobody answered, as a person would; returns when the card says it."""
    with suppress(NoSuchButton):  # the press that seemed lost was not
        while True:
            with suppress(Unanswered):
                await agent.clicks("Claim", card)
                break
    async with asyncio.timeout(STORY):
        await agent.workspace.changes.until(lambda: agent.name in card.words)


async def marked(agent: Member, typed: Message) -> None:
    """Returns when the desk shows that it has heard of it."""
    async with asyncio.timeout(STORY):
        await agent.workspace.changes.until(lambda: bool(typed.reactions))


@dataclass
class Conversation:
    """A customer who asks, and an agent who takes the ticket and answers: one by one, or several at once.

    The agent sees each answer marked before the next: deliveries may be reordered by more than the undo window here.
    """

    customer: Person
    agent: Member
    asked: list[str]
    answered: list[str]
    card: Message | None = None

    async def goes_on(self, seed: int) -> None:
        await asyncio.gather(self._asks(random.Random(seed)), self._answers(random.Random(seed)))

    async def _asks(self, chance: random.Random) -> None:
        for text in self.asked:
            await self.customer.says(text)
            if chance.random() < 0.5:
                await self.agent.sees(text, timeout=STORY)

    async def _answers(self, chance: random.Random) -> None:
        first = await self.agent.sees(self.asked[0], timeout=STORY)
        self.card = first.channel.messages[first.root]
        await claims(self.agent, self.card)
        for text in self.answered:
            typed = await self.agent.says(self.card.channel, text, self.card)
            await marked(self.agent, typed)
            if chance.random() < 0.5:
                await self.customer.sees(text, timeout=STORY)

    def read_in_slack(self) -> list[str]:
        assert self.card
        return said_by(self.customer.name, self.card.channel.replies(self.card.root))

    def read_in_telegram(self) -> list[str]:
        return read_by(self.customer, self.answered)


def conversations(sandbox: Sandbox, customers: int, asked: int, answered: int) -> list[Conversation]:
    """Shared among three agents."""
    agents = [sandbox.slack.member(name) for name in ("Ben", "Chloe", "Dana")]
    people = sandbox.telegram.people
    people += [sandbox.telegram.person(f"Customer {number}") for number in range(len(people), customers)]
    return [
        Conversation(
            who,
            agents[number % len(agents)],
            [f"question {n} of {who.name}." for n in range(asked)],
            [f"answer {n} to {who.name}." for n in range(answered)],
        )
        for number, who in enumerate(people[:customers])
    ]


async def all_complete(talks: list[Conversation]) -> None:
    """Returns when the last words of each have come."""
    async with asyncio.timeout(STORY):
        for talk in talks:
            await talk.agent.sees(talk.asked[-1], timeout=STORY)
            await talk.customer.sees(talk.answered[-1], timeout=STORY)


async def all_sent(database_url: str) -> None:
    """Returns when no row waits any more."""
    database = await open_database(database_url)
    async with asyncio.timeout(STORY):
        while (await database.read(lanes.waiting, 0)).count:
            pass
    await database.close()


async def calls(sandbox: Sandbox, more: int) -> None:
    """Returns when the desk has made so many more calls; on the platforms' own loop, so in the middle of the last."""
    slack, telegram = sandbox.slack, sandbox.telegram
    wanted = len(slack.calls) + len(telegram.calls) + more
    await slack.changes.until(lambda: len(slack.calls) + len(telegram.calls) >= wanted)


def sound(sandbox: Sandbox, talks: list[Conversation], kills: int) -> None:
    """Nothing lost, all in order; an answer may be repeated for each kill, when it was just being sent."""
    for talk in talks:
        assert talk.read_in_slack() == talk.asked
        assert without_repeats(talk.read_in_telegram()) == talk.answered
        assert len(talk.read_in_telegram()) - len(talk.answered) <= kills
    posts = sandbox.slack.channel("support").messages.values()
    assert sorted(post.ts for post in posts if not post.in_thread) == sorted(
        talk.card.ts for talk in talks if talk.card
    )
    nothing_doubled(sandbox.slack)
