"""The Slack app that the manifest makes."""

import pytest

from bot.manifest import EVENTS, SCOPES, SHORTCUTS, manifest

NEEDED_FOR = {
    "app_home_opened": None,
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "group_archive": "groups:read",
    "group_unarchive": "groups:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "reaction_added": "reactions:read",
    "subteam_members_changed": "usergroups:read",
}


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_comes_with_the_scope_it_needs(event: str) -> None:
    assert NEEDED_FOR[event] in (None, *SCOPES)


def test_over_a_socket_slack_is_told_no_address() -> None:
    made = manifest("Acme Support", "socket", None)
    assert made["settings"]["socket_mode_enabled"] is True
    assert "url" not in str(made)


def test_over_http_everything_slack_calls_is_at_the_address() -> None:
    made = manifest("Acme Support", "http", "https://desk.example.com/slack")
    assert made["settings"]["socket_mode_enabled"] is False
    assert made["settings"]["event_subscriptions"]["request_url"] == "https://desk.example.com/slack"
    assert made["settings"]["interactivity"]["request_url"] == "https://desk.example.com/slack"
    assert made["features"]["slash_commands"][0]["url"] == "https://desk.example.com/slack"


def test_http_without_an_address_is_refused() -> None:
    with pytest.raises(ValueError, match="needs the address"):
        manifest("Acme Support", "http", None)


def test_the_app_has_a_bot_a_home_the_command_and_the_shortcuts() -> None:
    features = manifest("Acme Support", "socket", None)["features"]
    assert features["bot_user"]["display_name"] == "Acme Support"
    assert features["app_home"]["home_tab_enabled"] is True
    assert [command["command"] for command in features["slash_commands"]] == ["/desk"]
    callbacks = [each["callback_id"] for each in features["shortcuts"]]
    assert callbacks == ["reply_to_customer", "internal_note", "ticket_transcript"]


def test_nothing_is_longer_than_slack_takes() -> None:
    made = manifest("n" * 35, "socket", None)
    assert len(made["display_information"]["description"]) <= 140
    assert all(len(name) <= 24 and len(description) <= 150 for name, description in SHORTCUTS.values())


def test_scopes_and_events_are_asked_for_once() -> None:
    assert len(set(SCOPES)) == len(SCOPES)
    assert len(set(EVENTS)) == len(EVENTS)
