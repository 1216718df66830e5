"""The arguments of a Web API call: read from whatever body the SDK sends, then judged against a method's list."""

import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.sandbox.slack.refusals import Refused

Json = dict[str, Any]

TRUTHS = {"1": True, "true": True, "0": False, "false": False, "": False}


async def read(request: web.Request) -> Json:
    """Query and body together. In JSON values keep their types, in forms everything is text."""
    given: Json = dict(request.query)
    if request.method == "GET":
        return given
    if request.content_type == "application/json":
        return given | await _json_body(request)
    return given | dict(await request.post())


async def _json_body(request: web.Request) -> Json:
    try:
        body = await request.json()
    except ValueError as error:
        raise Refused("invalid_json") from error
    if not isinstance(body, dict):
        raise Refused("json_not_object")
    return {key: value for key, value in body.items() if value is not None}


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("must be a string")
    return value


def _integer(value: Any) -> int:
    return int(value)


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    return TRUTHS[str(value).lower()]


def _timestamp(value: Any) -> str:
    seconds, dot, parts = _string(value).partition(".")
    if not (dot and seconds.isdigit() and parts.isdigit() and len(parts) == 6):
        raise ValueError("must be a message's ts, 1234567890.123456")
    return str(value)


def _moment(value: Any) -> float:
    return float(value)


def _object(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _names(value: Any) -> list[str]:
    return value if isinstance(value, list) else [part.strip() for part in str(value).split(",") if part.strip()]


KINDS: dict[str, Callable[[Any], Any]] = {
    "str": _string,
    "int": _integer,
    "bool": _boolean,
    "ts": _timestamp,
    "moment": _moment,
    "json": _object,
    "names": _names,
}
EVERYWHERE = frozenset({"team_id", "token"})
"""Bolt adds them to every call."""
BROKEN = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}


class Arguments:
    """What a method takes, written `channel:str! text:str limit:int`; an exclamation mark means it must be there.

    An argument that is not listed is refused too: Slack ignores it, but an app that sends it means something
    that does not happen.
    """

    def __init__(self, listed: str) -> None:
        names = [entry.rstrip("!").split(":") for entry in listed.split()]
        self.kinds = {name: KINDS[kind] for name, kind in names}
        self.required = [entry.split(":")[0] for entry in listed.split() if entry.endswith("!")]

    def parsed(self, given: Json) -> Json:
        """Raises Refused: invalid_arguments, or the error that a broken JSON value has of its own."""
        missing = [name for name in self.required if given.get(name) in (None, "")]
        unknown = sorted(given.keys() - self.kinds.keys() - EVERYWHERE)
        messages = [f"[ERROR] missing required field: {name}" for name in missing]
        messages += [f"[ERROR] unknown argument: {name}" for name in unknown]
        if messages:
            raise Refused("invalid_arguments", *messages)
        return {name: self._value(name, value) for name, value in given.items() if name not in EVERYWHERE}

    def _value(self, name: str, value: Any) -> Any:
        try:
            return self.kinds[name](value)
        except (TypeError, ValueError, KeyError) as error:
            raise Refused(BROKEN.get(name, "invalid_arguments"), f"[ERROR] {name}: {error}") from error
