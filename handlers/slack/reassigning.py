"""The form behind a button of the boards that tell supervisors of what is late: who is to have it instead."""

from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.desk.alerting import standing
from bot.desk.refusals import NothingLate
from bot.desk.tickets import handling, reading
from bot.views.slack import reassigning
from bot.views.slack.actions import FIELD, LATE, SUMMARY, Action, Form
from bot.views.slack.forms import MOST_OPTIONS
from handlers.slack import forms, opening
from handlers.slack.payloads import Given, Json, Submission, Taken, press
from handlers.slack.presses import named


async def reassign(given: Given, body: Json) -> None:
    """Raises `NotAnAgent`, `NothingLate`, `NotOpened`."""
    pressed = press(body)
    await given.ask(reading.agent, pressed.agent)
    late = await given.ask(standing.listed, pressed.value, MOST_OPTIONS)
    if not late:
        raise NothingLate()
    agents = await given.ask(reading.agents)
    await opening.show(given, pressed.screen, reassigning.reassign(pressed.value, late, given.practice, agents))


async def reassigned(given: Given, form: Submission) -> None:
    ticket, to = int(form.chosen(LATE)), form.chosen(FIELD)
    await given.do(handling.hand_over, ticket=ticket, agent=form.agent, to=to, summary=form.text(SUMMARY))


def register(app: AsyncApp, taken: Taken, given: Given) -> None:
    tell = partial(opening.tell, given)
    app.action(named(Action.REASSIGN))(taken(partial(reassign, given), tell))
    app.view(Form.REASSIGN.value)(taken(partial(forms.submitted, reassigned, given), forms.told))
