"""Both platforms by the wall clock, and the people who go on talking whatever happens to the desk."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bot.sandbox.changes import Changes
from bot.sandbox.faults import Kind
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.slack.envelopes import Patience
from bot.sandbox.slack.finding import NoSuchButton
from bot.sandbox.slack.interactions import Unanswered
from bot.sandbox.slack.member import Member
from bot.sandbox.slack.workspace import Channel, Message
from bot.sandbox.telegram.people import Person
from tests.crash.plan import Talk, label, rest

Json = dict[str, Any]

PATIENCE = Patience(ack=2.0, retries=(0.1, 1.0, 2.0, *[4.0] * 100))
"""A Slack that sends again soon, and for long; not so soon that a slow machine has to do with little else."""
WAIT = 300
"""Seconds after which a person no longer waits for what they expected to see: it is lost, however slow the machine."""
TROUBLE = 0.04
"""The share of calls whose answer is lost, and of events that come twice or in another order."""
IN_DOUBT, REPEATED = "question", "repeat"
SETTLED = (IN_DOUBT, REPEATED, "white_check_mark")


@asynccontextmanager
async def town(
    seed: int = 0, trouble: float = 0.0, kinds: tuple[Kind, ...] = ("duplicate", "reorder", "drop_after")
) -> AsyncIterator[Sandbox]:
    """That share of deliveries and calls goes wrong, in one of those ways."""
    sandbox = Sandbox()
    sandbox.slack.deliveries.patience = PATIENCE
    sandbox.faults.randomly(trouble, seed, kinds)
    await sandbox.start()
    try:
        yield sandbox
        refused = [no.description for no in sandbox.telegram.refused]
        assert not [why for why in refused if "is not modified" not in why], (
            "an edit whose answer was lost is made again"
        )
        assert sandbox.slack.invalid == []
    finally:
        await sandbox.stop()


def settings(sandbox: Sandbox, database_url: str, undo_seconds: float = 0.5) -> Json:
    return sandbox.settings() | {"database": {"url": database_url}, "relay": {"undo_seconds": undo_seconds}}


async def calls(sandbox: Sandbox, more: int, taken_by: str = "slack") -> None:
    """Returns when the desks have made so many more calls and that platform has just taken one: in the midst of it."""
    slack, telegram = sandbox.slack, sandbox.telegram
    wanted = len(slack.calls) + len(telegram.calls) + more
    await (slack if taken_by == "slack" else telegram).changes.until(
        lambda: len(slack.calls) + len(telegram.calls) >= wanted
    )


class Noticed:
    """What stands in the channel's threads; to look through all of it at each change, for all who wait, is slow."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._waiting: dict[str, asyncio.Future[Message]] = {}
        self._seen = 0
        self.posts: list[Message] = []

    async def watch(self, changes: Changes) -> None:
        """Until cancelled."""
        while True:
            new = await changes.until(lambda: list(self._channel.messages.values())[self._seen :] or None)
            self._seen += len(new)
            self.posts += (replies := [post for post in new if post.in_thread])
            for post in replies:
                for text in [text for text in self._waiting if text in post.words]:
                    self._waiting.pop(text).set_result(post)

    async def comes(self, text: str) -> Message | None:
        """The post in a thread that has it; None if it has not come after so long."""
        there = next((post for post in self.posts if text in post.words), None)
        if there:
            return there
        waited = self._waiting.setdefault(text, asyncio.get_running_loop().create_future())
        with suppress(TimeoutError):
            return await asyncio.wait_for(asyncio.shield(waited), WAIT)
        return None


async def claims(agent: Member, card: Message) -> None:
    """Pressed again while Slack says that nobody answered, as a person would; returns when the card says it."""
    with suppress(NoSuchButton):  # the press that seemed lost was not
        while True:
            with suppress(Unanswered):
                await agent.clicks("Claim", card)
                break
    await agent.workspace.changes.until(lambda: agent.name in card.words)


@dataclass
class Answer:
    """What the agent typed, as it stands in Slack; `asked`: whether they had to say what becomes of it."""

    typed: Message
    asked: bool = False


