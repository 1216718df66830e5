"""Waiting until somebody can read something, and saying what they could read instead."""

import asyncio
import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from bot.sandbox.changes import Changes
from bot.sandbox.slack.workspace import Message, View

Shown = TypeVar("Shown", Message, View)

MOST_TOLD = 8


class NotSeen(AssertionError):
    """It did not appear. The message tells the newest things that could be read."""


def says(shown: Message | View, wanted: str | re.Pattern[str]) -> bool:
    texts = [shown.words, shown.text] if isinstance(shown, Message) else [shown.words]
    if isinstance(wanted, str):
        return any(wanted in text for text in texts)
    return any(wanted.search(text) for text in texts)


async def seen_in_time(
    changes: Changes, readable: Callable[[], Iterable[Shown]], wanted: str | re.Pattern[str], within: float
) -> Shown:
    """The first of what is readable that says so, now or after any change. Raises NotSeen."""

    def look() -> Shown | None:
        return next((shown for shown in readable() if says(shown, wanted)), None)

    try:
        async with asyncio.timeout(within):
            return await changes.until(look)
    except TimeoutError:
        told = [shown.words[:200] for shown in list(readable())[:MOST_TOLD]]
        raise NotSeen(f"{wanted!r} did not appear within {within} s; newest first there is {told}") from None
