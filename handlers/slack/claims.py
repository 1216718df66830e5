"""Leases on claims, and tickets that are put aside: what is pressed and submitted about them."""

from datetime import UTC, datetime
from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.desk.claims import leasing
from bot.desk.refusals import NoMoment, NotAhead
from bot.desk.tickets import handling, pauses
from bot.views.slack.actions import FIELD, UNTIL, Action, Form
from handlers.slack import opening
from handlers.slack.forms import Submitted, submitted, told
from handlers.slack.payloads import Given, Json, Submission, Taken, press
from handlers.slack.presses import named


async def still_on_it(given: Given, body: Json) -> None:
    pressed = press(body)
    await given.do(leasing.still_on_it, reminder=pressed.value, agent=pressed.agent)


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
    app.action(named(Action.STILL_ON_IT))(taken(partial(still_on_it, given), partial(opening.tell, given)))
    for form, handle in SUBMITTED.items():
        app.view(form.value)(taken(partial(submitted, handle, given), told))
