"""A request that says it comes from Slack: whether it does, and what it carries. Anybody may send anything."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from slack_sdk.signature import SignatureVerifier

Json = dict[str, Any]


def is_signed(verifier: SignatureVerifier, body: bytes, headers: Mapping[str, str]) -> bool:
    """Whether Slack signed it within the last five minutes. What cannot even be compared is not signed."""
    try:
        return verifier.is_valid_request(body, headers)
    except (TypeError, ValueError):
        return False


def carried(body: bytes) -> Json | None:
    """An event as JSON, or a form with a `payload` or fields of its own; None for what is neither.

    Whatever the request calls itself: Slack's are told apart by how they begin.
    """
    try:
        text = body.decode()
        if text.startswith("{"):
            return _object(text)
        fields = dict(parse_qsl(text, keep_blank_values=True))
        return _object(fields["payload"]) if "payload" in fields else fields or None
    except (ValueError, RecursionError):
        return None


def _object(text: str) -> Json | None:
    read = json.loads(text)
    return read if isinstance(read, dict) else None
