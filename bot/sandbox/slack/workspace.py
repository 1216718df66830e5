"""What a Slack workspace holds: people, channels, messages, user groups, open views. No behaviour of the API."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any, Literal

from bot.sandbox.changes import Changes
from bot.sandbox.slack.words import words_of

Json = dict[str, Any]
Kind = Literal["channel", "group", "im"]

HOME_TEAM = "T0000000001"
OTHER_TEAM = "T0000000002"


@dataclass(eq=False)
class Message:
    """One message as it is now. `body` is what Slack's API calls the message, without reactions and thread counts."""

    channel: "Channel"
    ts: str
    body: Json
    metadata: Json | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    shown_to: str | None = None  # the only user who sees it, if it is ephemeral

    @property
    def text(self) -> str:
        return str(self.body.get("text", ""))

    @property
    def blocks(self) -> list[Json]:
        return list(self.body.get("blocks", []))

    @property
    def thread_ts(self) -> str | None:
        return self.body.get("thread_ts")

    @property
    def in_thread(self) -> bool:
        return self.thread_ts not in (None, self.ts)

    @property
    def root(self) -> str:
        """The ts of the thread it is in, or that it would start."""
        return self.thread_ts or self.ts

    @property
    def words(self) -> str:
        """Everything there is to read on it: its blocks, and its text if it has no blocks."""
        return words_of(self.blocks) or self.text

    def as_json(self, with_metadata: bool = False) -> Json:
        shown = dict(self.body)
        if self.reactions:
            shown["reactions"] = [
                {"name": name, "users": list(users), "count": len(users)} for name, users in self.reactions.items()
            ]
        if with_metadata and self.metadata:
            shown["metadata"] = self.metadata
        return shown | self.channel.thread_facts(self)


@dataclass(eq=False)
class Channel:
    id: str
    name: str
    kind: Kind
    created: int
    members: list[str] = field(default_factory=list)
    archived: bool = False
    shared: bool = False  # with another workspace
    limits: Json = field(default_factory=dict)  # who may post, as conversations.info says it
    messages: dict[str, Message] = field(default_factory=dict)
    threads: dict[str, list[str]] = field(default_factory=dict)  # root ts -> ts of its replies, oldest first
    pins: list[str] = field(default_factory=list)

    @property
    def partner(self) -> str:
        """In a direct conversation: the person who is not the bot."""
        return self.members[0]

    def replies(self, root: str) -> list[Message]:
        return [self.messages[ts] for ts in self.threads.get(root, [])]

    def thread_facts(self, message: Message) -> Json:
        replies = self.replies(message.ts)
        if not replies:
            return {}
        authors = list(dict.fromkeys(reply.body.get("user", "") for reply in replies))
        return {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users_count": len(authors),
            "reply_users": authors,
            "latest_reply": replies[-1].ts,
            "is_locked": False,
            "subscribed": False,
        }

    def add(self, message: Message) -> None:
        self.messages[message.ts] = message
        if message.in_thread:
            self.threads.setdefault(message.root, []).append(message.ts)

    def remove(self, message: Message) -> None:
        del self.messages[message.ts]
        self.pins = [ts for ts in self.pins if ts != message.ts]
        if message.in_thread:
            self.threads[message.root].remove(message.ts)


@dataclass(eq=False)
class View:
    """A modal or a Home: `body` is the view object of the API, `typed` what the person entered so far."""

    body: Json
    typed: dict[str, dict[str, Json]] = field(default_factory=dict)  # block_id -> action_id -> value
    offered: dict[str, list[Json]] = field(default_factory=dict)  # action_id -> options that came from the app

    @property
    def id(self) -> str:
        return str(self.body["id"])

    @property
    def title(self) -> str:
        return str(self.body.get("title", {}).get("text", ""))

    @property
    def blocks(self) -> list[Json]:
        return list(self.body["blocks"])

    @property
    def words(self) -> str:
        return "\n".join(part for part in (self.title, words_of(self.blocks)) if part)

    def as_json(self) -> Json:
        return self.body | {"state": {"values": self.typed}}


@dataclass
class Screen:
    """What only one person sees."""

    modals: list[View] = field(default_factory=list)  # the last one is on top
    home: View | None = None
    whispers: list[Message] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)  # what Slack itself told them went wrong


@dataclass(eq=False)
class User:
    id: str
    name: str
    real_name: str
    team: str = HOME_TEAM
    bot_id: str | None = None
    guest: bool = False
    admin: bool = False
    deactivated: bool = False
    timezone: str = "Europe/London"
    locale: str = "en-GB"
    screen: Screen = field(default_factory=Screen)

    @property
    def stranger(self) -> bool:
        return self.team != HOME_TEAM


@dataclass(eq=False)
class UserGroup:
    id: str
    handle: str
    name: str
    users: list[str]
    created: int
    updated: int


@dataclass(eq=False)
class File:
    body: Json
    content: bytes = b""
    received: bool = False
    shared: bool = False


class Workspace:
    """All that is stored, and the ids and timestamps it is stored under."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.changes = Changes()
        self.listeners: list[Callable[[Json, Channel | None], None]] = []
        self._counters: dict[str, Iterator[int]] = defaultdict(lambda: count(1))
        self._last_ts = 0
        self.domain = "sandbox"
        self.channels: dict[str, Channel] = {}
        self.users: dict[str, User] = {}
        self.groups: dict[str, UserGroup] = {}
        self.files: dict[str, File] = {}
        self.bot = User(self.new_id("U"), "relaydesk", "Relaydesk", bot_id=self.new_id("B"))
        self.users[self.bot.id] = self.bot
        self.app_id = self.new_id("A")

    def new_id(self, prefix: str) -> str:
        return f"{prefix}{next(self._counters[prefix]):010d}"

    def new_ts(self) -> str:
        """Seconds and microseconds of the clock, never twice the same and never going back."""
        self._last_ts = max(int(self.now().timestamp() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def happened(self, event: Json, channel: Channel | None = None) -> None:
        """Something an app may have subscribed to. `channel` is where, if it is anywhere."""
        self.changes.happened()
        for listener in self.listeners:
            listener(event, channel)

    def seconds(self) -> int:
        return int(self.now().timestamp())

    def channel_named(self, name: str) -> Channel | None:
        return next((channel for channel in self.channels.values() if channel.name == name), None)

    def direct(self, user: User) -> Channel:
        """The conversation between the person and the bot, opened if it is not there."""
        for channel in self.channels.values():
            if channel.kind == "im" and channel.partner == user.id:
                return channel
        opened = Channel(self.new_id("D"), "", "im", self.seconds(), [user.id, self.bot.id])
        self.channels[opened.id] = opened
        return opened

    def view(self, view_id: str | None = None, external_id: str | None = None) -> tuple[User, View] | None:
        """An open modal or a Home, and whose it is."""
        for user in self.users.values():
            screen = user.screen
            for view in [*screen.modals, *([screen.home] if screen.home else [])]:
                if view.id == view_id or (external_id and view.body.get("external_id") == external_id):
                    return user, view
        return None
