"""The menu behind More: everything that can be done with a ticket now and has no button on its card."""

from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ConfirmObject,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.desk.followups.tables import FollowUp
from bot.desk.people.tables import Agent
from bot.desk.practice import Practice
from bot.desk.tickets.life import LIFE, LIVE, Status, Step
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Ticket
from bot.views.slack import facts, follow_ups
from bot.views.slack.actions import Action
from bot.views.slack.forms import takers
from bot.views.slack.words import cut

Json = dict[str, Any]

_LABELS = {
    Action.CLAIM: "Claim",
    Action.REPLY: "Reply",
    Action.RESOLVE: "Resolve",
    Action.NOTE: "Add a note",
    Action.CATEGORY: "Category",
    Action.PRIORITY: "Priority",
    Action.TIER: "Kind of customer",
    Action.CAUSE: "Cause",
    Action.PENDING: "Pending",
    Action.HOLD: "On hold",
    Action.RESUME: "Resume",
    Action.SNOOZE: "Snooze",
    Action.WAKE: "Wake up",
    Action.FOLLOW_UP: "Follow up",
    Action.CANCEL_FOLLOW_UP: "Cancel follow-up",
    Action.RELEASE: "Release",
    Action.HAND_OVER: "Hand over",
    Action.REOPEN: "Reopen",
    Action.SPAM: "Spam",
    Action.NOT_SPAM: "Not spam",
    Action.BLOCK: "Block customer",
    Action.UNBLOCK: "Unblock customer",
    Action.LEGAL_HOLD: "Legal hold",
    Action.LIFT_HOLD: "Lift legal hold",
    Action.TRANSCRIPT: "Transcript",
    Action.TRANSCRIPT_WITH_NOTES: "Transcript with notes",
    Action.MERGE: "Merge",
    Action.UNMERGE: "Unmerge",
    Action.DUPLICATE: "Close as duplicate",
    Action.LINK: "Link",
    Action.UNLINK: "Unlink",
    Action.ESCALATE: "Escalate",
    Action.LEDGER: "Why due then?",
}
_STEPS = {
    Action.PENDING: Step.SET_PENDING,
    Action.HOLD: Step.PUT_ON_HOLD,
    Action.RESUME: Step.RESUMED,
    Action.REOPEN: Step.REOPENED,
}
_ASKED_TWICE = {
    Action.SPAM: "The ticket is closed and left out of every count. The customer is not told.",
    Action.LIFT_HOLD: "What was said may be erased again: when its time is over, or when the customer asks for it.",
    Action.BLOCK: "Their messages are dropped from now on, and their open tickets are closed. They are not told.",
}


def menu(
    sheet: Sheet,
    practice: Practice,
    agents: Sequence[Agent],
    *,
    parts: bool = False,
    follow_up: FollowUp | None = None,
) -> Json:
    """`parts`: others were merged into it. `follow_up` is the one that is planned or waits for an answer."""
    said = f"{facts.title(sheet.ticket)}\n{facts.who(sheet.customer)}\n{facts.state(sheet.ticket)}"
    about = SectionBlock(text=PlainTextObject(text=cut(said, 1000), emoji=True))
    rows = [
        ActionsBlock(block_id=name, elements=[_button(sheet, action) for action in actions])
        for name, actions in _groups(set(offered(sheet, practice, agents, parts=parts, follow_up=follow_up)))
        if actions
    ]
    planned = follow_ups.standing(follow_up) if follow_up else []
    title = cut(f"Ticket #{sheet.ticket.id}", 24)
    return View(type="modal", title=title, close="Close", blocks=[about, *planned, *rows]).to_dict()


