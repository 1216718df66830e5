"""The app as its manifest declares it: what it may ask for, hear of, and offer."""

from typing import Any

from bot.sandbox.slack import events
from bot.sandbox.slack.app import App
from bot.sandbox.slack.methods import table

Json = dict[str, Any]

OTHER_SCOPES = frozenset(
    {
        "bookmarks:read",
        "bookmarks:write",
        "channels:manage",
        "channels:write.invites",
        "chat:write.public",
        "dnd:read",
        "emoji:read",
        "groups:write",
        "metadata.message:read",
        "mpim:history",
        "mpim:read",
        "mpim:write",
        "remote_files:read",
        "team.preferences:read",
        "usergroups:write",
        "users.profile:read",
        "users:write",
    }
)
OTHER_EVENTS = frozenset(
    {
        "channel_unarchive",
        "channel_rename",
        "file_shared",
        "subteam_created",
        "team_join",
        "user_change",
        "app_rate_limited",
        "app_uninstalled",
        "channel_created",
        "channel_deleted",
        "channel_shared",
        "channel_unshared",
        "file_change",
        "file_deleted",
        "group_deleted",
        "group_rename",
        "group_unarchive",
        "link_shared",
        "message.mpim",
        "message_metadata_posted",
        "tokens_revoked",
        "user_profile_changed",
    }
)
"""Real, and never happening here."""


def everything() -> App:
    """Without a manifest the app may do all there is."""
    return App(set(table.SCOPES), set(events.SCOPES))


def read(manifest: Json) -> App:
    """Raises ValueError with a sentence for what Slack would not install."""
    features, settings = manifest.get("features", {}), manifest.get("settings", {})
    scopes = set(manifest["oauth_config"]["scopes"]["bot"])
    names = set(settings.get("event_subscriptions", {}).get("bot_events", []))
    app = App(
        scopes=scopes,
        events=names,
        commands={command["command"] for command in features.get("slash_commands", [])},
        shortcuts={shortcut["callback_id"] for shortcut in features.get("shortcuts", [])},
        home=bool(features.get("app_home", {}).get("home_tab_enabled", False)),
    )
    _judge(app, bool(settings.get("interactivity", {}).get("is_enabled", False)))
    return app


def _judge(app: App, interactive: bool) -> None:
    unknown = sorted(app.scopes - table.SCOPES - OTHER_SCOPES)
    unheard = sorted(app.events - events.SCOPES.keys() - OTHER_EVENTS)
    if unknown or unheard:
        raise ValueError(f"no such scopes {unknown} or events {unheard}")
    for name in sorted(app.events & events.SCOPES.keys()):
        if events.SCOPES[name] not in {"", *app.scopes}:
            raise ValueError(f"the event {name} needs the scope {events.SCOPES[name]}")
    if app.commands and "commands" not in app.scopes:
        raise ValueError("slash commands need the scope commands")
    if app.shortcuts and not interactive:
        raise ValueError("shortcuts need interactivity")
