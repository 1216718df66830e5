"""A ticket that is put aside: until when, and which of its clocks run meanwhile."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from slack_sdk.models.blocks import (
    ContextBlock,
    DateTimePickerElement,
    InputBlock,
    MarkdownTextObject,
    PlainTextInputElement,
    PlainTextObject,
)

from bot.desk.service_levels.tables import Promise
from bot.desk.tickets.life import Status
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Ticket
from bot.views.slack import facts
from bot.views.slack.actions import FIELD, UNTIL, Form
from bot.views.slack.forms import LONGEST_SUMMARY, modal
from bot.views.slack.words import escaped_within

Json = dict[str, Any]
FARTHEST = datetime.max.replace(tzinfo=UTC)


def standing(ticket: Ticket, running: Sequence[Promise] = ()) -> list[ContextBlock]:
    """For the card: what it waits for, what runs and what does not. Nothing where nothing is paused."""
    aside = [*_on_hold(ticket), *_snoozed(ticket)]
    if not aside and (ticket.status is not Status.PENDING or not any(each.due_at is None for each in running)):
        return []
    return [ContextBlock(elements=[MarkdownTextObject(text=" · ".join([*aside, *_clocks(running)]))])]


def _on_hold(ticket: Ticket) -> list[str]:
    if ticket.status is not Status.ON_HOLD:
        return []
    until = f" until {facts.due(ticket.on_hold_until)}" if ticket.on_hold_until else " until somebody resumes it"
    why = f": {escaped_within(' '.join(ticket.on_hold_for.split()), 500)}" if ticket.on_hold_for else ""
    return [f"🧊 On hold{until}{why}"]


def _snoozed(ticket: Ticket) -> list[str]:
    return [f"😴 Snoozed until {facts.due(ticket.snoozed_until)}"] if ticket.snoozed_until else []


def _clocks(running: Sequence[Promise]) -> list[str]:
    """Each in its own words: due when, or paused."""
    return [
        f"{facts.target(each.target)} {f'due {facts.due(each.due_at)}' if each.due_at else 'paused'}"
        for each in sorted(running, key=lambda each: (each.due_at or FARTHEST, each.id))
    ]


def hold(sheet: Sheet) -> Json:
    """Both may be left empty; what is there already can be changed."""
    ticket = sheet.ticket
    words = PlainTextInputElement(action_id=FIELD, max_length=LONGEST_SUMMARY, initial_value=ticket.on_hold_for)
    hint = PlainTextObject(text="Who or what it waits for. Colleagues see it; the customer does not.")
    moment = _moment(UNTIL, ticket.on_hold_until)
    then = PlainTextObject(text="Then it is open again, and its owner is told in the thread.")
    blocks = [
        InputBlock(block_id=FIELD, label="Reason", element=words, hint=hint, optional=True),
        InputBlock(block_id=UNTIL, label="Until", element=moment, hint=then, optional=True),
    ]
    return modal(Form.HOLD, ticket, "Hold", "Put on hold", blocks)


def snooze(sheet: Sheet) -> Json:
    ticket = sheet.ticket
    hint = PlainTextObject(text="Hidden from Home until then, or until the customer writes. No deadline moves.")
    until = InputBlock(block_id=FIELD, label="Until", element=_moment(FIELD, ticket.snoozed_until), hint=hint)
    return modal(Form.SNOOZE, ticket, "Snooze", "Snooze", [until])


def _moment(action: str, chosen: datetime | None) -> DateTimePickerElement:
    at = int(chosen.timestamp()) if chosen else None
    return DateTimePickerElement(action_id=action, initial_date_time=at)
