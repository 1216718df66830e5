"""The forms of a task for a customer who was let down: when they are called back, and what came of it."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    DateTimePickerElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
)

from bot.desk.practice import Cause
from bot.desk.recovery.rules import CHOSEN
from bot.desk.recovery.tasks import Offered
from bot.views.slack.actions import CAUSE, FIELD, RECOVERY_NOTE, TELL, Form
from bot.views.slack.forms import modal
from bot.views.slack.recovery import LONGEST_NOTE, OUTCOMES
from bot.views.slack.words import cut

Json = dict[str, Any]

YES = "yes"


def call_back(offered: Offered) -> Json:
    """What is agreed on already can be changed."""
    task = offered.task
    yes = Option(value=YES, text="Tell the customer that we come back to them")
    at = DateTimePickerElement(action_id=FIELD, initial_date_time=_chosen(offered))
    then = PlainTextObject(text="You are reminded then, in the thread below the task.")
    tell = CheckboxesElement(action_id=TELL, options=[yes])
    when = PlainTextObject(text="In their language and with the time, in their chat, as soon as you press Plan.")
    hint = "What was agreed on. Colleagues see it; the customer does not."
    blocks: list[Block] = [
        InputBlock(block_id=FIELD, label="When", element=at, hint=then),
        _note("Note", hint, task.call_note, optional=True),
        InputBlock(block_id=TELL, label="Customer", element=tell, hint=when, optional=True),
    ]
    return modal(Form.CALL_BACK, offered.ticket, "Call back", "Plan", blocks, _kept(offered))


def _chosen(offered: Offered) -> int | None:
    return int(offered.task.call_at.timestamp()) if offered.task.call_at else None


def finish(offered: Offered) -> Json:
    options = [Option(value=outcome.value, text=OUTCOMES[outcome]) for outcome in CHOSEN]
    outcome = StaticSelectElement(action_id=FIELD, placeholder="Choose one", options=options)
    hint = "What was done, and what the customer said. Colleagues see it; the customer does not."
    blocks: list[Block] = [
        InputBlock(block_id=FIELD, label="Outcome", element=outcome),
        _note("What happened", hint, offered.task.note, optional=False),
        *_causes(offered.causes),
    ]
    return modal(Form.FINISH_RECOVERY, offered.ticket, "Done with", "Done", blocks, _kept(offered))


def _note(label: str, hint: str, before: str, *, optional: bool) -> InputBlock:
    words = PlainTextInputElement(
        action_id=RECOVERY_NOTE, max_length=LONGEST_NOTE, multiline=True, initial_value=before or None
    )
    return InputBlock(
        block_id=RECOVERY_NOTE, label=label, element=words, hint=PlainTextObject(text=hint), optional=optional
    )


def _causes(causes: Sequence[Cause]) -> list[Block]:
    """Asked where the ticket has none; the likely ones come first."""
    if not causes:
        return []
    options = [Option(value=cause.name, text=cut(cause.label, 75)) for cause in causes]
    element = StaticSelectElement(action_id=CAUSE, placeholder="Choose one", options=options)
    return [InputBlock(block_id=CAUSE, label="Why did it come up?", element=element)]


def _kept(offered: Offered) -> Json:
    return {"ticket": offered.ticket.id, "recovery": offered.task.id}
