"""Reminders and return visits as agents see them: lines of the thread, what More says, and the form that plans one."""

from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    DateTimePickerElement,
    InputBlock,
    MarkdownTextObject,
    PlainTextInputElement,
    PlainTextObject,
)

from bot.desk.followups.contacting import Unwanted
from bot.desk.followups.tables import FollowUp, Outcome
from bot.desk.moments import moment_of
from bot.desk.tickets.reading import Sheet
from bot.views.slack import facts
from bot.views.slack.actions import FIELD, FOLLOW_UP_NOTE, Form
from bot.views.slack.forms import LONGEST_SUMMARY, modal
from bot.views.slack.words import escaped_within

Json = dict[str, Any]

_PASSED: dict[str, str] = {
    Unwanted.QUIET: "they asked for nothing that they did not ask for",
    Unwanted.AWAY: "nothing reaches them",
    Unwanted.BLOCKED: "they are blocked",
    "open": "it is open again",
    "rated": "the customer changed the rating that it was for",
}
_ENDED: dict[str, str] = {
    Outcome.CONFIRMED: "💚 {actor} says that it is still fixed",
    Outcome.NO_ANSWER: "🤷 The customer was asked whether it is still fixed, and did not answer",
    Outcome.UNREACHABLE: "🔕 The customer was to be asked whether it is still fixed, but nothing reaches them",
    Outcome.MISSED: "⌛ The follow-up was a week late, so the customer is not asked any more",
    Outcome.REOPENED: "🔁 Asked whether it is still fixed, the customer wrote again",
}


def nudged(detail: Json) -> str:
    number = "The customer was to be reminded" if detail.get("passed") else "The customer is reminded"
    why = f", but {_PASSED[detail['passed']]}" if detail.get("passed") else ""
    return f"🔔 {number} that we wait for their answer{' again' if detail['number'] > 1 else ''}{why}"


def planned(actor: str, detail: Json) -> str:
    """`actor` may stand in mrkdwn."""
    at, note = facts.due(moment_of(detail["at_ms"])), _noted(detail.get("why", ""))
    return f"🗓️ {actor} planned a follow-up for {at}: the customer is asked whether it is still fixed{note}"


def asked(detail: Json) -> str:
    late = ", later than planned" if detail.get("late") else ""
    return f"🗓️ The customer is asked{' again' if detail['number'] else ''} whether it is still fixed{late}"


def ended(actor: str, detail: Json) -> str:
    outcome, reason = detail["outcome"], detail.get("reason")
    if outcome != Outcome.CANCELLED:
        return _ENDED[outcome].format(actor=actor)
    if reason:
        return f"🗓️ The follow-up is cancelled: {_PASSED[reason]}"
    return f"🗓️ {actor} cancelled the follow-up"


def standing(visit: FollowUp) -> list[Block]:
    """For More: what is planned, or waits for an answer."""
    if visit.asked_at:
        said = f"🗓️ The customer was asked {facts.due(visit.asked_at)} whether it is still fixed"
    else:
        said = f"🗓️ Follow-up planned for {facts.due(visit.due_at)}{_noted(visit.note)}"
    return [ContextBlock(elements=[MarkdownTextObject(text=said)])]


def _noted(note: str) -> str:
    return f": {escaped_within(' '.join(note.split()), 500)}" if note else ""


def form(sheet: Sheet, visit: FollowUp | None) -> Json:
    """What is planned already can be changed."""
    ticket = sheet.ticket
    at = DateTimePickerElement(action_id=FIELD, initial_date_time=int(visit.due_at.timestamp()) if visit else None)
    then = PlainTextObject(text="The customer is asked whether it is still fixed, with buttons. Not in quiet hours.")
    note = PlainTextInputElement(
        action_id=FOLLOW_UP_NOTE, max_length=LONGEST_SUMMARY, initial_value=(visit and visit.note) or None
    )
    hint = PlainTextObject(text="Why. Colleagues see it; the customer does not.")
    blocks = [
        InputBlock(block_id=FIELD, label="When", element=at, hint=then),
        InputBlock(block_id=FOLLOW_UP_NOTE, label="Note", element=note, hint=hint, optional=True),
    ]
    return modal(Form.FOLLOW_UP, ticket, "Follow up", "Plan", blocks)
