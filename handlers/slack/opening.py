"""Opening and changing modals, within the seconds that Slack allows after a press."""

from contextlib import suppress

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from bot.desk.refusals import Refusal
from bot.views.slack import forms
from handlers.slack.payloads import Given, Json, Screen, screen


class NotOpened(Refusal):
    """Slack did not open the form in time. Please press the button again."""


async def show(given: Given, on: Screen, view: Json) -> None:
    """On the modal it was pressed in, else as a new one. Raises `NotOpened`."""
    try:
        if on.modal:
            await given.slack.views_update(view_id=on.modal, view=view)
        else:
            await given.slack.views_open(trigger_id=on.trigger, view=view)
    except (SlackApiError, ClientError, TimeoutError) as error:
        raise NotOpened() from error


async def tell(given: Given, body: Json, sentence: str) -> None:
    """Say what came of it, if the person is still looking; it has been done, or refused, already."""
    with suppress(NotOpened):
        await show(given, screen(body), forms.told(sentence))
