"""A ticket's card: what it is, how it stands, and at most five things to do about it."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from bot.desk.practice import Practice
from bot.desk.service_levels.tables import Promise
from bot.desk.surveys.reading import Said
from bot.desk.tickets.life import LIVE, Status
from bot.desk.tickets.reading import Sheet
from bot.desk.tickets.tables import Ticket
from bot.views.slack import facts, pauses, surveys
from bot.views.slack.actions import Action
from bot.views.slack.merges import linked_number
from bot.views.slack.words import Post, cut, fallback

Json = dict[str, Any]


LONGEST_FIRST = 300
"""Characters of the first message; the whole of it is the first post of the thread."""
MOST_LINKED = 10
"""Linked tickets that a card names."""


def card(
    sheet: Sheet,
    practice: Practice,
    first: str = "",
    linked: Sequence[Sheet] = (),
    workspace: str = "",
    running: Sequence[Promise] = (),
    rated: Said | None = None,
) -> Post:
    """`first` is what the customer wrote first: shown where the subject had to be cut. `linked` are its neighbours.

    `running` are its promises, for one that is paused; `rated` is how its last solve went.
    """
    ticket = sheet.ticket
    about = [*surveys.comment(rated), *pauses.standing(ticket, running), _ages(ticket), *_linked(linked, workspace)]
    blocks = [_header(ticket), *_first_words(ticket, first), _fields(sheet, practice, rated), *about, _actions(ticket)]
    said = f"{facts.title(ticket)} · {sheet.customer.name} · {facts.state(ticket)}"
    return Post(fallback(said), [block.to_dict() for block in blocks])


def moved_card(sheet: Sheet, practice: Practice) -> Post:
    """What the card says in the channel that its ticket has left: where to go, and nothing to press."""
    ticket = sheet.ticket
    team = practice.team(ticket.team)
    where = SectionBlock(text=MarkdownTextObject(text=f"➡️ Moved to <#{team.channel}>. Go on there."))
    said = f"#{ticket.id} has moved to {team.name}"
    return Post(fallback(said), [_header(ticket).to_dict(), where.to_dict()])


def merged_card(sheet: Sheet, kept: Sheet, workspace: str) -> Post:
    """What the card of a ticket says that is a part of another now; the menu can undo it."""
    ticket = sheet.ticket
    where = SectionBlock(text=MarkdownTextObject(text=f"🔀 Merged into {linked_number(kept, workspace)}. Go on there."))
    actions = ActionsBlock(block_id="card", elements=[_button(ticket, Action.MORE)])
    said = f"#{ticket.id} was merged into #{kept.ticket.id}"
    return Post(fallback(said), [block.to_dict() for block in (_header(ticket), where, actions)])


def _header(ticket: Ticket) -> HeaderBlock:
    return HeaderBlock(text=PlainTextObject(text=cut(facts.title(ticket), 150), emoji=False))


def _first_words(ticket: Ticket, first: str) -> list[SectionBlock]:
    words = " ".join(first.split())
    cut_short = words and words != ticket.subject
    return [SectionBlock(text=PlainTextObject(text=cut(words, LONGEST_FIRST), emoji=False))] if cut_short else []


def _fields(sheet: Sheet, practice: Practice, rated: Said | None) -> SectionBlock:
    ticket, customer = sheet.ticket, sheet.customer
    labelled = {
        "State": facts.state(ticket),
        "Owner": facts.owner(sheet),
        "Category": facts.category(ticket, practice),
        "Priority": facts.priority(ticket.priority),
        "Language": facts.language(customer),
    }
    if ticket.due_at:
        labelled["Due"] = facts.promise(ticket)
    labelled |= surveys.fields(ticket, practice, rated)
    person = PlainTextObject(text=cut(f"Customer\n{facts.who(customer)}", 1000), emoji=False)
    rest = [MarkdownTextObject(text=f"*{label}*\n{value}") for label, value in labelled.items()]
    return SectionBlock(fields=[person, *rest])


def _ages(ticket: Ticket) -> ContextBlock:
    if ticket.erased_at:
        return ContextBlock(elements=[MarkdownTextObject(text=f"🧹 Erased {facts.moment(ticket.erased_at)}")])
    said = f"Opened {facts.moment(ticket.opened_at)} · {facts.waiting(ticket)}"
    if ticket.follows:
        said += f" · follows #{ticket.follows}"
    elements: list[MarkdownTextObject | PlainTextObject] = [MarkdownTextObject(text=said)]
    if ticket.escalated_at:
        elements.append(MarkdownTextObject(text=facts.escalated(ticket)))
    if ticket.hold_since:
        elements.append(MarkdownTextObject(text="⚖️ Legal hold: nothing of it is erased"))
    if ticket.duplicate_of:
        elements.append(MarkdownTextObject(text=f"♻️ duplicate of #{ticket.duplicate_of}"))
    if ticket.source:
        elements.append(PlainTextObject(text=f"came from {ticket.source}", emoji=False))
    return ContextBlock(elements=elements)


def _linked(linked: Sequence[Sheet], workspace: str) -> list[ContextBlock]:
    if not linked:
        return []
    shown = " · ".join(linked_number(one, workspace) for one in linked[:MOST_LINKED])
    rest = f" and {len(linked) - MOST_LINKED} more" if len(linked) > MOST_LINKED else ""
    return [ContextBlock(elements=[MarkdownTextObject(text=f"🔗 Linked with {shown}{rest}")])]


def _actions(ticket: Ticket) -> ActionsBlock:
    return ActionsBlock(block_id="card", elements=[_button(ticket, action) for action in offered(ticket)])


_LABELS = {
    Action.CLAIM: "Claim",
    Action.REPLY: "Reply",
    Action.RESOLVE: "Resolve",
    Action.REOPEN: "Reopen",
    Action.MORE: "More…",
}


def offered(ticket: Ticket) -> list[Action]:
    """What makes sense now; anything else that can be done is in the menu behind More."""
    if ticket.status in LIVE:
        first = [] if ticket.owner else [Action.CLAIM]
        return [*first, Action.REPLY, Action.RESOLVE, Action.MORE]
    return [Action.REOPEN, Action.MORE] if ticket.status is Status.SOLVED else [Action.MORE]


def _button(ticket: Ticket, action: Action) -> ButtonElement:
    primary = action is (Action.REPLY if ticket.owner else Action.CLAIM) and ticket.status in LIVE
    return ButtonElement(
        text=_LABELS[action], action_id=action.value, value=str(ticket.id), style="primary" if primary else None
    )
