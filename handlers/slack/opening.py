"""Opening and changing modals, within the seconds that Slack allows after a press."""

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.desk.refusals import Refusal
from bot.views.slack import forms
from handlers.slack.payloads import Given, Json, Screen, screen

log = structlog.get_logger()

TOO_LATE = frozenset(
    {
        "exchanged_trigger_id",
        "expired_trigger_id",
        "hash_conflict",
        "not_found",
        "trigger_exchanged",
        "trigger_expired",
        "view_not_found",
    }
)
"""The seconds are over, or the modal was closed or redrawn meanwhile."""


class NotOpened(Refusal):
    """Slack did not open the form in time. Please press the button again."""


async def show(given: Given, on: Screen, view: Json) -> None:
    """On the modal it was pressed in, else as a new one.

    Raises `NotOpened`, and what the client raises for all that is not a matter of time: that is a fault.
    """
    try:
        if on.modal:
            await given.slack.views_update(view_id=on.modal, view=view)
        else:
            await given.slack.views_open(trigger_id=on.trigger, view=view)
    except SlackApiError as error:
        if _code(error) not in TOO_LATE:
            raise
        raise NotOpened() from error
    except TimeoutError as error:
        raise NotOpened() from error


async def tell(given: Given, body: Json, sentence: str) -> None:
    """Say what came of it, if the person is still looking; it has been done, or refused, already."""
    try:
        await show(given, screen(body), forms.told(sentence))
    except NotOpened:
        return
    except (SlackApiError, ClientError, OSError) as fault:
        log.warning("what came of a press could not be shown", error=_code(fault) or type(fault).__name__)


def _code(fault: Exception) -> str:
    """Slack's word for it; empty where the answer was not Slack's."""
    answer = fault.response if isinstance(fault, SlackApiError) else None
    return str(answer.get("error", "")) if isinstance(answer, AsyncSlackResponse) else ""
