"""What the product logs, line by line, while a test runs."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import structlog

from bot import logs

Line = dict[str, Any]


class Written:
    """Everything that was logged so far."""

    def __init__(self, to: io.StringIO) -> None:
        self._to = to

    @property
    def text(self) -> str:
        return self._to.getvalue()

    def lines(self, event: str | None = None) -> list[Line]:
        """In json, the lines of that event, or all."""
        read: list[Line] = [json.loads(line) for line in self.text.splitlines()]
        return [line for line in read if event in (None, line["event"])]


@contextmanager
def logged(level: str = "debug", style: Literal["json", "console"] = "json") -> Iterator[Written]:
    """As the product itself sets up its logs; afterwards everything is as it was."""
    root, stderr = logging.getLogger(), sys.stderr
    before = (root.level, list(root.handlers))
    sys.stderr = to = io.StringIO()
    try:
        for handler in list(root.handlers):  # basicConfig would close those of the test runner
            root.removeHandler(handler)
        logs.set_up(level, style)
        yield Written(to)
    finally:
        sys.stderr = stderr
        root.handlers[:] = before[1]
        root.setLevel(before[0])
        structlog.reset_defaults()
