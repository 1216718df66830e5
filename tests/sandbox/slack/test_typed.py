"""What members type, as Slack keeps it."""

from typing import Any

import pytest

from bot.sandbox.slack.server import SlackServer
from bot.sandbox.slack.typed import mrkdwn, rich_text
from bot.sandbox.slack.words import escaped, unescaped, words_of

Json = dict[str, Any]


@pytest.fixture
async def peopled(slack: SlackServer) -> SlackServer:
    slack.member("Ben")
    slack.channel("support")
    slack.user_group("agents", [])
    return slack


def ids(slack: SlackServer) -> dict[str, str]:
    ben, support = slack.member("Ben").id, slack.channel("support").id
    return {"ben": ben, "support": support, "agents": slack.user_group("agents").id}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a < b && c", "a &lt; b &amp;&amp; c"),
        ("ask @Ben in #support", "ask <@{ben}> in <#{support}|support>"),
        ("ask @Nobody in #nowhere", "ask @Nobody in #nowhere"),
        ("<@{ben}> again", "<@{ben}> again"),
        ("@agents and @here", "<!subteam^{agents}> and <!here>"),
        ("see https://x.example/?a=1&b=2 now", "see <https://x.example/?a=1&amp;b=2> now"),
        ("see https://x.example/a.", "see <https://x.example/a>."),
        ("me@Ben.example wrote to @Ben.", "me@Ben.example wrote to <@{ben}>."),
        ("seen 👀 ✔️", "seen :eyes: :heavy_check_mark:"),
        ("`@Ben <b>` stays", "`@Ben &lt;b&gt;` stays"),
        ("```\n@Ben\n```", "```\n@Ben\n```"),
        ("<!channel> by hand", "<!channel> by hand"),
    ],
)
async def test_text_is_escaped_and_names_are_resolved(peopled: SlackServer, typed: str, kept: str) -> None:
    names = ids(peopled)
    assert mrkdwn(typed.format(**names) if "{ben}" in typed else typed, peopled.workspace) == kept.format(**names)


def inline(text: str) -> list[Json]:
    (section,) = rich_text(text, "b")["elements"]
    assert section["type"] == "rich_text_section"
    elements: list[Json] = section["elements"]
    return elements


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        ("plain &lt;", [{"type": "text", "text": "plain <"}]),
        ("*bold*", [{"type": "text", "text": "bold", "style": {"bold": True}}]),
        ("*_both_*", [{"type": "text", "text": "both", "style": {"bold": True, "italic": True}}]),
        ("~gone~", [{"type": "text", "text": "gone", "style": {"strike": True}}]),
        ("`a *b*`", [{"type": "text", "text": "a *b*", "style": {"code": True}}]),
        ("2*3*4", [{"type": "text", "text": "2*3*4"}]),
        ("snake_case_name", [{"type": "text", "text": "snake_case_name"}]),
        ("<@U1>", [{"type": "user", "user_id": "U1"}]),
        ("<#C1|support>", [{"type": "channel", "channel_id": "C1"}]),
        ("<!subteam^S1>", [{"type": "usergroup", "usergroup_id": "S1"}]),
        ("<!here>", [{"type": "broadcast", "range": "here"}]),
        ("<https://x.example/?a&amp;b>", [{"type": "link", "url": "https://x.example/?a&b"}]),
        ("<https://x.example|site>", [{"type": "link", "url": "https://x.example", "text": "site"}]),
        (":eyes:", [{"type": "emoji", "name": "eyes", "unicode": "1f440"}]),
        (":wave::skin-tone-3:", [{"type": "emoji", "name": "wave", "unicode": "1f44b-1f3fc"}]),
        (":nope: at 10:30:00", [{"type": "text", "text": ":nope: at 10:30:00"}]),
    ],
)
def test_formatting_becomes_rich_text(text: str, elements: list[Json]) -> None:
    assert inline(text) == elements


def test_fences_and_quotes_are_pieces_of_their_own() -> None:
    pieces = rich_text("before\n```\nx &lt; 1\n```\n&gt; said\n&gt; *he*\nafter", "b")["elements"]
    assert [piece["type"] for piece in pieces] == [
        "rich_text_section",
        "rich_text_preformatted",
        "rich_text_quote",
        "rich_text_section",
    ]
    assert pieces[1]["elements"] == [{"type": "text", "text": "x < 1"}]
    assert pieces[2]["elements"][0]["text"] == "said\n"
    assert words_of([{"type": "rich_text", "elements": pieces}]).endswith("after")


@pytest.mark.parametrize("text", ["<&>", "&lt;", "&amp;lt;", "", "a & b"])
def test_escaping_is_undone_exactly(text: str) -> None:
    assert unescaped(escaped(text)) == text
