"""What the Slack app is and may do, as Slack's "create an app from a manifest" takes it."""

from typing import Any, Literal

SCOPES = (
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "reactions:read",
    "reactions:write",
    "usergroups:read",
    "users:read",
)
"""What the bot token must be allowed to do."""

EVENTS = (
    "app_home_opened",
    "channel_archive",
    "channel_unarchive",
    "group_archive",
    "group_unarchive",
    "message.channels",
    "message.groups",
    "reaction_added",
    "subteam_members_changed",
)
"""What Slack tells us about. Each one needs a listener: what nobody listens to is not acknowledged."""

SHORTCUTS = {
    "reply_to_customer": ("Reply to customer", "Answer this message, or the ticket, in a form with a preview"),
    "internal_note": ("Internal note", "Add a note to this ticket that the customer never sees"),
    "ticket_transcript": ("Transcript", "The whole conversation, notes too, as a file in this ticket's thread"),
}
"""Message shortcuts by callback id: their name (24 characters at most) and what they do."""

COMMAND = "/desk"


def manifest(name: str, mode: Literal["socket", "http"], url: str | None) -> dict[str, Any]:
    """The manifest of the app. `url` is where Slack calls, for mode "http"; ValueError without it."""
    if mode == "http" and not url:
        raise ValueError('Slack mode "http" needs the address that Slack is to call')
    called = {"request_url": url} if mode == "http" else {}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": name,
            "description": "Customer support in chat: tickets as cards and threads",
            "background_color": "#1d3a4f",
        },
        "features": _features(name, {"url": url} if mode == "http" else {}),
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**called, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **called},
            "org_deploy_enabled": False,
            "socket_mode_enabled": mode == "socket",
            "token_rotation_enabled": False,
        },
    }


def _features(name: str, called: dict[str, str | None]) -> dict[str, Any]:
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": False,
            "messages_tab_read_only_enabled": True,
        },
        "bot_user": {"display_name": name, "always_online": True},
        "shortcuts": [
            {"name": short, "type": "message", "callback_id": callback, "description": description}
            for callback, (short, description) in SHORTCUTS.items()
        ],
        "slash_commands": [
            {
                "command": COMMAND,
                "description": "Your tickets, the queue, and finding one",
                "usage_hint": "[queue | find words | show 1042 | help]",
                "should_escape": True,
                **called,
            }
        ],
    }
