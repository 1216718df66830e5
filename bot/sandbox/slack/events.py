"""Which happenings the app hears of, and the wrapping they come in."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot.sandbox.slack.app import App
from bot.sandbox.slack.workspace import HOME_TEAM, Channel, Workspace

Json = dict[str, Any]

VERIFICATION_TOKEN = "sandbox-verification-token"  # noqa: S105  deprecated by Slack, still in every payload

SCOPES = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "group_archive": "groups:read",
    "group_unarchive": "groups:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "pin_added": "pins:read",
    "pin_removed": "pins:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "subteam_members_changed": "usergroups:read",
    "subteam_updated": "usergroups:read",
}
"""Every event that can happen here, and the scope without which Slack does not send it."""

_MESSAGES = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}
_ANYWHERE = frozenset({"app_home_opened", "app_mention", "channel_archive", "channel_unarchive"})


@dataclass
class Subscriptions:
    workspace: Workspace
    app: App
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def wanted(self, event: Json, channel: Channel | None) -> bool:
        name = _MESSAGES[channel.kind] if channel and event["type"] == "message" else event["type"]
        if name not in self.app.events or SCOPES[name] not in {"", *self.app.scopes}:
            return False
        return channel is None or name in _ANYWHERE or self.workspace.bot.id in channel.members

    def wrapped(self, event: Json, channel: Channel | None) -> Json:
        """The payload as of now: what changes afterwards does not change it."""
        number = next(self._numbers)
        workspace = self.workspace
        authorization = {
            "enterprise_id": None,
            "team_id": HOME_TEAM,
            "user_id": workspace.bot.id,
            "is_bot": True,
        }
        frozen: Json = json.loads(json.dumps(event))
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": HOME_TEAM,
            "context_team_id": HOME_TEAM,
            "context_enterprise_id": None,
            "api_app_id": workspace.app_id,
            "event": frozen,
            "type": "event_callback",
            "event_id": f"Ev{number:010d}",
            "event_time": workspace.seconds(),
            "authorizations": [authorization | {"is_enterprise_install": False}],
            "is_ext_shared_channel": bool(channel and channel.shared),
            "event_context": f"4-sandbox-{number}",
        }
