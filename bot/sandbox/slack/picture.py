"""The whole workspace as JSON, for a page to draw."""

from typing import Any

from bot.sandbox.slack.emoji import CHARACTERS
from bot.sandbox.slack.workspace import Channel, Message, Screen, User, View, Workspace

Json = dict[str, Any]


def picture(workspace: Workspace) -> Json:
    people = [user for user in workspace.users.values() if user is not workspace.bot]
    return {
        "version": workspace.changes.version,
        "now": workspace.now().isoformat(),
        "bot": {"id": workspace.bot.id, "name": workspace.bot.real_name},
        "channels": [_channel(channel) for channel in workspace.channels.values()],
        "members": [_member(user) for user in people],
        "groups": [
            {"id": group.id, "handle": group.handle, "users": group.users} for group in workspace.groups.values()
        ],
        "emoji": CHARACTERS,
    }


def _channel(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "members": list(channel.members),
        "archived": channel.archived,
        "shared": channel.shared,
        "pins": list(channel.pins),
        "messages": [_message(message) for message in sorted(channel.messages.values(), key=lambda m: m.ts)],
    }


def _message(message: Message) -> Json:
    return message.as_json() | {"channel": message.channel.id, "in_thread": message.in_thread}


def _member(user: User) -> Json:
    known = {"id": user.id, "name": user.name, "real_name": user.real_name}
    return known | {"guest": user.guest, "stranger": user.stranger} | _screen(user.screen)


def _screen(screen: Screen) -> Json:
    return {
        "modals": [view.as_json() for view in screen.modals],
        "home": _home(screen.home),
        "whispers": [_message(message) for message in screen.whispers],
        "troubles": list(screen.troubles),
    }


def _home(view: View | None) -> Json | None:
    return view.as_json() if view else None
