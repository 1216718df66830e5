"""Tickets that are put aside: the forms that ask until when."""

from datetime import UTC, datetime
from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.desk.refusals import NoMoment, NotAhead
from bot.desk.tickets import handling, pauses
from bot.views.slack.actions import FIELD, UNTIL, Form
from handlers.slack.forms import Submitted, submitted, told
from handlers.slack.payloads import Given, Json, Submission, Taken


async def hold(given: Given, form: Submission) -> Json | None:
    try:
        await given.do(
            handling.put_on_hold,
            ticket=form.ticket,
            agent=form.agent,
            why=form.text(FIELD),
            until=moment_in(form, UNTIL),
        )
    except NotAhead as no:  # of the other field
        return {"response_action": "errors", "errors": {UNTIL: no.sentence}}
    return None


async def snooze(given: Given, form: Submission) -> None:
    """Raises `NoMoment`."""
    until = moment_in(form, FIELD)
    if until is None:
        raise NoMoment()
    await given.do(pauses.snooze, ticket=form.ticket, agent=form.agent, until=until)


def moment_in(form: Submission, block: str) -> datetime | None:
    """What was chosen, if anything was; a form of an older version has no such field."""
    seconds = form.values.get(block, {}).get("selected_date_time")
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


SUBMITTED: dict[Form, Submitted] = {Form.HOLD: hold, Form.SNOOZE: snooze}


def register(app: AsyncApp, taken: Taken, given: Given) -> None:
    for form, handle in SUBMITTED.items():
        app.view(form.value)(taken(partial(submitted, handle, given), told))
