"""What a Slack error means for the row that was being sent."""

from datetime import timedelta
from enum import Enum, auto

from aiohttp import ClientConnectorError, ClientError, ClientResponse, ConnectionTimeoutError
from slack_sdk.errors import SlackApiError

from bot.delivery.verdicts import Again, GiveUp, Held, NotYet, SlowDown, Uncertain, Verdict
from bot.desk.troubles.tables import SLACK, in_channel

FAULTS = (SlackApiError, ClientError, TimeoutError, OSError)
"""Everything that a call to Slack raises for what Slack, or the way there, does."""


class Call(Enum):
    """A post would be there twice if it were repeated; a whisper may be, and is not worth waiting for; the rest may."""

    POST = auto()
    WHISPER = auto()
    REPEATABLE = auto()


_OPERATORS = frozenset(
    {
        "account_inactive",
        "access_denied",
        "ekm_access_denied",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
"""The token or the app's rights: an operator puts it right, and nothing may be lost until then."""

_PLACES = frozenset({"channel_not_found", "is_archived", "not_in_channel", "restricted_action"})
"""The channel: an operator puts that right too."""

_PASSING = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org", "unknown_error"}
)
"""Slack's own trouble: it may have done it, and may not."""

_UNREADABLE = 500


def verdict(error: Exception, call: Call, channel: str | None = None) -> Verdict:
    """`channel` is where it was to go, if to one."""
    if isinstance(error, SlackApiError):
        return _answered(error, call, channel)
    why = f"{type(error).__name__}: {error}"
    if isinstance(error, ClientConnectorError | ConnectionTimeoutError):
        return Again(why)  # no connection, so no request
    return _perhaps(why, call)


def _answered(error: SlackApiError, call: Call, channel: str | None) -> Verdict:
    code, status = error_code(error), _status(error)
    if status == 429 or code in ("ratelimited", "rate_limited"):
        after = _asked_wait(error)
        return NotYet(after, "rate limited") if call is Call.POST else SlowDown(after, "rate limited")
    if status >= 500 or code in _PASSING:
        return _perhaps(f"Slack failed: {code or status}", call)
    if code in _OPERATORS:
        return Held(SLACK, code)
    if code in _PLACES and channel and call is not Call.WHISPER:
        return Held(in_channel(channel), code)
    return GiveUp(f"Slack refused: {code}{_details(error)}")


def _perhaps(why: str, call: Call) -> Verdict:
    return Uncertain(why) if call is Call.POST else Again(why)


def error_code(error: SlackApiError) -> str:
    """Slack's word for it; empty where the answer was not Slack's."""
    answer = error.response
    return "" if isinstance(answer, ClientResponse) else str(_data(error).get("error", ""))


def _data(error: SlackApiError) -> dict[str, object]:
    data = getattr(error.response, "data", None)
    return data if isinstance(data, dict) else {}


def _status(error: SlackApiError) -> int:
    """An answer that could not be read counts as the server's failure: it may have been done."""
    return int(getattr(error.response, "status_code", _UNREADABLE))


def _asked_wait(error: SlackApiError) -> timedelta:
    seconds = error.response.headers.get("Retry-After", "1")
    return timedelta(seconds=int(seconds) if seconds.isdecimal() else 1)


def _details(error: SlackApiError) -> str:
    more = _data(error).get("response_metadata")
    messages = more.get("messages", []) if isinstance(more, dict) else []
    return f" ({'; '.join(map(str, messages))[:500]})" if messages else ""
