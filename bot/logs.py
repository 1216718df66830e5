"""How the product logs: one structured line for each thing, without a customer's words and without secrets."""

import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from typing import Literal

import structlog

from bot.config_faults import without_secrets
from bot.desk.privacy.masking import masked


class _Lines(structlog.WriteLogger):
    """What cannot be written, as to a full disk, is lost; and nothing else with it."""

    def msg(self, message: str) -> None:
        with suppress(OSError, ValueError):
            super().msg(message)

    debug = info = warning = error = critical = msg


def set_up(level: str, style: Literal["json", "console"]) -> None:
    """Lines go to standard error; those of the libraries in the same shape as ours.

    Only we speak below a warning, whatever the level: libraries then write whole payloads, words and tokens too.
    Ours do not take the libraries' way, which costs twice as much, and each message leads to two lines or three.
    """
    wanted = logging.getLevelNamesMapping()[level.upper()]
    shared: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False) if style == "json" else structlog.dev.ConsoleRenderer()
    )
    lines = _Lines(sys.stderr)
    structlog.configure(
        processors=[_discreet, *shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(wanted),
        logger_factory=lambda *_: lines,
    )
    handler = logging.StreamHandler(sys.stderr)
    written = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, _discreet, last]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=written, foreign_pre_chain=shared))
    logging.basicConfig(level=max(wanted, logging.WARNING), handlers=[handler], force=True)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it warns of a tick that takes longer than its interval


def _discreet(_logger: object, _method: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Of an exception its kind and where it was: its text may be a customer's words. Nowhere a secret, nor a card."""
    given = line.pop("exc_info", None)
    fault = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(fault, BaseException):
        line["exception"] = "\n".join(_place(each) for each in _chain(fault))
    return {name: masked(without_secrets(value)) if isinstance(value, str) else value for name, value in line.items()}


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    while fault:
        yield fault
        fault = fault.__cause__ or fault.__context__


def _place(fault: BaseException) -> str:
    """`KeyError at a.py:3 in outer, b.py:14 in inner`."""
    frames = [f"{each.filename}:{each.lineno} in {each.name}" for each in traceback.extract_tb(fault.__traceback__)]
    return f"{type(fault).__name__} at {', '.join(frames)}"
