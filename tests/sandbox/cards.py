"""What the tests of the page have in common: cards to look at, and how a person types."""

from typing import Any

from playwright.async_api import Locator

from tests.sandbox.scripted_desk import ScriptedDesk
from tests.sandbox.slack.blocks import plain

Json = dict[str, Any]


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def card(*elements: Json) -> list[Json]:
    fields = [mrkdwn("*State*\nNew"), mrkdwn("*Opened*\n<!date^1767225600^{date_num}|2026-01-01>")]
    return [
        {"type": "header", "text": plain("#1042 · Broken screen")},
        {"type": "section", "text": mrkdwn("_Ada_ wrote to <https://example.com|us>"), "fields": fields},
        {"type": "divider"},
        {"type": "context", "elements": [mrkdwn(":eyes: nobody yet")]},
        *([{"type": "actions", "block_id": "acts", "elements": list(elements)}] if elements else []),
    ]


async def post(desk: ScriptedDesk, channel: str, **said: Any) -> Json:
    return await desk.slack("chat.postMessage", channel=desk.sandbox.slack.channel(channel).id, **said)


async def said(box: Locator, text: str) -> None:
    await box.fill(text)
    await box.press("Enter")
