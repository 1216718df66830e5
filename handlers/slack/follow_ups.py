"""Return visits that agents plan: the form behind More, and what is submitted in it."""

from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.desk.followups import visits
from bot.desk.refusals import NoMoment
from bot.views.slack import follow_ups
from bot.views.slack.actions import FIELD, FOLLOW_UP_NOTE, Action, Form
from handlers.slack import opening
from handlers.slack.forms import submitted, told
from handlers.slack.menus import its_own, seen_by
from handlers.slack.pauses import moment_in
from handlers.slack.payloads import Given, Json, Submission, Taken, press
from handlers.slack.presses import named


async def pressed(given: Given, body: Json) -> None:
    it = press(body)
    sheet = its_own(await seen_by(given, it.agent, it.value))
    planned = await given.ask(visits.open_of, sheet.ticket.id)
    await opening.show(given, it.screen, follow_ups.form(sheet, planned))


async def plan(given: Given, form: Submission) -> None:
    """Raises `NoMoment`."""
    at = moment_in(form, FIELD)
    if at is None:
        raise NoMoment()
    await given.do(visits.plan, ticket=form.ticket, agent=form.agent, at=at, note=form.text(FOLLOW_UP_NOTE))


def register(app: AsyncApp, taken: Taken, given: Given) -> None:
    app.action(named(Action.FOLLOW_UP))(taken(partial(pressed, given), partial(opening.tell, given)))
    app.view(Form.FOLLOW_UP.value)(taken(partial(submitted, plan, given), told))
