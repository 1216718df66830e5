"""Block Kit's blocks and rich text, as tables of what each may hold and where each may stand."""

from collections.abc import Iterator
from typing import Any, Literal

from bot.sandbox.slack.checks import (
    Check,
    all_of,
    anything,
    boolean,
    exactly_one,
    many,
    number,
    one_of,
    problem,
    shape,
    string,
    text,
    typed,
)
from bot.sandbox.slack.elements import ACCESSORY, ID, IMAGE, IN_ACTIONS, IN_INPUT, SLACK_FILE, URL, plain

Surface = Literal["message", "modal", "home"]

_STYLE = shape({}, dict.fromkeys(("bold", "italic", "strike", "underline", "code", "highlight"), boolean))
_STYLED: dict[str, Check] = {"style": _STYLE}
LONG = 1_000_000
INLINE: dict[str, Check] = {
    "text": shape({"text": string(LONG)}, _STYLED),
    "link": shape({"url": URL}, _STYLED | {"text": string(LONG), "unsafe": boolean}),
    "user": shape({"user_id": ID}, _STYLED),
    "usergroup": shape({"usergroup_id": ID}, _STYLED),
    "channel": shape({"channel_id": ID}, _STYLED),
    "team": shape({"team_id": ID}, _STYLED),
    "broadcast": shape({"range": one_of("here", "channel", "everyone")}, _STYLED),
    "emoji": shape({"name": ID}, _STYLED | {"unicode": ID, "skin_tone": number(1, 6), "url": URL}),
    "date": shape({"timestamp": number(0, 10**11), "format": string(255)}, _STYLED | {"fallback": ID, "url": URL}),
    "color": shape({"value": string(9)}, _STYLED),
}
_INLINES = many(typed(INLINE), LONG, least=0)
_PLAIN_INLINES = many(typed(INLINE, "text", "link"), LONG, least=0)
_BORDER: dict[str, Check] = {"border": number(0, 1)}
_SECTION = shape({"elements": _INLINES})
RICH: dict[str, Check] = {
    "rich_text_section": _SECTION,
    "rich_text_preformatted": shape({"elements": _PLAIN_INLINES}, _BORDER | {"language": string(50)}),
    "rich_text_quote": shape({"elements": _INLINES}, _BORDER),
    "rich_text_list": shape(
        {
            "elements": many(typed({"rich_text_section": _SECTION}), LONG),
            "style": one_of("bullet", "ordered"),
        },
        _BORDER | {"indent": number(0, 8), "offset": number(0, 10**6)},
    ),
}
_BLOCK: dict[str, Check] = {"block_id": ID}
RICH_TEXT = shape({"elements": many(typed(RICH), LONG)}, _BLOCK)
_CELL = typed(
    {
        "raw_text": shape({"text": string(LONG)}),
        "raw_number": shape({"value": anything}, {"text": string(LONG)}),
        "rich_text": RICH_TEXT,
    }
)


def _says_something(value: Any, at: str) -> Iterator[str]:
    if "text" not in value and "fields" not in value:
        yield problem("must define either `text` or `fields`", at)


def _even_rows(value: Any, at: str) -> Iterator[str]:
    rows = value.get("rows")
    if isinstance(rows, list) and len({len(row) for row in rows if isinstance(row, list)}) > 1:
        yield problem("rows must have the same number of cells", f"{at}/rows")


BLOCKS: dict[str, Check] = {
    "section": all_of(
        shape(
            {},
            _BLOCK
            | {
                "text": text(3000),
                "fields": many(text(2000), 10),
                "accessory": ACCESSORY,
                "expand": boolean,
            },
        ),
        _says_something,
    ),
    "divider": shape({}, _BLOCK),
    "header": shape({"text": plain(150)}, _BLOCK),
    "context": shape(
        {"elements": many(typed({"plain_text": text(3000), "mrkdwn": text(3000), "image": IMAGE}), 10)},
        _BLOCK,
    ),
    "actions": shape({"elements": many(IN_ACTIONS, 25)}, _BLOCK),
    "input": shape(
        {"label": plain(2000), "element": IN_INPUT},
        _BLOCK | {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "image": all_of(
        shape(
            {"alt_text": string(2000)},
            _BLOCK | {"image_url": URL, "slack_file": SLACK_FILE, "title": plain(2000)},
        ),
        exactly_one("image_url", "slack_file"),
    ),
    "rich_text": RICH_TEXT,
    "markdown": shape({"text": string(12_000)}, _BLOCK),
    "table": all_of(
        shape({"rows": many(many(_CELL, 20), 100)}, _BLOCK | {"column_settings": many(anything, 20)}),
        _even_rows,
    ),
    "alert": shape({"text": text(200)}, _BLOCK | {"level": one_of("default", "info", "warning", "error", "success")}),
    # What follows is judged by the SDK's own classes, where it has them, and not looked into further here.
    "card": anything,
    "carousel": anything,
    "container": anything,
    "context_actions": anything,
    "file": anything,
    "plan": anything,
    "task_card": anything,
    "video": anything,
    "data_table": shape(
        {"caption": string(255), "rows": many(many(_CELL, 20), 101, least=2)},
        _BLOCK | {"page_size": number(1, 100), "row_header_column_index": number(0, 19)},
    ),
    "data_visualization": shape({"title": string(50), "chart": anything}, _BLOCK),
}
UNKNOWN_TO_SDK = frozenset({"data_table", "data_visualization"})

_ONLY_ON: dict[str, tuple[Surface, ...]] = {
    "alert": ("modal",),
    "carousel": ("message", "home"),
    "container": ("message",),
    "context_actions": ("message",),
    "data_table": ("message",),
    "data_visualization": ("message",),
    "file": ("message",),
    "markdown": ("message",),
    "plan": ("message",),
    "table": ("message",),
    "task_card": ("message",),
}


def allowed(kind: str, surface: Surface) -> bool:
    return kind in BLOCKS and surface in _ONLY_ON.get(kind, (surface,))
