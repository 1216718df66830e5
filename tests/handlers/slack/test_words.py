"""What somebody typed in Slack, in the desk's words."""

from typing import Any

import pytest

from bot.desk.practice import Practice, Team
from bot.desk.words import Span, Style, Words
from handlers.slack.words import Heard, heard

Json = dict[str, Any]
PRACTICE = Practice(name="Acme", teams=(Team("billing", "C1", ("S1", "U1")),))
PEOPLE = {"U1": "Ben"}


def text(said: str, **style: bool) -> Json:
    return {"type": "text", "text": said} | ({"style": style} if style else {})


def section(*inlines: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(inlines)}


def rich(*parts: Json, beside: str = "") -> Heard:
    return heard([{"type": "rich_text", "elements": list(parts)}], beside, PEOPLE, PRACTICE)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([section(text("Hello"))], Words("Hello")),
        ([section(text("  Hello \n"))], Words("Hello")),
        (
            [section(text("a "), text("b", bold=True, italic=True), text(" c", code=True))],
            Words("a b c", (Span(Style.BOLD, 2, 3), Span(Style.ITALIC, 2, 3), Span(Style.CODE, 3, 5))),
        ),
        (
            [section({"type": "link", "url": "https://a.example", "text": "here", "style": {"strike": True}})],
            Words("here", (Span(Style.STRIKE, 0, 4), Span(Style.LINK, 0, 4, "https://a.example"))),
        ),
        ([section({"type": "link", "url": "https://a.example"})], Words("https://a.example")),
        ([section(text("hi "), {"type": "emoji", "name": "wave", "unicode": "1f44b-1f3fd"})], Words("hi 👋🏽")),
        ([section({"type": "emoji", "name": "acme-logo"})], Words(":acme-logo:")),
        ([section({"type": "date", "timestamp": 1, "format": "{date}", "fallback": "1 May"})], Words("1 May")),
        ([section({"type": "color", "value": "#ff0000"})], Words("#ff0000")),
        ([section({"type": "hologram"}, text("still here"))], Words("still here")),
        (
            [
                section(text("Run")),
                {"type": "rich_text_preformatted", "elements": [text("ls -l")]},
                section(text("ok")),
            ],
            Words("Run\nls -l\nok", (Span(Style.PRE, 4, 9),)),
        ),
        (
            [{"type": "rich_text_quote", "elements": [text("You said")]}, section(text("Yes"))],
            Words("You said\nYes", (Span(Style.QUOTE, 0, 8),)),
        ),
        (
            [
                section(text("Try:")),
                {"type": "rich_text_list", "style": "ordered", "elements": [section(text("a")), section(text("b"))]},
                {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [section(text("c"))]},
                section(text("Bye")),
            ],
            Words("Try:\n1. a\n2. b\n   ◦ c\nBye"),
        ),
        ([section(text("<a href='x'>&amp; <!channel>"))], Words("<a href='x'>&amp; <!channel>")),
    ],
)
def test_rich_text_keeps_its_words_and_how_they_look(parts: list[Json], words: Words) -> None:
    assert rich(*parts) == Heard(words)


@pytest.mark.parametrize(
    ("inline", "beside", "said"),
    [
        ({"type": "user", "user_id": "U1"}, "", "@Ben"),
        ({"type": "user", "user_id": "U9"}, "<@U9|dora>", "@dora"),
        ({"type": "user", "user_id": "U9"}, "", "@a colleague"),
        ({"type": "usergroup", "usergroup_id": "S1"}, "", "@billing"),
        ({"type": "usergroup", "usergroup_id": "S9"}, "<!subteam^S9|@night-shift>", "@night-shift"),
        ({"type": "channel", "channel_id": "C1"}, "", "#billing"),
        ({"type": "channel", "channel_id": "C9"}, "<#C9|lunch>", "#lunch"),
        ({"type": "broadcast", "range": "here"}, "", "@here"),
    ],
)
def test_a_mention_becomes_a_word_and_is_noted(inline: Json, beside: str, said: str) -> None:
    assert rich(section(text("ask "), inline), beside=beside) == Heard(Words(f"ask {said}"), (said,))


def test_a_name_said_twice_is_noted_once() -> None:
    user = {"type": "user", "user_id": "U1"}
    assert rich(section(user, text(" and "), user)).mentions == ("@Ben",)


@pytest.mark.parametrize(
    ("mrkdwn", "words", "mentions"),
    [
        ("2 &lt; 3 &amp; *so*", "2 < 3 & *so*", ()),
        ("ask <@U1> in <#C9|lunch>", "ask @Ben in #lunch", ("@Ben", "#lunch")),
        ("<!here> <!subteam^S1>", "@here @billing", ("@here", "@billing")),
        ("see <https://a.example/?a=1&amp;b=2>", "see https://a.example/?a=1&b=2", ()),
        ("at <!date^1392734382^{date}|18 Feb>", "at 18 Feb", ()),
    ],
)
def test_without_rich_text_the_angle_brackets_are_read(mrkdwn: str, words: str, mentions: tuple[str, ...]) -> None:
    assert heard([], mrkdwn, PEOPLE, PRACTICE) == Heard(Words(words), mentions)


def test_a_link_in_mrkdwn_keeps_its_label() -> None:
    said = heard([], "<https://a.example|here>", PEOPLE, PRACTICE)
    assert said.words == Words("here", (Span(Style.LINK, 0, 4, "https://a.example"),))
