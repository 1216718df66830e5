"""The app is what its manifest says."""

from copy import deepcopy
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack.member import NotAllowed
from bot.sandbox.slack.server import SlackServer
from bot.sandbox.slack.workspace import Channel

Json = dict[str, Any]

MANIFEST: Json = {
    "display_information": {"name": "Relaydesk"},
    "features": {
        "app_home": {"home_tab_enabled": True},
        "bot_user": {"display_name": "Relaydesk"},
        "shortcuts": [{"name": "Make a ticket", "type": "message", "callback_id": "make_ticket"}],
        "slash_commands": [{"command": "/desk", "description": "The desk"}],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "channels:history", "channels:read", "chat:write"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "message.channels"]},
        "interactivity": {"is_enabled": True},
    },
}


async def test_the_app_may_do_what_it_declared_and_no_more(
    slack: SlackServer, client: AsyncWebClient, support: Channel
) -> None:
    slack.install(MANIFEST)
    sent = await client.chat_postMessage(channel=support.id, text="Hi")
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.reactions_add(channel=support.id, timestamp=sent["ts"], name="eyes")
    with pytest.raises(NotAllowed, match="/help"):
        await slack.member("Ben").command("/help", "", support)


def changed(*path: str, to: Any) -> Json:
    manifest = deepcopy(MANIFEST)
    part = manifest
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = to
    return manifest


@pytest.mark.parametrize(
    ("manifest", "problem"),
    [
        (changed("oauth_config", "scopes", "bot", to=["chat:wirte"]), "chat:wirte"),
        (changed("settings", "event_subscriptions", "bot_events", to=["message.all"]), "message.all"),
        (changed("settings", "event_subscriptions", "bot_events", to=["reaction_added"]), "reactions:read"),
        (changed("oauth_config", "scopes", "bot", to=["channels:history"]), "commands"),
        (changed("settings", "interactivity", "is_enabled", to=False), "interactivity"),
    ],
)
async def test_a_manifest_that_contradicts_itself_is_not_installed(
    slack: SlackServer, manifest: Json, problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        slack.install(manifest)
