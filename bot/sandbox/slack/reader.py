"""A person in the workspace, and what they see."""

import re
from dataclasses import dataclass

from bot.sandbox.changes import PATIENCE
from bot.sandbox.slack.api import Api
from bot.sandbox.slack.finding import NotThere
from bot.sandbox.slack.interactions import Interactions
from bot.sandbox.slack.waiting import seen_in_time
from bot.sandbox.slack.workspace import Channel, Message, User, View, Workspace

Where = Channel | str
Wanted = str | re.Pattern[str]


@dataclass(eq=False)
class Reader:
    """Waits for what comes, so that nobody has to sleep; a message or view found stays the live one."""

    user: User
    api: Api
    interactions: Interactions

    @property
    def id(self) -> str:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.real_name

    @property
    def workspace(self) -> Workspace:
        return self.api.workspace

    @property
    def modal(self) -> View | None:
        """The view on top of their screen."""
        return self.user.screen.modals[-1] if self.user.screen.modals else None

    @property
    def home(self) -> View | None:
        return self.user.screen.home

    @property
    def whispers(self) -> list[Message]:
        """What only they were shown, oldest first."""
        return self.user.screen.whispers

    @property
    def troubles(self) -> list[str]:
        """What Slack itself told them went wrong."""
        return self.user.screen.troubles

    async def sees(
        self,
        wanted: Wanted,
        channel: Where | None = None,
        thread: Message | str | None = None,
        *,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - the story says how long it would wait
        after: Message | None = None,
    ) -> Message:
        """The newest message they can read that says so, as soon as there is one. Raises NotSeen.

        With `thread` only replies in that thread count, and what was whispered to them there. `after` leaves
        out that message and all before it.
        """
        place = find_channel(self.workspace, channel) if channel else None
        root = thread.root if isinstance(thread, Message) else thread

        def counts(message: Message) -> bool:
            here = place is None or message.channel is place
            inside = root is None or (message.in_thread and message.root == root)
            return here and inside and (after is None or message.ts > after.ts)

        return await seen_in_time(self.workspace.changes, lambda: filter(counts, self.messages()), wanted, timeout)

    async def sees_home(self, wanted: Wanted, timeout: float = PATIENCE) -> View:  # noqa: ASYNC109 - as in sees
        return await seen_in_time(self.workspace.changes, lambda: _present(self.home), wanted, timeout)

    async def sees_modal(self, wanted: Wanted, timeout: float = PATIENCE) -> View:  # noqa: ASYNC109 - as in sees
        return await seen_in_time(self.workspace.changes, lambda: _present(self.modal), wanted, timeout)

    def messages(self) -> list[Message]:
        """All they can read, newest first."""
        found = [m for channel in self.workspace.channels.values() if self.reads(channel) for m in _of(channel)]
        return sorted([*found, *self.whispers], key=lambda message: message.ts, reverse=True)

    def reads(self, channel: Channel) -> bool:
        own = not (self.user.guest or self.user.stranger)
        return self.id in channel.members or (own and channel.kind == "channel")


def _of(channel: Channel) -> list[Message]:
    return list(channel.messages.values())


def _present(view: View | None) -> list[View]:
    return [view] if view else []


def find_channel(workspace: Workspace, channel: Where) -> Channel:
    """By itself, its id or its name, with or without the #. Raises NotThere."""
    if isinstance(channel, Channel):
        return channel
    found = workspace.channels.get(channel) or workspace.channel_named(channel.removeprefix("#"))
    if found is None:
        raise NotThere(f"no channel {channel!r}")
    return found
