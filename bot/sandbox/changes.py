"""Who waits for the picture to change, and how they hear of it without asking again and again."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

PATIENCE = 20.0
"""Seconds that a story waits for what should be there in a moment: a busy machine may need several."""


class Changes:
    """A number that grows with everything that alters what somebody sees."""

    def __init__(self) -> None:
        self.version = 0
        self._moved = asyncio.Event()

    def happened(self) -> None:
        """Something changed: everyone who waits looks again."""
        self.version += 1
        self._moved.set()
        self._moved = asyncio.Event()

    async def until(self, look: Callable[[], Found | None]) -> Found:
        """Look now and after every change, until what is seen is neither None nor False."""
        while True:
            found = look()
            if found is not None and found is not False:
                return found
            await self._moved.wait()

    async def beyond(self, version: int) -> int:
        """Wait until there is a newer version than the one already known, and answer with it."""
        return await self.until(lambda: self.version if self.version > version else None)
