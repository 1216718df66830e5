"""Blocks and views that Slack takes, for tests that need some."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(text: str, action: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action} | more


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}} | more


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def option(text: str, value: str) -> Json:
    return {"text": plain(text), "value": value}


def field(label: str, block: str, element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": block, "label": plain(label), "element": element} | more


def written(action: str, **more: Any) -> Json:
    return {"type": "plain_text_input", "action_id": action} | more


def modal(title: str, *blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain(title), "submit": plain("Send"), "blocks": list(blocks)} | more


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks)}
