"""What the methods of the Web API work with, and the look-ups they share, each with its refusal."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.slack.app import App
from bot.sandbox.slack.lint import completed, lint_blocks
from bot.sandbox.slack.refusals import Refused
from bot.sandbox.slack.sockets import Sockets
from bot.sandbox.slack.triggers import Triggers
from bot.sandbox.slack.workspace import Channel, Message, User, Workspace

Json = dict[str, Any]

SCOPE_OF_KIND = {"channel": "channels", "group": "groups", "im": "im"}


@dataclass
class Api:
    """`origin` is the server's own address, such as http://127.0.0.1:4000."""

    workspace: Workspace
    triggers: Triggers
    sockets: Sockets
    app: App
    origin: str = ""
    uploads: dict[str, str] = field(default_factory=dict)  # the secret part of an upload address -> file id

    def need(self, scope: str) -> None:
        """Raises Refused: missing_scope."""
        if scope not in self.app.scopes:
            raise Refused("missing_scope", needed=scope, provided=",".join(sorted(self.app.scopes)))

    def channel(self, channel_id: str, reading: str = "") -> Channel:
        """One the bot may know of. `reading` is the second half of the scope needed, as in channels:history."""
        channel = self.workspace.channels.get(channel_id)
        if channel is None or (channel.kind != "channel" and self.workspace.bot.id not in channel.members):
            raise Refused("channel_not_found")
        if reading:
            self.need(f"{SCOPE_OF_KIND[channel.kind]}:{reading}")
        return channel

    def joined(self, channel_id: str, reading: str = "") -> Channel:
        """One the bot is in."""
        channel = self.channel(channel_id, reading)
        if self.workspace.bot.id not in channel.members:
            raise Refused("not_in_channel")
        return channel

    def writable(self, channel_id: str) -> Channel:
        """One the bot may post to. A user's id means the direct conversation with them."""
        if channel_id in self.workspace.users:
            return self.workspace.direct(self.workspace.users[channel_id])
        channel = self.joined(channel_id)
        if channel.archived:
            raise Refused("is_archived")
        return channel

    def message(self, channel: Channel, ts: str) -> Message:
        message = channel.messages.get(ts)
        if message is None or message.body.get("subtype") == "tombstone":
            raise Refused("message_not_found")
        return message

    def user(self, user_id: str) -> User:
        user = self.workspace.users.get(user_id)
        if user is None:
            raise Refused("user_not_found")
        return user

    def blocks(self, given: Json) -> Json:
        """The blocks of a message as they are kept, as a part of its body. Raises Refused: invalid_blocks."""
        if "blocks" not in given:
            return {}
        problems = lint_blocks("message", given["blocks"])
        if problems:
            raise Refused("invalid_blocks", *problems, errors=problems)
        return {"blocks": completed(given["blocks"], self.workspace.new_id("k"))}
