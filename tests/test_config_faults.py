"""Each thing that can be wrong in a configuration, and the line an operator reads about it."""

from typing import Any

import pytest

from tests.test_config import LEAST, complaints


def test_everything_wrong_is_told_at_once() -> None:
    lines = complaints(
        telegram={"token": "oops", "mode": "webhook"},
        teams=[LEAST["teams"][0], {"name": "Support", "channel": "support", "agents": ["ben"]}],
        categories=[{"name": "a", "team": "Sales", "label": {"pl": "A"}}],
        relay={"undo_seconds": "PT5S"},
        http={"prot": 1},
    )
    assert [line.partition(": ")[0] for line in lines] == [
        "telegram.token",
        "http.prot",
        "teams[1].channel",
        "teams[1].agents[0]",
        "relay.undo_seconds",
        "telegram.webhook_url",
        "telegram.webhook_secret",
        "teams[1].name",
        "categories[0].team",
        "categories[0].label",
    ]


WRONG: list[tuple[dict[str, Any], str]] = [
    (
        {"teams": [LEAST["teams"][0] | {"channel": "support"}]},
        'teams[0].channel: expected a Slack channel id such as C0123ABCD, got "support"',
    ),
    ({"teams": []}, "teams: expected at least one [[teams]] table, got []"),
    (
        {"teams": [LEAST["teams"][0] | {"agents": []}]},
        "teams[0].agents: expected at least one Slack member id (U... or W...) or user group id (S...), got []",
    ),
    (
        {"teams": [LEAST["teams"][0] | {"relay": "owner"}]},
        'teams[0].relay: expected "assignee", "anyone" or "explicit", got "owner"',
    ),
    (
        {"teams": [*LEAST["teams"], *LEAST["teams"]]},
        'teams[1].name: "Support" is already the name of teams[0].name',
    ),
    ({"relay": {"undo_seconds": 61}}, "relay.undo_seconds: expected seconds from 0 to 60, got 61"),
    ({"relay": {"undo_seconds": "PT5S"}}, 'relay.undo_seconds: expected seconds from 0 to 60, got "PT5S"'),
    ({"relay": {"undo_seconds": float("nan")}}, "relay.undo_seconds: expected seconds from 0 to 60, got NaN"),
    ({"relay": {"undo_seconds": True}}, "relay.undo_seconds: expected seconds from 0 to 60, got true"),
    (
        {"relay": {"flood_per_minute": 601}},
        "relay.flood_per_minute: expected messages a minute from 1 to 600, or 0 to slow nobody down, got 601",
    ),
    ({"http": {"port": 70000}}, "http.port: expected a port from 1 to 65535, or 0 for any that is free, got 70000"),
    ({"http": {"port": True}}, "http.port: expected a port from 1 to 65535, or 0 for any that is free, got true"),
    (
        {"desk": {"timezone": "Warsaw"}},
        'desk.timezone: expected the name of a time zone such as Europe/Warsaw, got "Warsaw"',
    ),
    (
        {"desk": {"timezone": "../etc/passwd"}},
        'desk.timezone: expected the name of a time zone such as Europe/Warsaw, got "../etc/passwd"',
    ),
    (
        {"desk": {"default_language": "de"}},
        'desk.default_language: expected one of en, zh_Hans, zh_Hant, tr, pl, got "de"',
    ),
    ({"desk": {"name": ""}}, 'desk.name: expected a name of 1 to 35 characters, got ""'),
    ({"desk": {"nmae": "Acme"}}, "desk.nmae: unknown key; did you mean name?"),
    (
        {"desk": {"colour": "red"}},
        "desk.colour: unknown key; known here: name, default_language, timezone, timezones, tiers",
    ),
    (
        {"desk": {"timezones": {"tr": "Istanbul"}}},
        "desk.timezones.tr: expected the name of a time zone such as Europe/Istanbul for some of "
        'en, zh_Hans, zh_Hant, tr, pl, got "Istanbul"',
    ),
    ({"dsek": {}}, "dsek: unknown key; did you mean desk?"),
    ({"desk": "Acme"}, "desk: expected a table, got text"),
    (
        {"categories": [{"name": "a", "team": "Support", "label": {"en": "A", "de": "A"}}]},
        "categories[0].label.de: expected 1 to 60 characters for each language (en, zh_Hans, zh_Hant, tr, pl), "
        'got "de"',
    ),
    (
        {"categories": [{"name": "a", "team": "Support", "label": {"pl": "A"}}]},
        'categories[0].label: no words in "en", the desk\'s language',
    ),
    (
        {"teams": [LEAST["teams"][0] | {"claim_within": "30 minutes"}]},
        'teams[0].claim_within: expected working time such as "PT30M" or "PT8H", more than nothing and less than a '
        'year, got "30 minutes"',
    ),
    (
        {"teams": [LEAST["teams"][0] | {"unclaimed_after": "PT0M"}]},
        'teams[0].unclaimed_after: expected working time such as "PT30M" or "PT8H", more than nothing and less than a '
        'year, got "PT0M"',
    ),
    (
        {"teams": [LEAST["teams"][0] | {"calendar": "office"}]},
        'teams[0].calendar: no calendar is called "office"; there is none',
    ),
    (
        {"categories": [{"name": "a", "team": "Sales", "label": {"en": "A"}}]},
        'categories[0].team: no team is called "Sales"; there is "Support"',
    ),
    (
        {"categories": [{"name": "a", "team": "Support", "label": {"en": "A"}}] * 2},
        'categories[1].name: "a" is already the name of categories[0].name',
    ),
    (
        {"telegram": {"api_url": "api.telegram.org"}},
        'telegram.api_url: expected an address that starts with https:// (or http://), got "api.telegram.org"',
    ),
    (
        {"slack": {"mode": "http"}},
        'slack.signing_secret: missing, slack.mode = "http" needs it (set RELAYDESK_SLACK__SIGNING_SECRET)',
    ),
    ({"slack": {"mode": "rtm"}}, 'slack.mode: expected "socket" or "http", got "rtm"'),
    (
        {"slack": {"bot_token": "xapp-secret"}},
        "slack.bot_token: expected a bot token, xoxb-..., got something else (a secret is not shown)",
    ),
    (
        {"database": {"url": "mysql://me:secret@host/db"}},
        "database.url: expected sqlite:///file.db or postgresql://user:password@host/name, "
        "got something else (a secret is not shown)",
    ),
    (
        {"database": {"url": "sqlite:///:memory:"}},
        "database.url: expected sqlite:///file.db or postgresql://user:password@host/name, "
        "got something else (a secret is not shown)",
    ),
]


@pytest.mark.parametrize(("tables", "line"), WRONG, ids=[line.partition(": ")[0] for _, line in WRONG])
def test_each_fault_is_one_line_with_its_key_the_value_and_what_was_expected(tables: dict[str, Any], line: str) -> None:
    assert complaints(**tables) == [line]