@dataclass
class Conversation:
    """A customer who asks, and an agent who takes the ticket and answers: one by one, or several at once.

    The agent sees each answer marked before the next: deliveries may be reordered by more than the undo window here.
    """

    customer: Person
    agent: Member
    talk: Talk
    noticed: Noticed
    card: Message | None = None
    answers: dict[str, Answer] = field(default_factory=dict)

    async def goes_on(self) -> None:
        await asyncio.gather(self._asks(), self._answers())

    async def _asks(self) -> None:
        talk = self.talk
        for text, waits, file, correction in zip(talk.asked, talk.waits, talk.files, talk.corrections, strict=False):
            said = await self.customer.says(text)
            if waits:
                await self.noticed.comes(text)
            if file:
                await self.customer.sends_document(file, file.encode())
            for correct in (f"No, {correction}", correction) if correction else ():
                await self.customer.edits(said["message_id"], correct)

    async def _answers(self) -> None:
        first = await self.noticed.comes(self.talk.asked[0])
        if first is None:
            return
        self.card = first.channel.messages[first.root]
        await _within(claims(self.agent, self.card))
        async with asyncio.TaskGroup() as followed:
            for text, waits in zip(self.talk.answered, self.talk.waits, strict=False):
                answer = Answer(await self.agent.says(self.card.channel, text, self.card))
                self.answers[text] = answer
                await _within(self.agent.workspace.changes.until(partial(bool, answer.typed.reactions)))
                arrives = followed.create_task(_within(self._followed(answer)))
                if waits:
                    await arrives

    async def _followed(self, answer: Answer) -> None:
        """Until it is there; where the desk does not know, the agent has it sent again."""
        worn, changes = answer.typed.reactions, self.agent.workspace.changes
        while await changes.until(lambda: next((mark for mark in worn if mark in SETTLED), None)) == IN_DOUBT:
            answer.asked = True
            await self._sends_again(answer)
            await changes.until(lambda: IN_DOUBT not in worn)

    async def _sends_again(self, answer: Answer) -> None:
        question = await self.agent.workspace.changes.until(lambda: self._question(answer))
        with suppress(NoSuchButton, Unanswered):
            await self.agent.clicks("Send again", question)

    def _question(self, answer: Answer) -> Message | None:
        assert self.card
        quoted = f"“{label(answer.typed.text)}"
        asked = (post for post in self.card.channel.replies(self.card.root) if quoted in post.words)
        return next((post for post in asked if "or not" in post.words), None)

    @property
    def read_in_slack(self) -> list[str]:
        """The customer's words in any thread, in the order of their posts."""
        return [text for post in self.noticed.posts for text in _among(self.talk.asked, post.words)]

    @property
    def files_in_slack(self) -> list[str]:
        """The customer's files, in the order of their posts."""
        files = [file["name"] for post in self.noticed.posts for file in post.body.get("files", ())]
        return [name for name in files if name in self.talk.files]

    @property
    def corrected_in_slack(self) -> list[str]:
        """What the customer's corrected words read as in the end."""
        corrections = tuple(filter(None, self.talk.corrections))
        return [text for post in self.noticed.posts for text in _among(corrections, post.words)]

    @property
    def read_in_telegram(self) -> list[str]:
        """What the agent's answers, and their second parts, begin with: in the order of the chat, repeats and all."""
        parts = {part for text in self.answers for part in (label(text), rest(text))}
        seen = [label(seen.text) for seen in self.customer.chat if seen.sender == "bot"]
        return [begins for begins in seen if begins in parts]


def _among(wanted: tuple[str, ...], words: str) -> Iterator[str]:
    """Those of them in it, as often and in the order in which they stand there."""
    return (found[0] for found in re.finditer("|".join(map(re.escape, wanted)), words))


async def _within(waited: Awaitable[object]) -> None:
    """For as long as a person waits: what never comes is found missing in the end."""
    with suppress(TimeoutError):
        async with asyncio.timeout(WAIT):
            await waited


def conversations(sandbox: Sandbox, talks: tuple[Talk, ...], noticed: Noticed) -> list[Conversation]:
    """Between people of this town, who are made as they are needed."""
    people = sandbox.telegram.people
    for number in range(len(people), len(talks)):
        sandbox.telegram.person(f"Customer {number}")
    return [Conversation(people[talk.customer], sandbox.slack.member(talk.agent), talk, noticed) for talk in talks]
