"""Says what Slack would say to blocks and views. Nothing is sent and nothing is changed."""

import json
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from bot.sandbox.slack.blocks import BLOCKS, UNKNOWN_TO_SDK, Surface, allowed
from bot.sandbox.slack.checks import boolean, one_of, problem, shape, string
from bot.sandbox.slack.elements import INTERACTIVE, plain

Json = dict[str, Any]

MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
LARGEST_VIEW = 250_000
"""Bytes of JSON."""

_HEADING = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_MODAL = shape(
    {"type": one_of("modal"), "title": plain(24), "blocks": lambda value, at: iter(())},
    _HEADING
    | {
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = shape({"type": one_of("home"), "blocks": lambda value, at: iter(())}, _HEADING)


def lint_blocks(surface: Surface, payload: Any) -> list[str]:
    """Every problem of a list of blocks on that surface; none means that Slack takes it."""
    if not isinstance(payload, list):
        return [problem("must be an array", "/blocks")]
    problems = [said for index, block in enumerate(payload) for said in _block(surface, block, f"/blocks/{index}")]
    return problems or list(_together(surface, payload))


def lint_view(payload: Any) -> list[str]:
    """Every problem of a modal or a Home view, with those of its blocks."""
    if not isinstance(payload, dict) or payload.get("type") not in ("modal", "home"):
        return [problem("must be a modal or a home view", "/view/type")]
    surface: Surface = payload["type"]
    problems = list((_MODAL if surface == "modal" else _HOME)(payload, "/view"))
    problems += lint_blocks(surface, payload.get("blocks", []))
    blocks = [block for block in payload.get("blocks", []) if isinstance(block, dict)]
    if surface == "modal" and "submit" not in payload and any(block.get("type") == "input" for block in blocks):
        problems.append(problem("missing required field: submit (there is an input)", "/view"))
    if len(json.dumps(payload).encode()) > LARGEST_VIEW:
        problems.append(problem(f"must be less than {LARGEST_VIEW} bytes", "/view"))
    return problems


def _block(surface: Surface, block: Any, at: str) -> Iterator[str]:
    kind = block.get("type") if isinstance(block, dict) else None
    if not isinstance(kind, str) or not allowed(kind, surface):
        yield problem(f"unsupported block type: {kind}", f"{at}/type")
        return
    ours = [*BLOCKS[kind](block, at), *_same_action(block, at)]
    yield from ours
    if not ours and kind not in UNKNOWN_TO_SDK:
        yield from _as_sdk_sees_it(block, at)


def _as_sdk_sees_it(block: Json, at: str) -> Iterator[str]:
    try:
        parsed = Block.parse(deepcopy(block))
        if parsed is not None:
            parsed.to_dict()
    except (SlackObjectFormationError, TypeError, ValueError, KeyError, AttributeError) as error:
        yield problem(str(error), at)


def interactive_elements(block: Json) -> list[Json]:
    """The elements of a block that a person can use, in the order they are drawn."""
    inside = [*block.get("elements", []), block.get("accessory"), block.get("element")]
    return [part for part in inside if isinstance(part, dict) and part.get("type") in INTERACTIVE]


def _same_action(block: Json, at: str) -> Iterator[str]:
    names = Counter(element["action_id"] for element in interactive_elements(block) if "action_id" in element)
    for name in (name for name, times in names.items() if times > 1):
        yield problem(f"`action_id` {name} already exists for another element of this block", at)


def _together(surface: Surface, blocks: list[Json]) -> Iterator[str]:
    most = MOST_BLOCKS[surface]
    if len(blocks) > most:
        yield problem(f"no more than {most} items allowed", "/blocks")
    names = Counter(block["block_id"] for block in blocks if "block_id" in block)
    for name in (name for name, times in names.items() if times > 1):
        yield problem(f"`block_id` {name} already exists", "/blocks")
    kinds = Counter(block["type"] for block in blocks)
    if kinds["table"] > 1:
        yield problem("only one table is allowed", "/blocks")
    if kinds["data_visualization"] > 2:
        yield problem("no more than 2 charts allowed", "/blocks")
    focused = [element for block in blocks for element in interactive_elements(block) if element.get("focus_on_load")]
    if len(focused) > 1:
        yield problem("only one element may have focus_on_load", "/blocks")


def completed(blocks: list[Json], surface_id: str) -> list[Json]:
    """The blocks as Slack keeps them: every block and every element has an id."""
    kept = deepcopy(blocks)
    for index, block in enumerate(kept):
        block.setdefault("block_id", f"b{surface_id}{index}")
        for nth, element in enumerate(interactive_elements(block)):
            element.setdefault("action_id", f"a{surface_id}{index}.{nth}")
    return kept
