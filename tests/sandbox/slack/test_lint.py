"""Block Kit: what Slack refuses, and what it must not be thought to refuse."""

from typing import Any

import pytest

from bot.sandbox.slack.blocks import Surface
from bot.sandbox.slack.lint import completed, lint_blocks, lint_view
from tests.sandbox.slack.blocks import actions, button, field, home, modal, option, plain, section, written

Json = dict[str, Any]


def select(*options: Json, **more: Any) -> Json:
    return {"type": "static_select", "action_id": "pick", "options": list(options)} | more


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def words(text: str, **more: Any) -> Json:
    return {"type": "text", "text": text} | more


TAKEN: list[tuple[Surface, list[Json]]] = [
    ("message", [section("Hi"), {"type": "divider"}]),
    ("message", [section("Hi", accessory=button("Go", "go", style="primary", value="1"))]),
    ("message", [{"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 2000}] * 10}]),
    ("message", [{"type": "header", "text": plain("#1042")}]),
    ("message", [{"type": "context", "elements": [plain("small"), {"type": "mrkdwn", "text": "*print*"}]}]),
    ("message", [actions(select(option("High", "p1"), initial_option=option("High", "p1")))]),
    ("message", [actions({"type": "overflow", "action_id": "more", "options": [option("Spam", "spam")]})]),
    ("message", [rich(words("Hi ", style={"bold": True}), {"type": "user", "user_id": "U1"})]),
    ("message", [rich({"type": "link", "url": "https://x.example", "text": "site"})]),
    ("message", [section("one", accessory=button("Go", "go")), section("two", accessory=button("Go", "go"))]),
    ("message", [{"type": "table", "rows": [[{"type": "raw_text", "text": "a"}], [rich(words("b"))]]}]),
    ("message", [{"type": "markdown", "text": "**bold**"}]),
    ("message", [section("x")] * 50),
    ("modal", [{"type": "alert", "text": plain("Careful"), "level": "warning"}]),
    ("home", [section("x")] * 100),
]

REFUSED: list[tuple[Surface, list[Any], str]] = [
    ("message", [{"type": "section"}], "must define either `text` or `fields`"),
    ("message", [section("")], "must be more than 0 characters"),
    ("message", [section("x" * 3001)], "must be less than 3001 characters"),
    (
        "message",
        [{"type": "section", "text": plain("a"), "colour": "red"}],
        "invalid additional property: colour",
    ),
    ("message", [{"type": "section", "fields": [plain("x" * 2001)]}], "must be less than 2001 characters"),
    ("message", [{"type": "section", "fields": [plain("x")] * 11}], "no more than 10 items allowed"),
    ("message", [section("a", accessory=written("text"))], "unsupported type: plain_text_input"),
    ("message", [{"type": "header", "text": plain("")}], "must be more than 0 characters"),
    ("message", [{"type": "header", "text": plain("x" * 151)}], "must be less than 151 characters"),
    ("message", [{"type": "header", "text": {"type": "mrkdwn", "text": "a"}}], "unsupported type: mrkdwn"),
    ("message", [actions()], "no fewer than 1 items required"),
    ("message", [actions(*(button("Go", f"go{n}") for n in range(26)))], "no more than 25 items allowed"),
    ("message", [actions(button("Go", "go"), button("Stop", "go"))], "`action_id` go already exists"),
    ("message", [actions(button("x" * 76, "go"))], "must be less than 76 characters"),
    ("message", [actions(button("Go", "go", value="x" * 2001))], "must be less than 2001 characters"),
    ("message", [actions(button("Go", "go", style="loud"))], "must be one of primary, danger"),
    ("message", [actions(select())], "no fewer than 1 items required"),
    (
        "message",
        [actions(select(*(option("a", str(n)) for n in range(101))))],
        "no more than 100 items allowed",
    ),
    ("message", [actions(select(option("a", "1"), option("b", "1")))], "option values must be unique"),
    (
        "message",
        [actions(select(option("a", "1"), initial_option=option("b", "2")))],
        "must be among the options",
    ),
    ("message", [actions(select(option("a" * 76, "1")))], "must be less than 76 characters"),
    ("message", [actions(select(option("a", "x" * 151)))], "must be less than 151 characters"),
    ("message", [{"type": "context", "elements": [plain("x")] * 11}], "no more than 10 items allowed"),
    ("message", [section("a", block_id="b"), section("b", block_id="b")], "`block_id` b already exists"),
    ("message", [section("a", block_id="x" * 256)], "must be less than 256 characters"),
    ("message", [section("x")] * 51, "no more than 50 items allowed"),
    ("message", [{"type": "alert", "text": plain("Careful")}], "unsupported block type: alert"),
    ("message", [{"type": "paragraph"}], "unsupported block type: paragraph"),
    ("message", ["section"], "unsupported block type: None"),
    ("message", [rich(words(""))], "must be more than 0 characters"),
    ("message", [rich(words("a", style={"loud": True}))], "invalid additional property: loud"),
    ("message", [rich({"type": "mention", "user_id": "U1"})], "unsupported type: mention"),
    ("message", [rich({"type": "user"})], "missing required field: user_id"),
    ("message", [{"type": "image", "alt_text": "a"}], "must define exactly one of image_url, slack_file"),
    (
        "message",
        [{"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]] * 101}],
        "no more than 100 items",
    ),
    ("message", [{"type": "card"}], "At least one of hero_image"),
    ("modal", [section("x")] * 101, "no more than 100 items allowed"),
    ("modal", [{"type": "markdown", "text": "a"}], "unsupported block type: markdown"),
    (
        "home",
        [{"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}],
        "unsupported block type: table",
    ),
]


@pytest.mark.parametrize(("surface", "blocks"), TAKEN)
def test_slack_takes(surface: Surface, blocks: list[Json]) -> None:
    assert lint_blocks(surface, blocks) == []


@pytest.mark.parametrize(("surface", "blocks", "problem"), REFUSED)
def test_slack_refuses_blocks(surface: Surface, blocks: list[Any], problem: str) -> None:
    problems = lint_blocks(surface, blocks)
    assert any(problem in said for said in problems), problems


ASK = field("Words", "words", written("text"))
REFUSED_VIEWS: list[tuple[Any, str]] = [
    ({"type": "house"}, "must be a modal or a home view"),
    ({"type": "modal", "title": plain("Note"), "blocks": [ASK]}, "missing required field: submit"),
    (modal("x" * 25, section("a")), "must be less than 25 characters"),
    (modal("", section("a")), "must be more than 0 characters"),
    (modal("Note", section("a"), private_metadata="x" * 3001), "must be less than 3001 characters"),
    (modal("Note", section("a"), callback_id="x" * 256), "must be less than 256 characters"),
    (modal("Note", section("a"), colour="red"), "invalid additional property: colour"),
    (modal("Note", field("Words", "w", button("Go", "go"))), "unsupported type: button"),
    (modal("Note", field("Words", "w", written("text", max_length=3001))), "must be between 1 and 3000"),
    ({"type": "modal", "title": plain("Note")}, "missing required field: blocks"),
    ({"type": "home", "title": plain("Home"), "blocks": []}, "invalid additional property: title"),
    (modal("Note", *(section("x" * 3000) for _ in range(90))), "must be less than 250000 bytes"),
]


@pytest.mark.parametrize(("view", "problem"), REFUSED_VIEWS)
def test_slack_refuses_views(view: Any, problem: str) -> None:
    problems = lint_view(view)
    assert any(problem in said for said in problems), problems


@pytest.mark.parametrize("view", [modal("Note", ASK), home(section("My tickets")), home()])
def test_slack_takes_views(view: Json) -> None:
    assert lint_view(view) == []


def test_a_problem_says_where_it_is() -> None:
    said = lint_blocks("message", [section("a"), actions(button("x" * 76, "go"))])
    assert said == ["[ERROR] must be less than 76 characters [json-pointer:/blocks/1/elements/0/text/text]"]


def test_ids_that_were_left_out_are_made_and_given_ones_kept() -> None:
    kept = completed([section("a", block_id="mine"), actions({"type": "button", "text": plain("Go")})], "k1")
    assert kept[0]["block_id"] == "mine"
    assert kept[1]["block_id"]
    assert kept[1]["elements"][0]["action_id"]