def _groups(possible: set[Action]) -> Iterator[tuple[str, list[Action]]]:
    for name, actions in (
        ("answer", (Action.CLAIM, Action.REPLY, Action.NOTE, Action.RESOLVE, Action.REOPEN)),
        ("state", (Action.PENDING, Action.HOLD, Action.RESUME, Action.SNOOZE, Action.WAKE)),
        ("after", (Action.FOLLOW_UP, Action.CANCEL_FOLLOW_UP)),
        ("people", (Action.HAND_OVER, Action.RELEASE, Action.ESCALATE)),
        ("together", (Action.MERGE, Action.UNMERGE, Action.DUPLICATE, Action.LINK, Action.UNLINK)),
        ("kind", (Action.CATEGORY, Action.PRIORITY, Action.TIER, Action.CAUSE)),
        ("promises", (Action.LEDGER,)),
        ("records", (Action.TRANSCRIPT, Action.TRANSCRIPT_WITH_NOTES, Action.LEGAL_HOLD, Action.LIFT_HOLD)),
        ("unwanted", (Action.SPAM, Action.NOT_SPAM, Action.BLOCK, Action.UNBLOCK)),
    ):
        yield name, [action for action in actions if action in possible]


def offered(
    sheet: Sheet,
    practice: Practice,
    agents: Sequence[Agent],
    *,
    parts: bool = False,
    follow_up: FollowUp | None = None,
) -> Iterator[Action]:
    """What makes sense now: steps that the ticket's life has and that would change something."""
    ticket = sheet.ticket
    if ticket.merged_into:
        yield Action.UNMERGE
        return
    yield from _together(ticket, parts)
    live = ticket.status in LIVE
    if ticket.erased_at:
        return
    yield from (Action.TRANSCRIPT, Action.TRANSCRIPT_WITH_NOTES)
    if ticket.promised:
        yield Action.LEDGER
    yield Action.LIFT_HOLD if ticket.hold_since else Action.LEGAL_HOLD
    yield Action.NOTE
    yield Action.PRIORITY
    if practice.categories:
        yield Action.CATEGORY
    if practice.tiers:
        yield Action.TIER
    if practice.causes and not live:  # Resolve asks for it
        yield Action.CAUSE
    if live:
        yield from _work(sheet, practice, agents)
    yield from _aside(ticket)
    yield from _afterwards(sheet, follow_up)
    for action, step in _STEPS.items():
        if LIFE.get((ticket.status, step), ticket.status) is not ticket.status:
            yield action
    yield Action.NOT_SPAM if ticket.spam else Action.SPAM
    yield Action.UNBLOCK if sheet.customer.blocked_at else Action.BLOCK


def _work(sheet: Sheet, practice: Practice, agents: Sequence[Agent]) -> Iterator[Action]:
    yield from (Action.REPLY, Action.RESOLVE)
    if takers(sheet, practice, agents):
        yield Action.HAND_OVER
    yield Action.RELEASE if sheet.ticket.owner else Action.CLAIM
    if practice.chain(practice.escalating.asked):
        yield Action.ESCALATE


def _aside(ticket: Ticket) -> Iterator[Action]:
    """What puts it aside until a moment, or until another one than was said."""
    if ticket.status in LIVE:
        yield Action.SNOOZE
    if ticket.snoozed_until:
        yield Action.WAKE
    if ticket.status is Status.ON_HOLD:
        yield Action.HOLD


def _afterwards(sheet: Sheet, follow_up: FollowUp | None) -> Iterator[Action]:
    """Nobody is asked about spam, nor anybody who is blocked; what they were asked waits for their answer."""
    if not (sheet.ticket.spam or sheet.customer.blocked_at or (follow_up and follow_up.asked_at)):
        yield Action.FOLLOW_UP
    if follow_up:
        yield Action.CANCEL_FOLLOW_UP


def _together(ticket: Ticket, parts: bool) -> Iterator[Action]:
    """What joins it to other tickets, or parts it from them."""
    if not ticket.spam and ticket.status is not Status.CLOSED:
        yield from (Action.MERGE, Action.DUPLICATE)
    if parts:
        yield Action.UNMERGE
    yield Action.LINK
    if ticket.links:
        yield Action.UNLINK


def _button(sheet: Sheet, action: Action) -> ButtonElement:
    warning = _ASKED_TWICE.get(action)
    label = _LABELS[action]
    return ButtonElement(
        text=label,
        action_id=action.value,
        value=str(sheet.ticket.id),
        style="danger" if warning else None,
        confirm=_confirm(label, warning) if warning else None,
    )


def _confirm(label: str, warning: str) -> ConfirmObject:
    return ConfirmObject(title=f"{label}?", text=PlainTextObject(text=warning), confirm=label, deny="Cancel")
