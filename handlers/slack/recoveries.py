"""The forms behind two buttons on the card of a task for a customer who was let down."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.desk.recovery import tasks
from bot.desk.recovery.tasks import Offered
from bot.desk.refusals import CauseToName, NoMoment, NoteWanted
from bot.views.slack import recovery_forms
from bot.views.slack.actions import CAUSE, FIELD, RECOVERY_NOTE, TELL, Action, Form
from handlers.slack import opening
from handlers.slack.forms import Submitted, submitted, told, under
from handlers.slack.pauses import moment_in
from handlers.slack.payloads import Given, Json, Submission, Taken, press
from handlers.slack.presses import named

FORMS: dict[Action, Callable[[Offered], dict[str, Any]]] = {
    Action.CALL_BACK: recovery_forms.call_back,
    Action.FINISH_RECOVERY: recovery_forms.finish,
}


async def fill_in(given: Given, body: Json) -> None:
    """Raises what `tasks.offered` does, `NotOpened`."""
    pressed = press(body)
    offered = await given.do(tasks.offered, recovery=pressed.value, agent=pressed.agent)
    await opening.show(given, pressed.screen, FORMS[Action(pressed.name)](offered))


async def call_back(given: Given, form: Submission) -> None:
    """Raises `NoMoment`."""
    at = moment_in(form, FIELD)
    if at is None:
        raise NoMoment()
    await given.do(
        tasks.call_back,
        recovery=int(form.kept["recovery"]),
        agent=form.agent,
        at=at,
        note=form.text(RECOVERY_NOTE),
        tell=bool(form.values[TELL].get("selected_options")),
    )


async def finish(given: Given, form: Submission) -> Json | None:
    """What is missing is said under its own field."""
    try:
        await given.do(
            tasks.finish,
            recovery=int(form.kept["recovery"]),
            agent=form.agent,
            outcome=form.chosen(FIELD),
            note=form.text(RECOVERY_NOTE),
            cause=form.chosen(CAUSE) if CAUSE in form.values else "",
        )
    except NoteWanted as no:
        return under(RECOVERY_NOTE, no.sentence)
    except CauseToName as no:
        return under(CAUSE if CAUSE in form.values else FIELD, no.sentence)
    return None


SUBMITTED: dict[Form, Submitted] = {Form.CALL_BACK: call_back, Form.FINISH_RECOVERY: finish}


def register(app: AsyncApp, taken: Taken, given: Given) -> None:
    tell = partial(opening.tell, given)
    for action in FORMS:
        app.action(named(action))(taken(partial(fill_in, given), tell))
    for form, submit in SUBMITTED.items():
        app.view(form.value)(taken(partial(submitted, submit, given), told))
